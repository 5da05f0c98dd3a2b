"""People written down on the pages: kept as rows beside the lists, found at once, matched at once, amended openly."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reencuentro.actions.reconciling import Terms, reconciling
from reencuentro.actions.registering import Stated, amend, register
from reencuentro.actions.rosters import admit_roster
from reencuentro.errors import ConflictError
from reencuentro.linkage.mentions import Birth, Mention, Relation, Relative
from reencuentro.records.listings import current_rosters, listed_records, mentions_for_matching
from reencuentro.records.matches import IdentityProposal, Tie
from reencuentro.records.people import Membership, Minor
from reencuentro.records.photos import photo_of
from reencuentro.records.provenance import person_of, rows_of
from reencuentro.records.registrations import Registration
from reencuentro.records.rosters import Channel, Roster
from reencuentro.records.searching import find
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, officer_viewing
from reencuentro.rules.disclosure.vocabulary import Purpose, Role
from reencuentro.rules.registration import is_interim_id
from tests.stored.cast import NOW, agencies, invited
from tests.stored.readings import reading, row

ONCE, AGAIN, LATER = "form-1", "form-2", "form-3"
ROSA = {"full_name": "Rosa Emma Escobar Santamaría", "birth": Birth(year=2014, month=5, day=9), "municipality": "Yoro"}


@pytest.fixture
def viewer(registry: str) -> Viewer:
    """An intake worker of the ORR."""
    agencies()
    return officer_viewing(invited("ana", "ORR", Role.INTAKE)[0], Purpose.TRACING, NOW)


def stated(**facts: object) -> Stated:
    """Somebody, as a form has them."""
    mention = Mention(agency="", record_id="", stated_on=NOW.date(), **facts)  # type: ignore[arg-type]  # facts by name
    return Stated(mention=mention, cells={name: str(said) for name, said in facts.items()})


def sought(name: str) -> Mention:
    """Somebody of that name."""
    return Mention(agency="", record_id="", full_name=name)


def list_mother() -> None:
    """A consulate's list with the mother, who names her child, and forty others."""
    names = ("Ana Pérez", "Luis Gómez", "Marta Ruiz", "José López", "Eva Cruz")
    others = [row(n, f"m-{n}", "SRE", full_name=f"{names[n % 5]} Tz{n}", sex=None) for n in range(2, 42)]
    claims = (Relative(relation=Relation.CHILD, name="Rosa Emma Escobar Santamaría", age=12.0),)
    mother = row(
        1,
        "m-1",
        "SRE",
        full_name="María Santamaría López",
        birth=Birth(year=1988, month=2, day=3),
        municipality="Yoro",
        relatives=claims,
    )
    admit_roster(reading("SRE", mother, *others, as_of=NOW.date()), by="tests", received_at=NOW)
    with reconciling([], Terms(by="tests", at=NOW)):
        pass


def test_one_fact_makes_a_record_that_is_found_at_once(viewer: Viewer) -> None:
    written = register(stated(full_name="Rosa Emma Escobar"), viewer, token=ONCE)
    assert is_interim_id(written.key[1])
    assert [one.key for one in find(sought("Escobar Roza"))] == [written.key]
    assert person_of(written.key).public_id == written.person  # type: ignore[union-attr]  # there is one


def test_somebody_who_has_no_name_is_found_by_the_id_that_they_were_given(viewer: Viewer) -> None:
    written = register(stated(age=0.5), viewer, token=ONCE)
    number = Mention(agency="", record_id="", identifiers=rows_facts(written.key).identifiers)
    assert [one.key for one in find(number)] == [written.key]
    assert Minor.objects.filter(person__public_id=written.person).exists()


def rows_facts(key: tuple[str, str]) -> Mention:
    """What the newest row of a record says."""
    return next(one for one in mentions_for_matching().mentions if one.key == key)


def test_the_same_form_sent_twice_makes_one_record(viewer: Viewer) -> None:
    first, second = (register(stated(**ROSA), viewer, token=ONCE) for _ in range(2))
    assert first == second
    assert Registration.objects.count() == Membership.objects.count() == 1


def test_who_may_not_register_writes_nothing(registry: str) -> None:
    agencies()
    auditor = officer_viewing(invited("eva", "ORR", Role.AUDITOR)[0], Purpose.TRACING, NOW)
    with pytest.raises(NotAllowedError):
        register(stated(**ROSA), auditor, token=ONCE)
    assert not Roster.objects.exists()


