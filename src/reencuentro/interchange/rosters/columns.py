"""Which column tells what: headers first, then what stands beside them and in them; no field is given twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reencuentro.interchange.headers.fields import (
    DATES,
    NAMES,
    OF_RELATIVES,
    REPEATED,
    SURNAMES,
    Field,
    Owner,
    Target,
)
from reencuentro.interchange.headers.recognition import Recognised, names_someone, recognise, says_date
from reencuentro.interchange.mapping import Mapping
from reencuentro.interchange.rosters.contents import by_content, read_share, reads_as, unsuited
from reencuentro.interchange.rosters.profiles import ColumnProfile
from reencuentro.interchange.values.text import fold

_ENOUGH_ROWS = 10
_OWN_SHARE = 0.8
_NAMES_A_PERSON = 4  # the last place in the vocabulary of record_id whose header names a person rather than a file
_BY_MAPPING = Recognised(Target(Field.NOTES), 2.0, 0, spanish=False, why="mapping")
_LEFT_OUT = "left out by the mapping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column with what it was taken for; target is None where it wasn't recognised, and why says it."""

    place: int
    header: str
    profile: ColumnProfile
    target: Target | None = None
    found: Recognised | None = None
    why: str = "not recognised"

    @property
    def by_mapping(self) -> bool:
        """Whether a mapping file decided it, so that nothing else may."""
        return self.why in ("mapping", _LEFT_OUT)

    @property
    def kind(self) -> str:
        """The kind of an identifier that the contract doesn't name: the header as one word."""
        return fold(self.header).replace(" ", "_")[:50] if self.target and self.target.field is Field.OTHER_ID else ""


def recognise_columns(header: Sequence[str], mapping: Mapping | None) -> tuple[Recognised | None, ...]:
    """What each header says by itself, or the mapping in its stead."""
    own = _of_pfif if _PFIF_KEY in header else recognise
    return tuple(_by_mapping(name, mapping) or own(name) for name in header)


def _of_pfif(header: str) -> Recognised | None:
    """A name of PFIF, where some words mean something else than in a roster: entry_date is when a record was made."""
    if header in _PFIF:
        return Recognised(Target(_PFIF[header]), 1.0, 0, spanish=False, why="PFIF")
    return None if header.startswith(("note_", "author_", "entry_", "source_")) else recognise(header)


_PFIF_KEY = "person_record_id"
_PFIF = {
    _PFIF_KEY: Field.RECORD_ID,
    "source_date": Field.STATED_ON,
    "description": Field.NOTES,
    "other": Field.NOTES,
    "note_text": Field.NOTES,
    "note_phone_of_found_person": Field.PHONE,
}


def _by_mapping(header: str, mapping: Mapping | None) -> Recognised | None:
    if mapping is None or not mapping.names(header):
        return None
    target = mapping.columns[header.strip()]
    return replace(_BY_MAPPING, target=target) if target else replace(_BY_MAPPING, why=_LEFT_OUT)


def understand_columns(
    header: Sequence[str], found: Sequence[Recognised | None], profiles: Sequence[ColumnProfile]
) -> tuple[Column, ...]:
    """The columns with each one's target, after all that can be told from the others and from the cells."""
    columns = [
        Column(
            place=place,
            header=name,
            profile=profile,
            found=recognised,
            target=_target(recognised),
            why=_why(recognised),
        )
        for place, (name, recognised, profile) in enumerate(zip(header, found, profiles, strict=True))
    ]
    for step in _STEPS:
        columns = step(columns)
    return tuple(columns)


def _target(found: Recognised | None) -> Target | None:
    return found.target if found and found.why != _LEFT_OUT else None


def _why(found: Recognised | None) -> str:
    return found.why if found else "not recognised"


Changes = dict[int, tuple[Target | None, str]]
"""By a column's place: what it is taken for instead, and why."""


def _where(columns: list[Column], wanted: Callable[[Target], bool]) -> list[tuple[Column, Target]]:
    return [(column, column.target) for column in columns if column.target is not None and wanted(column.target)]


