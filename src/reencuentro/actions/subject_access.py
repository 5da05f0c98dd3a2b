"""Everything that the registry holds on one person, for that person: told by whom, seen by whom, given to whom.

What it holds on others beside them is left out: it is theirs to ask for.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reencuentro.interchange.headers.fields import Field
from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.agreements import AgreementVersion
from reencuentro.records.audit import AuditEntry, Outcome
from reencuentro.records.consents import Consent, Withholding
from reencuentro.records.corrections import Correction
from reencuentro.records.held import CorrectionTold, GivenTold, Held, LookTold, RowTold, Statement
from reencuentro.records.many import among
from reencuentro.records.names import Names, meant, names_of
from reencuentro.records.provenance import rows_of
from reencuentro.records.restrictions import Restriction
from reencuentro.records.visible.people import PersonSeen, RecordSeen, visible_to
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import EXISTENCE, Action

OTHERS = frozenset({Field.RELATIVES, Field.CHILDREN, Field.SIBLINGS, Field.RELATION, Field.SEEKS, Field.NOTES})
"""Columns that may hold what is told of others; notes are told once somebody has read them."""
LOOKS = frozenset(
    {
        *(action.value for action in Action if action.value.startswith("see_")),
        *(Action.LOOK_UP.value, Action.EXPORT.value, Action.SUBJECT_ACCESS.value, Action.BREAK_GLASS.value),
    }
)
"""The deeds by which somebody sees a person."""


def subject_access(person: str, viewer: Viewer, *, with_notes: bool = False) -> Held:
    """What is held on the person, as far as the viewer may give it out; the look is in the log.

    with_notes: somebody has read the notes, and nobody else is in them.
    Raises NotAllowedError, alike for a person who isn't there and one who isn't the viewer's to tell of.
    """
    people = visible_to(viewer, Action.SUBJECT_ACCESS, with_ties=True, through_time=True)
    seen = people.get(person)
    keys = sorted({(one.agency, one.record_id) for one in seen.records if one.record_id})
    looks = tuple(_looks(person, keys, viewer))
    whole = all(EXISTENCE in shown for shown in seen.shown.values())
    return Held(
        person_id=person,
        at=viewer.at,
        rows=tuple(_rows(seen, with_notes=with_notes)),
        corrections=tuple(_corrections(keys)),
        ties=tuple((_seen_from(person, tie.child, tie.relation), tie.status, tie.probability) for tie in seen.ties),
        statements=tuple(_statements(person)) if whole else (),
        looks=looks,
        given=tuple(_given({agency for agency, _ in keys}, looks)),
    )


def _seen_from(person: str, child: str, relation: str) -> str:
    return relation if person == child else f"{relation}_of"


def _rows(seen: PersonSeen, *, with_notes: bool) -> Iterator[RowTold]:
    for key in dict.fromkeys((one.agency, one.record_id) for one in seen.records):
        told = [one for one in seen.records if (one.agency, one.record_id) == key]
        for one, row in zip(told, rows_of(key), strict=True):
            yield _row(one, row.roster.file_name, row.line, row.roster.columns, with_notes=with_notes)


def _row(one: RecordSeen, file: str, line: int, columns: Sequence[Mapping[str, str]], *, with_notes: bool) -> RowTold:
    others = {"relatives", *(() if with_notes else ("notes",))}
    understood = {column["header"]: column["field"] for column in columns}
    own = {header: text for header, text in one.cells.items() if _is_own(understood.get(header, ""), with_notes)}
    named: dict[str, int] = {}
    for relative in one.facts.get("relatives", ()):
        named[relative["relation"]] = named.get(relative["relation"], 0) + 1
    silent = {"notes"} & others & one.facts.keys()
    return RowTold(
        agency=one.agency,
        record_id=one.record_id,
        as_of=one.as_of,
        file=file,
        line=line,
        facts={name: value for name, value in one.facts.items() if name not in others},
        cells=own,
        left_out=tuple(sorted((one.cells.keys() - own.keys()) | silent)),
        named=named,
    )


def _is_own(field: str, with_notes: bool) -> bool:
    """Whether a column was understood to be about the row's own subject, and nobody else can be in it."""
    return field in _OWN or (with_notes and field == Field.NOTES)


_OWN = frozenset(field.value for field in Field) - frozenset(field.value for field in OTHERS)


def _corrections(keys: Sequence[RecordKey]) -> Iterator[CorrectionTold]:
    for agency, record_id in keys:
        rows = [row.pk for row in rows_of((agency, record_id))]
        for one in Correction.objects.filter(row__in=rows).order_by("at", "pk"):
            yield CorrectionTold(
                agency=agency,
                record_id=record_id,
                field=one.field,
                value=one.value,
                evidence=one.evidence,
                withdrawn=one.withdrawn,
                at=one.at,
            )


def _looks(person: str, keys: Sequence[RecordKey], viewer: Viewer) -> Iterator[LookTold]:
    """Every look that the log has at the person or one of their records; this one, too."""
    names = {person, f"person:{person}", *(":".join(key) for key in keys)}
    entries = AuditEntry.objects.filter(action__in=LOOKS, outcome=Outcome.DONE).order_by("sequence")
    fields = ("at", "agency", "officer", "action", "purpose", "about")
    for at, agency, officer, action, purpose, about in entries.values_list(*fields).iterator():
        if not names.isdisjoint(about):
            yield LookTold(at=at, agency=agency, officer=officer, action=action, purpose=purpose)


def _given(givers: set[str], looks: Sequence[LookTold]) -> Iterator[GivenTold]:
    """The agreements under which an agency could see what these agencies list."""
    versions = AgreementVersion.objects.signed().filter(giver__code__in=givers).select_related("giver", "taker")
    for one in versions.order_by("taker__code", "agreement", "version"):
        looked = [look for look in looks if look.agency == one.taker.code and one.begins_at <= look.at < one.until]
        yield GivenTold(
            taker=one.taker.code,
            giver=one.giver.code,
            agreement=one.agreement,
            version=one.version,
            purposes=tuple(one.purposes),
            begins_at=one.begins_at,
            until=one.until,
            looked=len(looked),
        )


def _statements(person: str) -> Iterator[Statement]:
    """All that was ever stated of the person, under whatever id their records went."""
    names = names_of([person])
    told = among("person", names)
    for consent in _about(names, Consent.objects.filter(told).select_related("recipient")):
        yield Statement(
            kind="consent",
            of=f"{consent.recipient.code}, {consent.purpose}",
            begins_at=consent.begins_at,
            until=consent.ended_at or consent.until,
        )
    for one in _about(names, Withholding.objects.filter(told).select_related("agency")):
        of = one.agency.code if one.agency else ""
        yield Statement(kind="withholding", of=of, begins_at=one.begins_at, until=one.ended_at or one.until)
    for limit in _about(names, Restriction.objects.filter(told)):
        yield Statement(
            kind="restriction", of=limit.ground, begins_at=limit.begins_at, until=limit.ended_at or limit.until
        )


def _about(names: Names, stated: Any) -> Iterator[Any]:
    return (one for one in stated.order_by("pk") if meant(names, one.person, one.begins_at))
