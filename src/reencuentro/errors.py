"""Every error a user can meet, each with the facts and the remedy.

ReencuentroError
├── RosterRefusedError    a file can't be read at all; nothing of it is kept
├── MappingError          a mapping file is wrong
├── RegistryError         the registry is missing, busy, full or not one of ours
├── JudgementError        a judgement that can't be made as asked
├── CaseError             a step, form or task of a case that can't be taken, kept or given as asked
├── ConflictError         somebody else changed the record meanwhile
├── AccountError          an officer, agency, role or right that can't be given or taken as asked
├── SettingsError         the settings of an installation are wrong or missing
└── CohortError           a folder that is not a generated cohort or its results

Messages carry keys, places and remedies, never a person's name: they reach logs.
"""

from collections.abc import Sequence
from datetime import datetime


class ReencuentroError(Exception):
    """A problem with its remedy, both fit to be shown to the person who ran the command."""

    def __init__(self, problem: str, *, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class RosterRefusedError(ReencuentroError):
    """The file as a whole can't be read, so nothing of it is kept.

    line and column are None where the problem is with the whole file.
    """

    def __init__(
        self,
        file: str,
        problem: str,
        *,
        remedy: str,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(problem, remedy=remedy)
        self.file, self.line, self.column = file, line, column

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line is not None else ""
        column = f", column {self.column}" if self.column is not None else ""
        return f"{self.file}{line}{column}: {self.problem}"


class MappingError(ReencuentroError):
    """A mapping file names a field, column or option that doesn't exist."""

    def __init__(self, file: str, problem: str, *, remedy: str) -> None:
        super().__init__(problem, remedy=remedy)
        self.file = file

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


class RegistryError(ReencuentroError):
    """The registry can't be used: missing, busy, full, or not one of ours."""


class JudgementError(ReencuentroError):
    """A judgement that can't be made: unknown record, or someone decided meanwhile."""


class CaseError(ReencuentroError):
    """A step, form or task of a case that can't be taken, kept or given as asked.

    blocks: what stands in the way, as codes that pages put into words.
    """

    def __init__(self, problem: str, *, remedy: str = "", blocks: Sequence[str] = ()) -> None:
        super().__init__(problem, remedy=remedy)
        self.blocks = tuple(blocks)


class ConflictError(ReencuentroError):
    """Somebody else changed the record since it was looked at; says who and when, and nothing was written.

    seen, now: the version that was looked at and the one that stands; now is None where the record is gone.
    """

    def __init__(
        self, record: str, *, seen: int, now: int | None = None, by: str = "", at: datetime | None = None
    ) -> None:
        when = f" at {at:%Y-%m-%d %H:%M} UTC" if at else ""
        who = f" by {by}" if by else ""
        super().__init__(
            f"{record} was changed meanwhile{who}{when}",
            remedy="Look at what stands now, then make the change again if it is still right.",
        )
        self.record, self.seen, self.now, self.by, self.at = record, seen, now, by, at


class AccountError(ReencuentroError):
    """An officer, agency, role, agreement or other right can't be given, used or taken as asked."""


class SettingsError(ReencuentroError):
    """The settings of an installation are wrong or missing."""


class CohortError(ReencuentroError):
    """A folder doesn't hold what a generated cohort or its results must hold."""
