"""What kind of list a roster is, and what changed between two rosters of one agency."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import TypeVar

from reencuentro.linkage.mentions import Birth, Identifier, Mention, Relative
from reencuentro.linkage.names import words


class RosterKind(StrEnum):
    """What being on a list says: CUSTODY that its agency holds the person, BORDER that it met them once,
    HOTLINE that somebody called, REGISTRY only that somebody wrote them down.
    """

    CUSTODY = "custody"
    BORDER = "border"
    HOTLINE = "hotline"
    REGISTRY = "registry"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFacts:
    """One roster as far as the rules need it.

    key: what names it for good, e.g. its content hash. as_of: None where nobody knows.
    is_newest: its agency supplied no newer one. name: the agency's name beside its code, where known.
    """

    key: str
    agency: str
    as_of: date | None
    kind: RosterKind
    is_newest: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One record of one person, as it stands on the last roster that has it.

    roster: key of that roster. is_current: it is the agency's newest.
    """

    mention: Mention
    roster: str
    is_current: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """One person with every record believed to be theirs."""

    person_id: str
    is_child: bool
    listings: tuple[Listing, ...]


# Shares of rows that fill a field, from which a list shows what it is. Clerks leave cells blank, so half is plenty;
# a date of admission is so telling that less will do.
_MOST = 0.5
_TELLING = 0.3


def kind_of_roster(mentions: Iterable[Mention]) -> RosterKind:
    """What kind of list these rows make, judged by the fields they fill and never by whose list it is."""
    rows = list(mentions)
    if not rows:
        return RosterKind.REGISTRY

    def share(filled: Callable[[Mention], object]) -> float:
        return sum(1 for row in rows if filled(row)) / len(rows)

    met = share(lambda row: row.apprehended_on or row.apprehended_at)
    housed = share(attrgetter("facility"))
    called = share(lambda row: row.called_on or row.phones)
    if share(attrgetter("admitted_on")) >= _TELLING:
        return RosterKind.CUSTODY
    if met >= _MOST and (housed < _MOST or share(attrgetter("destination")) >= _MOST):
        return RosterKind.BORDER
    if called >= _MOST:
        return RosterKind.HOTLINE if housed < _TELLING else RosterKind.REGISTRY
    return RosterKind.CUSTODY if housed >= _MOST else RosterKind.REGISTRY


_MUCH = 0.1


def is_much(gone: int, listed: int) -> bool:
    """Whether so many of those listed before are missing that a list of a part may have been taken for the whole."""
    return gone > _MUCH * listed


