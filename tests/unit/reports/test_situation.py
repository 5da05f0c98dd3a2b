import json

from reencuentro.linkage.results import Linkage
from reencuentro.reports.situation import Findings, Situation, report_json, situation
from reencuentro.reports.words import LANGUAGES, definition_of
from tests.unit.reports.cohort import AS_OF, NAME, findings


def _rows(told: Situation, key: str) -> dict[str, tuple[int | None, ...]]:
    return {row.code: row.values for row in told.breakdown(key).rows}


def test_each_breakdown_adds_up_to_its_figure() -> None:
    told = situation(findings())
    for table in told.breakdowns:
        if table.total:
            cells = sum(value or 0 for row in table.rows for value in row.values)
            assert cells == told.figure(table.total).value, table.key


def test_children_and_adults_are_all_persons() -> None:
    told = situation(findings(children=24, adults=18))
    assert [told.figure(key).value for key in ("children", "adults", "persons")] == [24, 18, 42]


def test_records_of_one_person_count_as_duplicates() -> None:
    one = findings(children=1, adults=0, lost=0)
    person = one.linkage.persons[0]
    joined = type(person)(person_id=person.person_id, records=(*person.records, ("CBP", "7")))
    linkage = Linkage(persons=(joined,), identities=(), ties=(), children=frozenset((person.person_id,)))
    told = situation(Findings(as_of=AS_OF, linkage=linkage, mentions=one.mentions))
    assert told.figure("duplicates").value == 1


def test_strengths_are_counted_from_their_lower_bound() -> None:
    assert _rows(situation(findings(children=6, adults=6)), "ties_by_strength") == {
        "0.99": (2,), "0.9": (2,), "0.5": (1,), "0": (1,),
    }  # fmt: skip


def test_claims_without_a_proposed_tie_are_unanswered() -> None:
    told = situation(findings(children=10, adults=12))
    parents = [tie for tie in findings(children=10, adults=12).linkage.ties if tie.relation in ("mother", "father")]
    answered = sum(1 for tie in parents if tie.probability >= 0.5)
    assert told.figure("unanswered_claims").value == 12 - answered


def test_the_most_urgent_come_first_and_are_twenty() -> None:
    told = situation(findings())
    alarms = [len(child.alarms) for child in told.urgent]
    assert len(alarms) == 20
    assert alarms == sorted(alarms, reverse=True)


def test_ages_and_nationalities_come_from_the_records() -> None:
    told = situation(findings(lost=7))
    assert _rows(told, "unaccounted_by_age") == {"0-5": (6,), "6-11": (1,), "12-17": (0,)}
    assert list(_rows(told, "unaccounted_by_nationality"))[-1] == ""


def test_every_figure_is_defined_in_every_language() -> None:
    for figure in situation(findings()).figures:
        for language in LANGUAGES:
            assert definition_of(figure.key, language)


def test_the_order_of_findings_does_not_matter() -> None:
    given = findings()
    backwards = Findings(
        as_of=given.as_of,
        linkage=given.linkage,
        mentions=dict(list(given.mentions.items())[::-1]),
        rosters=given.rosters[::-1],
        unaccounted=given.unaccounted[::-1],
        changes=given.changes[::-1],
        quarantine=given.quarantine[::-1],
        certified=given.certified[::-1],
        ledger=given.ledger[::-1],
    )
    assert report_json(situation(backwards)) == report_json(situation(given))


def test_json_is_whole_and_ends_with_a_newline() -> None:
    text = report_json(situation(findings()))
    told = json.loads(text)
    assert text.endswith("}\n")
    assert told["as_of"] == "2018-06-19"
    assert told["figures"][0].keys() == {"key", "value", "unit", "as_of", "source", "label", "definition"}


def test_json_holds_no_name() -> None:
    assert NAME not in report_json(situation(findings()))


def test_withheld_figures_leave_no_small_count_of_people() -> None:
    told = situation(findings(lost=12), suppress_small=True)
    people = [figure.value for figure in told.figures if figure.unit not in ("rosters", "rows")]
    cells = [value for table in told.breakdowns for row in table.rows for value in row.values]
    assert None in cells
    assert not [value for value in people + cells if value is not None and 1 <= value <= 10]


def test_withheld_figures_name_no_single_person() -> None:
    told = situation(findings(), suppress_small=True)
    assert (told.urgent, told.ledger, told.quarantine) == ((), (), ())
    assert "PC00" not in report_json(told)


def test_nothing_found_is_told_as_nought() -> None:
    told = situation(
        Findings(as_of=AS_OF, linkage=Linkage(persons=(), identities=(), ties=(), children=frozenset()), mentions={})
    )
    assert {figure.value for figure in told.figures} == {0}
