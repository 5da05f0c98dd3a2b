"""What a source said is put right by a statement beside it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from reencuentro.actions.corrections import CorrectionStated, correct
from reencuentro.errors import AccountError, ConflictError
from reencuentro.linkage.mentions import Birth, Sex
from reencuentro.records.corrections import Correction, corrections_of_rows
from reencuentro.records.rosters import SourceRecord
from reencuentro.records.visible.viewers import NotAllowedError
from tests.stored.subjects import NOW, expire_all, fill, fix, matched, of, operator, said, together

pytestmark = pytest.mark.usefixtures("unblocked")


@pytest.fixture
def filled(registry: str) -> str:
    """The women of tests.stored.subjects."""
    fill()
    return registry


def test_a_correction_counts_and_the_row_stays_as_it_came(filled: str) -> None:
    before = SourceRecord.objects.get(record_id="A-1").cells
    fix("birth", "1991-02-03")

    assert said("birth") == Birth(year=1991, month=2, day=3)
    assert SourceRecord.objects.get(record_id="A-1").cells == before


def test_a_correction_is_what_the_matching_goes_by(filled: str) -> None:
    assert together()
    matched_as = {one.key: one for one in matched().mentions.values()}
    fix("given_names", "Marta")

    assert matched_as["ORR", "A-1"].given_names == "Xochitl"
    assert matched().mentions["ORR", "A-1"].given_names == "Marta"


def test_a_later_correction_takes_the_place_of_an_earlier_one(filled: str) -> None:
    first = fix("surnames", "Pop")
    second = fix("surnames", "", expected=first.pk)
    assert said("surnames") == ""
    fix("surnames", None, expected=second.pk)

    assert said("surnames") == "Tzul Pop"
    assert Correction.objects.count() == 3


def test_nobody_corrects_over_a_colleague_unknowingly(filled: str) -> None:
    first = fix("surnames", "Pop")
    with pytest.raises(ConflictError):
        fix("surnames", "Coc")
    fix("surnames", "Coc", expected=first.pk)
    with pytest.raises(ConflictError):
        fix("surnames", "Caal", expected=first.pk)

    assert said("surnames") == "Coc"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("birth", "soon"),
        ("birth", "1990-13-01"),
        ("sex", "x"),
        ("nationality", "Guatemala"),
        ("age", "-1"),
        ("admitted_on", "yesterday"),
        ("separated", "perhaps"),
        ("record_id", "B-1"),
        ("relatives", "x"),
    ],
)
def test_what_cannot_be_understood_is_refused_without_repeating_it(filled: str, field: str, text: str) -> None:
    with pytest.raises(AccountError) as refused:
        fix(field, text)

    assert text not in str(refused.value) or len(text) < 3
    assert not Correction.objects.exists()


def test_a_correction_needs_its_evidence(filled: str) -> None:
    stated = CorrectionStated(record=("ORR", "A-1"), field="sex", text="F", evidence=" ")
    with pytest.raises(AccountError, match="evidence"):
        correct(stated, operator())


def test_a_foreign_record_and_one_that_is_not_there_are_refused_alike(filled: str) -> None:
    viewer = of("DIF")
    refusals = []
    for record in (("ORR", "A-1"), ("ORR", "A-999")):
        with pytest.raises(NotAllowedError) as refused:
            correct(CorrectionStated(record=record, field="sex", text="F", evidence="x"), viewer)
        refusals.append(str(refused.value))

    assert refusals[0] == refusals[1]


def test_an_agency_corrects_what_it_lists(filled: str) -> None:
    fix("sex", "F", viewer=of("ORR"))

    assert said("sex") is Sex.FEMALE


def test_a_correction_goes_with_its_record(filled: str) -> None:
    fix("surnames", "Correctedcanary")
    expire_all()

    kept = Correction.objects.get()
    assert (kept.value, kept.evidence) == ("", "")


def test_the_database_keeps_corrections_as_they_are(filled: str) -> None:
    fix("surnames", "Pop")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_correction SET field = 'given_names'")


def test_a_correction_is_given_to_whoever_shows_a_row(filled: str) -> None:
    fixed = fix("surnames", "Pop")
    row_id, other = fixed.row_id, SourceRecord.objects.get(record_id="A-2").pk

    assert corrections_of_rows([row_id, other]) == {row_id: {"surnames": "Pop"}}
    assert corrections_of_rows([row_id], on=NOW - timedelta(days=1)) == {}
    assert corrections_of_rows([]) == {}