class ChangeKind(StrEnum):
    """How two lists differ about one record."""

    ADDED = "added"
    MISSING = "missing"
    CHANGED = "changed"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: of an agency's newest roster to the one before, or of two agencies about one person.

    before, after: the fact as text, dates in ISO form, "" where the source is silent.
    other_agency, other_record_id: who says `after`, where two agencies contradict each other; "" otherwise.
    """

    agency: str
    record_id: str
    change: ChangeKind
    field: str = ""
    before: str = ""
    after: str = ""
    other_agency: str = ""
    other_record_id: str = ""


# Fields of the contract by the attribute of a mention. `stated_on` follows from the roster's date, so it isn't a fact.
_FIELDS: tuple[tuple[str, str], ...] = (
    ("full_name", "full_name"), ("given_names", "given_names"), ("surnames", "surnames"),
    ("first_surname", "first_surname"), ("second_surname", "second_surname"), ("sex", "sex"),
    ("birth", "date_of_birth"), ("age", "age"), ("age_estimated", "age_estimated"), ("nationality", "nationality"),
    ("department", "department"), ("municipality", "municipality"), ("language", "language"),
    ("identifiers", "identifiers"), ("family_unit", "family_unit"), ("phones", "phone"), ("address", "address"),
    ("facility", "facility"), ("apprehended_on", "apprehended_on"), ("apprehended_at", "apprehended_at"),
    ("admitted_on", "admitted_on"), ("discharged_on", "discharged_on"), ("removed_on", "removed_on"),
    ("called_on", "called_on"), ("destination", "destination"), ("status", "status"), ("separated", "separated"),
    ("separation_reason", "separation_reason"), ("relatives", "relatives"), ("notes", "notes"),
)  # fmt: skip
_facts = attrgetter(*(attribute for attribute, _ in _FIELDS))
_IDENTIFYING = frozenset(
    ("full_name", "given_names", "surnames", "first_surname", "second_surname", "sex", "date_of_birth")
)


Lasting = TypeVar("Lasting", str, tuple[str, str])


def compare_rosters(
    before: Mapping[Lasting, Mention], after: Mapping[Lasting, Mention], *, whole: bool = True
) -> list[Change]:
    """What changed between two rosters of one agency, by what lasts of each record, sorted; linear in their rows.

    whole: whoever isn't on the second is missing; from a list of a part nobody is.

    A record gone after a discharge is still `missing`; its `field` then names the discharge. A record id that now
    describes someone else entirely is a `contradiction` in each identifying field.
    """
    found: list[Change] = []
    for record in sorted(before.keys() | after.keys()):
        old, new = before.get(record), after.get(record)
        if old is None and new is not None:
            found.append(Change(agency=new.agency, record_id=new.record_id, change=ChangeKind.ADDED))
        elif new is None and old is not None and whole:
            found.append(_missing(old))
        elif old is not None and new is not None:
            found.extend(_differences(old, new))
    return found


def _missing(gone: Mention) -> Change:
    for field in ("discharged_on", "removed_on"):
        if (day := getattr(gone, field)) is not None:
            return Change(
                agency=gone.agency,
                record_id=gone.record_id,
                change=ChangeKind.MISSING,
                field=field,
                before=text_of(day),
            )
    return Change(agency=gone.agency, record_id=gone.record_id, change=ChangeKind.MISSING)


def _differences(old: Mention, new: Mention) -> list[Change]:
    before, after = _facts(old), _facts(new)
    if before == after:
        return []
    is_someone_else = _is_someone_else(old, new)
    kind = ChangeKind.CONTRADICTION if is_someone_else else ChangeKind.CHANGED
    return [
        Change(
            agency=new.agency,
            record_id=new.record_id,
            change=kind,
            field=field,
            before=text_of(was),
            after=text_of(now),
        )
        for (_, field), was, now in zip(_FIELDS, before, after, strict=True)
        if was != now
        and not (field == "age" and _only_grew_older(old, new))
        # The other facts of someone else are no changes of this person's.
        and (not is_someone_else or field in _IDENTIFYING)
    ]


def _is_someone_else(old: Mention, new: Mention) -> bool:
    """Whether names, birth and sex are all known on both sides and all differ."""
    if old.sex is None or new.sex is None or old.sex is new.sex:
        return False
    if old.birth is None or new.birth is None or old.birth == new.birth:
        return False
    names = _name_words(old), _name_words(new)
    return all(names) and not names[0] & names[1]


def _name_words(mention: Mention) -> frozenset[str]:
    written = (
        mention.full_name, mention.given_names, mention.surnames, mention.first_surname, mention.second_surname,
    )  # fmt: skip
    return frozenset(words(" ".join(written)))


def _only_grew_older(old: Mention, new: Mention) -> bool:
    if old.age is None or new.age is None or old.stated_on is None or new.stated_on is None:
        return False
    return 0 <= new.age - old.age <= (new.stated_on - old.stated_on).days / 365.25 + 1


def text_of(fact: object) -> str:
    """A fact of a mention as stable text: ISO dates, Y/N, lists parted by "; ", "" for silence."""
    writer = next((write for kind, write in _WRITERS if isinstance(fact, kind)), None)
    return "" if fact is None else writer(fact) if writer else str(fact)


def _birth_text(birth: Birth) -> str:
    parts = (f"{birth.year:04d}", *(f"{part:02d}" for part in (birth.month, birth.day) if part is not None))
    return "-".join(parts) + (" (day and month unclear)" if birth.ambiguous else "")


def _identifier_text(identifier: Identifier) -> str:
    return f"{identifier.kind}:{identifier.value}"


def _relative_text(relative: Relative) -> str:
    known = (relative.name, text_of(relative.age), text_of(relative.sex), text_of(relative.identifiers))
    return f"{relative.relation}: " + ", ".join(part for part in known if part)


# bool before int and float, of which it is a kind.
_WRITERS: tuple[tuple[type, Callable[..., str]], ...] = (
    (bool, lambda fact: "Y" if fact else "N"),
    (float, lambda fact: f"{fact:g}"),
    (date, date.isoformat),
    (Birth, _birth_text),
    (Identifier, _identifier_text),
    (Relative, _relative_text),
    (tuple, lambda fact: "; ".join(text_of(part) for part in fact)),
)