def _of(columns: list[Column], *fields: Field) -> list[tuple[Column, Target]]:
    return _where(columns, lambda target: target.field in fields)


def _change(columns: list[Column], changes: Changes) -> list[Column]:
    """The columns with other targets, save those that a mapping decided."""
    return [
        replace(column, target=changes[column.place][0], why=changes[column.place][1])
        if column.place in changes and not column.by_mapping
        else column
        for column in columns
    ]


def _judge_contents(columns: list[Column]) -> list[Column]:
    """A header whose cells say something else is not believed; cells beyond doubt are, without a header."""
    changes: Changes = {}
    for column in columns:
        if column.target is None:
            target = by_content(column.profile.counts) if not names_someone(column.header) else None
            if target and not _of(columns, target.field):
                changes[column.place] = (target, "content")
        elif column.target.field is Field.AGE_ESTIMATED and reads_as(Field.AGE, column.profile.counts):
            changes[column.place] = (replace(column.target, field=Field.AGE), "header and content")
        elif problem := unsuited(column.target, column.profile.counts, sure=says_date(column.header)):
            changes[column.place] = (None, problem)
    return _change(columns, changes)


def _settle_state(columns: list[Column]) -> list[Column]:
    """The header "Estado" beside "Departamento" means a status."""
    departments = _of(columns, Field.DEPARTMENT)
    changes: Changes = {}
    for column, _ in departments:
        if fold(column.header) != "estado":
            continue
        if len(departments) > 1 or read_share(Field.STATUS, column.profile.counts) > 0.5:
            changes[column.place] = (Target(Field.STATUS), "header and content")
    return _change(columns, changes)


def _settle_subject(columns: list[Column]) -> list[Column]:
    """Whom each row is about: whoever is named plainly, else the caller, the child, the parent.

    A hotline's caller is its subject and the child sought a relative; a list of "Child …" columns alone is about
    children.
    """
    named = {target.owner for _, target in _where(columns, lambda target: target.field in NAMES and not target.slot)}
    spoken_of = named or {target.owner for _, target in _where(columns, lambda target: not target.slot)}
    if Owner.SUBJECT in named:
        merged = {owner for owner in _MERGED if owner not in named and not _collides(columns, owner)}
    else:
        merged = set([owner for owner in _LIKELY_SUBJECTS if owner in spoken_of][:1])
    changes: Changes = {
        column.place: (replace(target, owner=Owner.SUBJECT), column.why)
        for column, target in _where(columns, lambda target: target.owner in merged and not target.slot)
    }
    return _change(columns, changes)


_MERGED = (Owner.CALLER, Owner.CHILD)
_LIKELY_SUBJECTS = (Owner.CALLER, Owner.CHILD, Owner.PARENT, Owner.MOTHER, Owner.FATHER, Owner.RELATIVE)


def _collides(columns: list[Column], owner: Owner) -> bool:
    """Whether the owner's columns tell what plain columns tell too: then they speak of two people."""
    plain, owned = (_fields_of(columns, someone, slot=None) for someone in (Owner.SUBJECT, owner))
    return bool(plain & owned)


def _settle_relatives(columns: list[Column]) -> list[Column]:
    """Of those named beside the subject only some facts are kept; a phone of theirs is a way to reach the subject."""
    changes: Changes = {}
    for column, target in _where(columns, lambda target: bool(target.owner)):
        if target.field is Field.PHONE:
            changes[column.place] = (Target(Field.PHONE), column.why)
        elif target.field is Field.RECORD_ID:
            changes[column.place] = (replace(target, field=Field.OTHER_ID), column.why)
        elif target.field not in OF_RELATIVES:
            changes[column.place] = (None, f"{target}: not kept of someone named beside the subject")
    return _change(columns, changes)