def test_family_is_proposed_at_once_and_again_by_the_reconciliation(viewer: Viewer) -> None:
    list_mother()
    child = stated(**ROSA, relatives=(Relative(relation=Relation.MOTHER, name="María Santamaría López"),))
    written = register(child, viewer, token=ONCE)
    mother = person_of(("SRE", "m-1"))
    tie = Tie.objects.standing().get(child__public_id=written.person, relative=mother)
    assert (tie.relation, tie.status) == ("mother", "proposed")
    assert tie.probability > 0.9
    assert tie.evidence
    with reconciling([], Terms(by="tests", at=NOW + timedelta(days=1))):
        pass
    assert person_of(written.key).public_id == written.person  # type: ignore[union-attr]  # there is one
    assert Tie.objects.standing().filter(child__public_id=written.person, relative=mother).exists()


def test_the_same_person_on_anothers_list_is_proposed(viewer: Viewer) -> None:
    others = [row(n, f"r-{n}", "DIF", full_name=f"Ana Tz{n}", municipality="Copán") for n in range(2, 42)]
    admit_roster(reading("DIF", row(1, "r-1", "DIF", **ROSA), *others, as_of=NOW.date()), by="tests", received_at=NOW)
    with reconciling([], Terms(by="tests", at=NOW)):
        pass
    written = register(stated(**{**ROSA, "full_name": "Roza Ema Escobar Santamaria"}), viewer, token=ONCE)
    kept = IdentityProposal.objects.standing().filter(right_agency="ORR") | IdentityProposal.objects.filter(
        left_agency="ORR"
    )
    assert {(one.left_agency, one.left_record_id, one.right_record_id) for one in kept} == {
        ("DIF", "r-1", written.key[1])
    }


def test_siblings_who_came_along_become_records_that_name_each_other(viewer: Viewer) -> None:
    brother = stated(full_name="Luis Escobar", age=4.0)
    written = register(stated(**ROSA), viewer, token=ONCE, siblings=[brother])
    said = {one.key: one for one in mentions_for_matching().mentions}
    assert len(said) == 2
    other = next(one for key, one in said.items() if key != written.key)
    assert other.relatives[0].name == ROSA["full_name"]
    assert other.relatives[0].identifiers == tuple(n for n in said[written.key].identifiers if n.kind == "interim")
    assert said[written.key].family_unit == other.family_unit != ""


def test_an_amendment_is_a_newer_row_and_the_older_one_stays(viewer: Viewer) -> None:
    written = register(stated(full_name="Rosa Escobar"), viewer, token=ONCE)
    first = rows_of(written.key)[-1]
    later = replace(viewer, at=NOW + timedelta(hours=1))
    amend(stated(**ROSA), written.key, later, seen=first.pk, token=AGAIN)
    older, newer = rows_of(written.key)
    assert older.pk == first.pk != newer.pk
    assert [one.mention.birth for one in find(sought("Rosa Escobar"))] == [ROSA["birth"]]
    with pytest.raises(ConflictError):
        amend(stated(full_name="Rosa"), written.key, later, seen=first.pk, token=LATER)


def test_another_agencys_record_and_one_that_isnt_there_are_refused_alike(viewer: Viewer) -> None:
    written = register(stated(**ROSA), viewer, token=ONCE)
    stranger = officer_viewing(invited("eva", "DIF", Role.INTAKE)[0], Purpose.TRACING, NOW)
    for key in (written.key, ("ORR", "R-0000-0000")):
        with pytest.raises(NotAllowedError):
            amend(stated(full_name="Eva"), key, stranger, seen=1, token=LATER)


def test_a_list_neither_drops_nor_hides_who_was_written_down(viewer: Viewer) -> None:
    written = register(stated(**ROSA), viewer, token=ONCE)
    tuesday = NOW + timedelta(days=1)
    admit_roster(reading("ORR", row(1, "u-1", full_name="Ana Cruz"), as_of=tuesday.date()), by="t", received_at=tuesday)
    assert {one.key[1] for one in listed_records(["ORR"])} == {"u-1", written.key[1]}
    assert [one.is_list for one in current_rosters()] == [True]
    assert {one.key for one in find(sought("Rosa Escobar"))} == {written.key}
    with reconciling([], Terms(by="tests", at=tuesday)) as found:
        assert written.key in found.mentions
    assert person_of(written.key).public_id == written.person  # type: ignore[union-attr]  # there is one


def test_a_photo_and_what_no_mention_holds_are_sealed_with_the_row(viewer: Viewer) -> None:
    told = replace(
        stated(**ROSA), photo=b"\xff\xd8jpeg", told={"marks": "scar"}, concern={"urgent": "infant"}, message="m"
    )
    written = register(told, viewer, token=ONCE, channel=Channel.REGISTERED)
    photo = photo_of([written.key])
    assert photo is not None
    assert photo.jpeg == b"\xff\xd8jpeg"
    kept = Registration.objects.get()
    assert (kept.told, kept.concern, kept.message) == ({"marks": "scar"}, {"urgent": "infant"}, "m")
