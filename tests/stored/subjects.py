"""One woman whom two agencies list, somebody else beside her, and what is done about them in tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from reencuentro.actions.corrections import CorrectionStated, correct
from reencuentro.actions.reconciling import Reconciliation, Terms, reconciling
from reencuentro.actions.restrictions import RestrictionStated, restrict
from reencuentro.actions.retention import adopt_rules, expire, vouch_for_clock
from reencuentro.actions.rosters import admit_roster
from reencuentro.linkage.mentions import Birth, Identifier, Relation, Relative, Sex
from reencuentro.records.corrections import Correction
from reencuentro.records.expirable import Expirable
from reencuentro.records.listings import mentions_for_matching
from reencuentro.records.provenance import person_of
from reencuentro.records.restrictions import Ground, Restriction
from reencuentro.records.visible.viewers import Viewer, officer_viewing, operator_viewing
from reencuentro.rules.disclosure.vocabulary import Purpose, Role
from reencuentro.rules.retention import CountedFrom, RecordKind, Rule
from tests.stored.cast import LATER, agencies, officer
from tests.stored.readings import MONDAY, reading, row

NOW = datetime(2018, 6, 21, 12, tzinfo=UTC)
CURP = (Identifier("curp", "TUPX900101MDFXXX01"),)
MOTHER = Relative(relation=Relation.MOTHER, name="Lucia Madrecanary", identifiers=(Identifier("dpi", "99canary99"),))
SAME: dict[str, Any] = {
    "given_names": "Xochitl",
    "surnames": "Tzul Pop",
    "sex": Sex.FEMALE,
    "birth": Birth(year=1990, month=1, day=1),
    "identifiers": CURP,
}


def fill() -> None:
    """One woman whom two agencies list, and somebody else."""
    agencies()
    told = {**SAME, "relatives": (MOTHER,), "phones": ("+5025550001",), "notes": "her neighbour's phone: 5550002"}
    for agency, rows in {
        "ORR": (row(2, "A-1", **told), row(3, "A-2", full_name="Ana Choc", age=40.0)),
        "SRE": (row(2, "S-1", agency="SRE", **SAME), row(3, "S-2", agency="SRE", full_name="Eva Coc", age=50.0)),
    }.items():
        admit_roster(reading(agency, *rows, as_of=date(2018, 6, 18)), by="tests", received_at=MONDAY)
    matched()


def matched(at: datetime = NOW) -> Reconciliation:
    with reconciling([], Terms(by="tests", at=at)) as found:
        return found


def whose(record: str = "A-1", agency: str = "ORR") -> str:
    person = person_of((agency, record))
    assert person is not None
    return person.public_id


def operator(at: datetime = NOW) -> Viewer:
    return operator_viewing("tests", Purpose.DATA_PROTECTION, at)


def of(agency: str, role: Role = Role.DATA_PROTECTION_OFFICER) -> Viewer:
    return officer_viewing(officer(f"dpo-{agency}", agency, role), Purpose.DATA_PROTECTION, LATER, stepped_up=True)


def fix(field: str, text: str | None, expected: int | None = None, viewer: Viewer | None = None) -> Correction:
    stated = CorrectionStated(
        record=("ORR", "A-1"), field=field, text=text, evidence="birth certificate 7", expected=expected
    )
    return correct(stated, viewer or operator())


def said(field: str) -> object:
    return next(getattr(one, field) for one in mentions_for_matching().mentions if one.key == ("ORR", "A-1"))


def freeze(person: str, ground: Ground = Ground.ACCURACY, **other: object) -> Restriction:
    stated = RestrictionStated(person=person, ground=ground, why="contested", **other)  # type: ignore[arg-type]  # by name
    return restrict(stated, operator())


def together() -> bool:
    return whose() == whose("S-1", "SRE")


def expire_all() -> tuple[Expirable, ...]:
    """Whatever isn't held is destroyed, years later."""
    later = NOW + timedelta(days=4000)
    rules = tuple(
        Rule(kind=kind, counted_from=frozenset({CountedFrom.LAST_LISTED}), days=1, source="a test")
        for kind in (RecordKind.ADULT, RecordKind.CHILD)
    )
    vouch_for_clock(by="tests", now=later)
    adopt_rules(rules, by="tests", at=later)
    return expire(by="tests", now=later).records