def _settle_names(columns: list[Column]) -> list[Column]:
    """A lone "Name" beside surnames holds the given names."""
    changes: Changes = {}
    for column, target in _of(columns, Field.FULL_NAME):
        mates = _fields_of(columns, target.owner, slot=target.slot)
        if mates & SURNAMES and Field.GIVEN_NAMES not in mates and _may_be_given(column.header):
            changes[column.place] = (replace(target, field=Field.GIVEN_NAMES), "header, beside surnames")
    return _change(columns, changes)


def _may_be_given(header: str) -> bool:
    """Whether the header names a name, "Nombre del menor", without saying that it is the full one."""
    words = set(fold(header).split())
    return bool(words & {"name", "nombre"}) and not words & {"full", "completo", "complete"}


def _fields_of(columns: list[Column], owner: Owner, *, slot: int | None) -> frozenset[Field]:
    """What the columns tell of someone; slot: of which of several children, None for any."""
    told = _where(columns, lambda target: target.owner is owner and slot in (None, target.slot))
    return frozenset(target.field for _, target in told)


def _settle_calls(columns: list[Column]) -> list[Column]:
    """A bare "Date" is the day of the call where people call; elsewhere nobody knows of what."""
    calls = any(column.found and column.found.target.owner is Owner.CALLER for column in columns)
    if calls or _of(columns, Field.SEEKS, Field.PHONE):
        return columns
    bare = [column for column, _ in _of(columns, Field.CALLED_ON) if fold(column.header) in _BARE_DATES]
    return _change(columns, {column.place: (None, "a date, but not said of what") for column in bare})


_BARE_DATES = frozenset(("date", "fecha", "date time", "datetime", "fecha hora", "fecha y hora"))


def _settle_record_id(columns: list[Column]) -> list[Column]:
    """Of several keys the clearest that tells rows apart is the record's id; the others are further identifiers."""
    keys = [column for column, target in _of(columns, Field.RECORD_ID) if not target.owner]
    ranked = sorted(keys, key=lambda column: (not _is_own(column), *_clearness(column)))
    return _change(
        columns, {column.place: _lesser_key(column) for column in ranked if column is not _first_own(ranked)}
    )


def _first_own(ranked: list[Column]) -> Column | None:
    return ranked[0] if ranked and _is_own(ranked[0]) else None


def _lesser_key(column: Column) -> tuple[Target | None, str]:
    """A key that repeats may still name a person ("UAC ID" in a list of movements), but not a file or a case."""
    if _is_own(column) or (column.found and column.found.place <= _NAMES_A_PERSON):
        return Target(Field.OTHER_ID), "a further identifier"
    return None, "its values repeat: not a key of the record's own"


def _is_own(column: Column) -> bool:
    """Whether the values tell rows apart; in a short list a repeated key is a slip, not a habit."""
    return column.profile.filled < _ENOUGH_ROWS or column.profile.distinct_share >= _OWN_SHARE


def _clearness(column: Column) -> tuple[float, int, int, str]:
    """Orders columns for one field, clearest first: by header, then by how much is filled, never by their order."""
    found = column.found
    return (-found.score if found else 0.0, found.place if found else 0, -column.profile.filled, column.header)


def _settle_conflicts(columns: list[Column]) -> list[Column]:
    """No two columns tell one field: the clearer header wins, the other stays with the source record."""
    winners: dict[Target, Column] = {}
    changes: Changes = {}
    single = _where(columns, lambda target: target.field not in REPEATED)
    for column, target in sorted(single, key=lambda each: _clearness(each[0])):
        if (winner := winners.setdefault(target, column)) is not column:
            changes[column.place] = (None, f"column {winner.header!r} tells {target} already")
    return _change(columns, changes)


_STEPS: tuple[Callable[[list[Column]], list[Column]], ...] = (
    _judge_contents,
    _settle_state,
    _settle_subject,
    _settle_relatives,
    _settle_names,
    _settle_calls,
    _settle_record_id,
    _settle_conflicts,
)


def is_date(found: Recognised | None) -> bool:
    """Whether a header speaks of an event, so that its cells' time of day doesn't matter."""
    return found is not None and found.target.field in DATES
