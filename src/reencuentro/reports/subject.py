"""What somebody is told who asks what is held on them: plain text, in Spanish or English."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from reencuentro.records.held import CorrectionTold, GivenTold, Held, LookTold, RowTold, Statement
from reencuentro.reports.facts import in_text
from reencuentro.reports.words import Language


def subject_text(held: Held, language: Language) -> str:
    """The whole answer; every value just as it is kept."""
    return "\n".join(_Letter(language).lines(held)) + "\n"


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(files(__package__).joinpath("subject_words.toml").read_text(encoding="utf-8"))


class _Letter:
    """The answer, part by part, in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def lines(self, held: Held) -> Iterator[str]:
        """Line by line."""
        yield self._text("title")
        yield self._text("about", person=held.person_id, at=_minute(held.at))
        parts = {
            "rows": [line for row in held.rows for line in self._row(row)] or [self._text("no_rows")],
            "corrections": [self._correction(one) for one in held.corrections],
            "ties": [self._tie(*one) for one in held.ties],
            "statements": [self._statement(one) for one in held.statements],
            "looks": [self._look(one) for one in held.looks],
            "given": [self._given(one) for one in held.given],
            "correct": [self._text("how")],
        }
        for heading, told in parts.items():
            yield from ("", self._text(heading), *(told or [self._text("none")]))

    def _row(self, row: RowTold) -> Iterator[str]:
        yield "- " + self._text(
            "row", agency=row.agency, record=row.record_id, file=row.file, line=str(row.line), day=str(row.as_of)
        )
        if row.cells:
            yield f"  {self._text('as_it_came')}"
        yield from (f"    {header}: {text}" for header, text in row.cells.items())
        yield f"  {self._text('understood')}"
        yield from (f"    {self._label('field', name)}: {self._said(value)}" for name, value in row.facts.items())
        if row.named:
            named = ", ".join(f"{self._label('relation', kin)} ({times})" for kin, times in sorted(row.named.items()))
            yield f"  {self._text('named', named=named)}"
        if row.left_out:
            yield f"  {self._text('left_out', columns=', '.join(row.left_out))}"

    def _correction(self, one: CorrectionTold) -> str:
        key = "taken_back" if one.withdrawn else "correction"
        value = self._text("nothing_known") if one.value is None else in_text(one.value)
        return "- " + self._text(
            key,
            day=f"{one.at:%Y-%m-%d}",
            field=self._label("field", one.field),
            agency=one.agency,
            record=one.record_id,
            value=value,
            evidence=one.evidence,
        )

    def _tie(self, relation: str, status: str, probability: float) -> str:
        words = self._label("relation", relation)
        return "- " + self._text(
            "tie", relation=words, status=self._label("status", status), percent=f"{probability:.0%}"
        )

    def _statement(self, one: Statement) -> str:
        until = self._text("until", day=_minute(one.until)) if one.until else self._text("open")
        return "- " + self._text(
            "statement", kind=self._label("kind", one.kind), of=one.of, begins=_minute(one.begins_at), until=until
        )

    def _look(self, one: LookTold) -> str:
        who = f"{one.agency} ({one.officer})" if one.agency else self._text("operator")
        return "- " + self._text(
            "look",
            at=_minute(one.at),
            who=who,
            purpose=self._label("purpose", one.purpose) if one.purpose else self._text("no_purpose"),
            action=self._label("action", one.action),
        )

    def _given(self, one: GivenTold) -> str:
        return "- " + self._text(
            "agreement",
            taker=one.taker,
            giver=one.giver,
            agreement=one.agreement,
            version=str(one.version),
            purposes=", ".join(self._label("purpose", purpose) for purpose in one.purposes),
            begins=f"{one.begins_at:%Y-%m-%d}",
            until=f"{one.until:%Y-%m-%d}",
            looked=str(one.looked),
        )

    def _text(self, key: str, **facts: str) -> str:
        return _words()["text"][key][self._language].format(**facts)

    def _said(self, value: Any) -> str:
        return self._text("yes" if value else "no") if isinstance(value, bool) else in_text(value)

    def _label(self, kind: str, code: str) -> str:
        known = _words()[kind].get(code)
        return known[self._language] if known else code.replace("_", " ")


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
