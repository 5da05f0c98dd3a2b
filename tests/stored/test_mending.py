"""Rows that couldn't be taken are put right in place: the row stays as it came, and who said what is kept."""

import pytest

from reencuentro.actions.dropping import Dropped, accept_drop, drop_roster
from reencuentro.actions.mending import StillWrongError, mend_row, take_mended_rows
from reencuentro.actions.working import work_off_all
from reencuentro.records.drops import Mend
from reencuentro.records.officers import Officer
from reencuentro.records.people import Person
from reencuentro.records.rosters import Extent, Quarantined, Roster, SourceRecord
from reencuentro.records.visible.drops import rows_to_mend
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, officer_viewing
from reencuentro.rules.disclosure.vocabulary import Purpose, Role
from tests.stored.cast import LATER, agencies, invited

pytestmark = pytest.mark.usefixtures("registry")
TEXT = (
    "Record ID,First Name,Last Name,DOB,Sex,Facility,Admission Date\n"
    "1,Ana,Paz Luna,2013-05-17,F,Casa Alma,2018-06-08\n"
    "2,Eva,Cruz,30/02/2011,F,Casa Sol,2018-06-11\n"
)


@pytest.fixture
def roster() -> Roster:
    """A list of ORR's with a row that couldn't be taken."""
    agencies("ORR", "DIF")
    ana = viewer(officer("ana"))
    drop = drop_roster(Dropped(name="orr_2018-06-12.csv", size=len(TEXT), chunks=[TEXT.encode()]), ana)
    assert work_off_all("tests") == 1
    accept_drop(drop, ana, Extent.WHOLE)
    assert work_off_all("tests") == 1
    return Roster.objects.select_related("agency").get()


def officer(login: str, agency: str = "ORR", role: Role = Role.INTAKE) -> Officer:
    """Who brings lists, or mends them."""
    return invited(login, agency, role)[0]


def viewer(of: Officer) -> Viewer:
    """They look."""
    return officer_viewing(of, Purpose.TRACING, LATER)


def test_a_row_is_shown_with_what_is_wrong_and_taken_once_it_is_right(roster: Roster) -> None:
    mender = viewer(officer("luz"))
    (row,) = rows_to_mend(mender, roster)
    assert (row.line, set(row.wrong), row.cells["First Name"]) == (3, {"DOB"}, "Eva")

    mend_row(roster, row.pk, {"DOB": "28/02/2011"}, mender)
    assert work_off_all("tests") == 1

    kept = SourceRecord.objects.get(pk=row.pk)
    assert kept.cells["DOB"] == "30/02/2011"  # as it came
    assert kept.mentions.get().facts["birth"] == {"year": 2011, "month": 2, "day": 28}
    assert (Person.objects.count(), Quarantined.objects.standing().count()) == (2, 0)
    mend = Mend.objects.get()
    assert (mend.column, mend.value, mend.by, mend.at) == ("DOB", "28/02/2011", mender.by, LATER)
    roster.refresh_from_db()
    assert roster.rows == 2


def test_what_is_still_wrong_is_said_by_its_column_and_nothing_is_kept(roster: Roster) -> None:
    mender = viewer(officer("luz"))
    (row,) = rows_to_mend(mender, roster)

    with pytest.raises(StillWrongError) as wrong:
        mend_row(roster, row.pk, {"DOB": "31/02/2011"}, mender)
    assert list(wrong.value.problems) == ["DOB"]
    assert Mend.objects.count() == 0


@pytest.mark.parametrize("record_id", ["1", "9"])
def test_a_row_keeps_its_id(roster: Roster, record_id: str) -> None:
    mender = viewer(officer("luz"))
    (row,) = rows_to_mend(mender, roster)

    with pytest.raises(StillWrongError):
        mend_row(roster, row.pk, {"DOB": "28/02/2011", "Record ID": record_id}, mender)


@pytest.mark.parametrize(("agency", "role"), [("DIF", Role.INTAKE), ("ORR", Role.ROSTER_SUPPLIER)])
def test_nobody_else_sees_or_mends_the_rows(roster: Roster, agency: str, role: Role) -> None:
    stranger = viewer(officer("eve", agency, role))
    row = SourceRecord.objects.get(line=3)

    with pytest.raises(NotAllowedError):
        rows_to_mend(stranger, roster)
    with pytest.raises(NotAllowedError):
        mend_row(roster, row.pk, {"DOB": "28/02/2011"}, stranger)


def test_a_row_that_was_taken_is_not_mended_again(roster: Roster) -> None:
    mender = viewer(officer("luz"))
    (row,) = rows_to_mend(mender, roster)
    mend_row(roster, row.pk, {"DOB": "28/02/2011"}, mender)
    take_mended_rows(by="tests", at=LATER)

    assert rows_to_mend(mender, roster) == []
    with pytest.raises(NotAllowedError):
        mend_row(roster, row.pk, {"DOB": "27/02/2011"}, mender)
