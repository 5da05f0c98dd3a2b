"""People looked up in the registry: the index follows the rosters on both databases, and answers as the engine does."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reencuentro.actions.rosters import admit_roster
from reencuentro.actions.searching import make_searchable
from reencuentro.interchange.rosters import RosterReading, RowReading
from reencuentro.linkage import Birth, Identifier, Mention, Outcome, Relation, Relative, Sex
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.lookup import Index
from reencuentro.records.listings import mentions_for_matching
from reencuentro.records.search import SearchKey, SearchRecord, SearchSound, SearchTotals, SearchWord
from reencuentro.records.searching import find, find_relatives
from tests.stored.readings import MONDAY, TUESDAY, WEDNESDAY, broken_row, reading, row

pytestmark = pytest.mark.usefixtures("registry")

BORN = Birth(year=1990, month=5, day=12)
ASKED = Mention(
    agency="", record_id="", given_names="Marta Julia", first_surname="Ixcoy", second_surname="Tzoc", birth=BORN
)
STRANGERS = ("Ana Choc Pop", "Rosa Pérez López", "Juan Mejía Funes", "Elsa Lemus Amaya", "Óscar Xol Caal")


def marta(line: int = 2, record_id: str = "A1", **facts: Any) -> RowReading:
    said: dict[str, Any] = {
        "given_names": "Marta Julia",
        "first_surname": "Ixcoy",
        "second_surname": "Tzoc",
        "birth": BORN,
    } | facts
    return row(line, record_id, **said)


def strangers(first_line: int = 100) -> list[RowReading]:
    return [
        row(first_line + i, f"S{i}", full_name=name, sex=Sex.FEMALE, birth=Birth(year=1980 + i))
        for i, name in enumerate(STRANGERS)
    ]


def admit(roster: RosterReading, at: datetime = MONDAY) -> None:
    admit_roster(roster, by="tests", received_at=at)


def found(asked: Mention = ASKED) -> list[tuple[str, str]]:
    return [one.key for one in find(asked) if one.bits > 0]


def everything_kept() -> tuple[Counter[Any], ...]:
    """The index, whatever numbers its records have."""
    name = {one.pk: (one.agency.code, one.thread, one.record_id, one.row_id) for one in SearchRecord.objects.all()}
    return (
        Counter(name.values()),
        Counter((key, name[record]) for key, record in SearchKey.objects.values_list("key", "record")),
        Counter(words for words in SearchWord.objects.values_list() if any(words[1:])),
    )


def test_an_admitted_record_is_found_though_misspelt() -> None:
    admit(reading("ORR", marta(), *strangers()))

    assert found(replace(ASKED, given_names="Martha", first_surname="Iskoy")) == [("ORR", "A1")]
    assert found(replace(ASKED, first_surname="Ixco", birth=None)) == [("ORR", "A1")]


def test_a_nickname_finds_its_name_and_the_other_way() -> None:
    admit(reading("ORR", row(2, "A1", full_name="Francisco Quinilla Ardón"), row(3, "A2", full_name="Lupe Zelaya Pop")))

    assert found(Mention(agency="", record_id="", full_name="Paco Quinilla Ardon")) == [("ORR", "A1")]
    assert found(Mention(agency="", record_id="", full_name="Guadalupe Zelaya Pop")) == [("ORR", "A2")]


def test_what_was_found_says_why() -> None:
    admit(reading("ORR", marta(sex=Sex.FEMALE), *strangers()))
    best = find(replace(ASKED, sex=Sex.FEMALE, birth=replace(BORN, day=13)))[0]
    told = {one.fact: (one.outcome, one.level) for one in best.evidence}

    assert told["surnames"] == (Outcome.AGREES, "both")
    assert told["birth"] == (Outcome.AGREES, "slip")
    assert told["phone"][0] is Outcome.UNKNOWN
    assert best.mention.first_surname == "Ixcoy"
    assert 0.5 < best.probability <= 1


def test_a_corrected_roster_is_found_by_what_it_says_now() -> None:
    admit(reading("ORR", marta(), *strangers()))
    corrected: dict[str, Any] = {
        "given_names": "Delmy",
        "first_surname": "Quinilla",
        "second_surname": "Ardón",
        "birth": None,
    }
    admit(reading("ORR", marta(**corrected), *strangers()), TUESDAY)

    assert find(ASKED) == []
    assert found(Mention(agency="", record_id="", full_name="Delmi Quinilla Ardon")) == [("ORR", "A1")]


def test_who_has_vanished_from_the_newest_roster_is_found_still() -> None:
    admit(reading("ORR", marta(), *strangers()))
    admit(reading("ORR", *strangers()), TUESDAY)

    assert found() == [("ORR", "A1")]


def test_the_same_roster_again_changes_nothing() -> None:
    admit(reading("ORR", marta(), *strangers()))
    before = everything_kept()
    admit(reading("ORR", marta(), *strangers()), TUESDAY)

    assert everything_kept() == before


ROSTERS = [
    (MONDAY, reading("ORR", marta(), *strangers(), as_of=date(2018, 6, 18))),
    (TUESDAY, reading("ORR", marta(sex=Sex.FEMALE), row(3, "A2", full_name="Ana Sontay"), as_of=date(2018, 6, 19))),
    (WEDNESDAY, reading("ORR", marta(given_names="Julia"), *strangers(), as_of=date(2018, 6, 17), file_name="late")),
    (MONDAY, reading("ICE", row(2, "2", full_name="Pop, Ana"), has_record_ids=False, as_of=date(2018, 6, 18))),
    (TUESDAY, reading("ICE", broken_row(2, "2"), row(3, "3", full_name="Pop, Ana"), has_record_ids=False)),
    (
        WEDNESDAY,
        reading("ICE", row(2, "2", full_name="Xol, Eva"), row(3, "3", full_name="Xol, Eva"), has_record_ids=False),
    ),
]


def test_kept_current_roster_by_roster_it_holds_what_it_would_hold_if_made_anew() -> None:
    for at, roster in ROSTERS:
        admit(roster, at)
    kept = everything_kept()
    SearchTotals.objects.update(filing=0)  # as a registry of another version
    make_searchable(by="tests")

    assert kept == everything_kept()
    assert {(agency, record) for agency, _, record, _ in kept[0]} == {
        one.key for one in mentions_for_matching().mentions
    }
    assert SearchTotals.objects.get().records == SearchRecord.objects.count()


def test_a_registry_without_an_index_gets_one_when_asked() -> None:
    admit(reading("ORR", marta(), *strangers()))
    for model in (SearchTotals, SearchRecord, SearchKey, SearchSound, SearchWord):
        model.objects.all().delete()

    assert find(ASKED) == []
    make_searchable(by="tests")
    assert found() == [("ORR", "A1")]


def test_it_ranks_as_the_index_in_memory_does() -> None:
    rows = [marta(), marta(3, "A2", second_surname="", birth=None), marta(4, "A3", given_names="Marta"), *strangers()]
    admit(reading("ORR", *rows))
    mentions = mentions_for_matching().mentions
    index = Index.of(columns_of([replace(one, agency="") for one in mentions]))
    told = {one.key: one.bits for one in find(ASKED)}

    assert list(told) == [mentions[one.record].key for one in index.find(ASKED)]


def test_relatives_and_numbers_are_keys_too() -> None:
    mother = Relative(relation=Relation.MOTHER, name="Delmy Menjívar")
    numbers = (Identifier("a_number", "A200111222"),)
    admit(reading("ORR", marta(relatives=(mother,), identifiers=numbers), *strangers()))
    nameless = replace(ASKED, given_names="", first_surname="", second_surname="", birth=None)

    assert [one.key for one in find(replace(nameless, identifiers=numbers))] == [("ORR", "A1")]
    assert [one.key for one in find(replace(nameless, given_names="Marta", relatives=(mother,)))] == [("ORR", "A1")]


def test_a_mother_is_found_by_what_she_claims_and_by_what_the_child_says() -> None:
    child = Relative(relation=Relation.CHILD, name="Marta Julia Ixcoy Tzoc", age=28)
    named = row(50, "M1", full_name="Rosa Elvira Tzoc Pop", sex=Sex.FEMALE, birth=Birth(year=1968))
    claims = row(51, "M2", full_name="Delmy Tzoc", sex=Sex.FEMALE, birth=Birth(year=1970), relatives=(child,))
    admit(reading("ORR", marta(), named, claims, *strangers()))

    def mothers(asked: Mention) -> list[tuple[str, str]]:
        return [one.key for one in find_relatives(asked, Relation.MOTHER) if one.bits > 0]

    silent = find_relatives(ASKED, Relation.MOTHER)[0]
    assert mothers(ASKED) == [("ORR", "M2")]
    assert {one.fact: one.level for one in silent.evidence}["relative_says"] in ("same", "nearly")
    told = Relative(relation=Relation.MOTHER, name="Rosa Elvira Tzoc")
    assert mothers(replace(ASKED, relatives=(told,)))[0] == ("ORR", "M1")


def test_children_and_siblings_are_found_the_other_way_round() -> None:
    parents = tuple(
        Relative(relation=relation, name=name)
        for relation, name in ((Relation.MOTHER, "Rosa Tzoc Pop"), (Relation.FATHER, "Pedro Ixcoy Choc"))
    )
    sister = marta(3, "A2", given_names="Wendy Paola", birth=Birth(year=1993), relatives=parents)
    admit(reading("ORR", marta(relatives=parents), sister, *strangers()))
    mother = Mention(agency="", record_id="", full_name="Rosa Tzoc Pop", birth=Birth(year=1968), sex=Sex.FEMALE)

    assert {one.key for one in find_relatives(mother, Relation.CHILD)} == {("ORR", "A1"), ("ORR", "A2")}
    asked = replace(ASKED, agency="ORR", record_id="A1", relatives=parents)
    assert [one.key for one in find_relatives(asked, Relation.SIBLING)][:1] == [("ORR", "A2")]


def test_a_question_costs_six_queries_at_most_however_many_are_listed() -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            find(ASKED)
        return len(queries)

    admit(reading("ORR", marta(), *strangers()))
    few = asked()
    admit(reading("ICE", *(marta(line, f"B{line}") for line in range(2, 60))), TUESDAY)

    assert few == asked() <= 6


@pytest.mark.parametrize("text", ["", "?", "☃" * 300, "a" * 5_000, "' OR 1=1 --", "\0", "%", "de la"])
def test_nobody_is_found_under_what_nobody_bears(text: str) -> None:
    admit(reading("ORR", marta(), row(3, "A2", full_name=text)))

    assert {one.key for one in find(Mention(agency="", record_id="", full_name=text))} <= {("ORR", "A2")}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "M",
        ",",
        "1234567890",
        "x" * 10_000,
        "Juan " * 2_000,
        "Мария 王小明 محمد",
        "Zz\0Qq",
        "'%_\\;--",
        "­",
    ],
    ids=["none", "letter", "comma", "digits", "long", "many", "scripts", "nul", "signs", "unseen"],
)
def test_a_question_that_could_mean_nobody_is_answered_with_nobody(name: str) -> None:
    admit(reading("ORR", marta(), *strangers()))
    asked = replace(ASKED, full_name=name, given_names="", first_surname="", second_surname="", birth=None)

    assert [one for one in find(asked) if one.probability > 0.9] == []
    assert find_relatives(asked, Relation.MOTHER) == []


@pytest.mark.parametrize("fact", [{"municipality": "Soloma"}, {"sex": Sex.FEMALE}, {"birth": BORN}])
def test_what_thousands_share_finds_nobody(fact: dict[str, Any]) -> None:
    admit(reading("ORR", marta(municipality="Soloma", sex=Sex.FEMALE), *strangers()))

    assert find(Mention(agency="", record_id="", **fact)) == []


def test_two_given_names_and_a_surname_in_one_piece_find_whom_two_surnames_have() -> None:
    admit(reading("ORR", marta(), *strangers()))

    assert found(Mention(agency="", record_id="", full_name="Marta Julia Iscoy")) == [("ORR", "A1")]
