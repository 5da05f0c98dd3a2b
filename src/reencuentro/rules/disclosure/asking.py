"""All that a decision may know of who asks for what about whom: plain values, read elsewhere and handed in."""

from dataclasses import dataclass
from datetime import datetime

from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.emergencies import BreakGlass
from reencuentro.rules.disclosure.instants import is_zoned
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Gate, Level, Purpose, Role, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFacts:
    """The agency for which an officer acts. country: ISO 3166-1 alpha-2. suspended: its officers may do nothing."""

    code: str
    kind: AgencyKind
    country: str = ""
    suspended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerFacts:
    """Who asks, acting for one agency; an officer of two agencies asks for one of them at a time.

    stepped_up: signed in afresh just now. review_overdue: a break-glass of theirs went unreviewed too long.
    """

    id: str
    roles: frozenset[Role]
    agency: AgencyFacts
    suspended: bool = False
    stepped_up: bool = False
    review_overdue: bool = False

    @property
    def is_consular(self) -> bool:
        """Whether the protection gate stands before them; on nobody else's answer has it any bearing."""
        return self.agency.kind is AgencyKind.CONSULATE or Role.CONSULAR_OFFICER in self.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What somebody allows one agency to see of them for one purpose, up to but not including `valid_until`.

    levels, topics: all that may be seen. basis: on whose word it rests, the person's, a parent's, a court's; each may
    lower what the others leave. valid_until None: until withdrawn. Times carry their time zone.
    """

    purpose: Purpose
    recipient: str
    levels: frozenset[Level]
    topics: frozenset[Topic] = frozenset()
    valid_from: datetime
    valid_until: datetime | None = None
    withdrawn_at: datetime | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """The person is kept from an agency, or from one officer by id; by_court: no emergency lifts it."""

    agency: str = ""
    officer: str = ""
    by_court: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFacts:
    """The person asked about.

    listed_by: codes of the agencies whose records they are in; what each of them tells is decided on apart.
    nationalities: ISO 3166-1 alpha-2, empty where unknown. is_child: believed to be under 18, or of unknown age.
    assigned: to the officer who asks; assigned_agency: to anybody of their agency.
    restricted: use is suspended, at their wish or by a court. expired: past its time, to be deleted.
    """

    person_id: str
    listed_by: frozenset[str]
    nationalities: frozenset[str] = frozenset()
    is_child: bool = True
    assigned: bool = False
    assigned_agency: bool = False
    protection_gate: Gate = Gate.UNKNOWN
    consents: tuple[Consent, ...] = ()
    withheld_from: tuple[Withholding, ...] = ()
    restricted: bool = False
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question to `decide`.

    others: who has acted on the same matter before: the approvals of a release, the judgement that is to be verified,
    the broken glass that is to be reviewed. releasing_to: the adult to whom a child would be released.
    at: the instant of asking. Raises ValueError where that has no time zone.
    """

    officer: OfficerFacts
    action: Action
    purpose: Purpose
    at: datetime
    subject: SubjectFacts | None = None
    agreements: tuple[Agreement, ...] = ()
    break_glass: BreakGlass | None = None
    others: tuple[Approval, ...] = ()
    releasing_to: str = ""

    def __post_init__(self) -> None:
        if not is_zoned(self.at):
            raise ValueError("an instant without its time zone decides nothing")
