"""What the registry proposed about two people, as known then, what rivalled it, and whom to ask."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reencuentro.actions.judgements import Deciding, judge_identity, judge_tie
from reencuentro.actions.matches import store_linkage
from reencuentro.actions.rosters import admit_roster
from reencuentro.linkage.mentions import Birth, Relation, Relative
from reencuentro.linkage.results import (
    Alternative,
    Contrast,
    Evidence,
    Identity,
    Linkage,
    Outcome,
    PersonFound,
    Status,
    Tie,
    Verdict,
)
from reencuentro.records.holders import holders_of
from reencuentro.records.matches import Tie as TieKept
from reencuentro.records.proposals import (
    Named,
    decisions_between,
    identities_of,
    named,
    ties_of,
)
from reencuentro.records.provenance import names_of
from reencuentro.records.rarities import rarity_of_identities, rarity_of_ties
from reencuentro.reports.explaining import (
    Explained,
    as_plain,
    asking_words,
    decision_words,
    explained,
    weighed_alone,
)
from tests.stored.readings import MONDAY, TUESDAY, WEDNESDAY, reading, row

pytestmark = pytest.mark.usefixtures("registry")

NAME = Evidence("child_says", Outcome.AGREES, "same", 8.0)
OTHER_NAME = Evidence("child_says", Outcome.DIFFERS, "different", -4.0)
SILENT = Evidence("generation", Outcome.UNKNOWN, "unknown", 0.0)
CHILD, AGAIN, THIRD, MOTHER, RIVAL = ("ORR", "1"), ("ICE", "1"), ("CBP", "1"), ("ICE", "2"), ("CBP", "2")


def identity(left: tuple[str, str], right: tuple[str, str], probability: float) -> Identity:
    low, high = sorted((left, right))
    sex = Evidence("sex", Outcome.AGREES, "same", 1.0)
    return Identity(left=low, right=high, probability=probability, evidence=(sex,), would_decide="birth")


def tie(relative: str, probability: float, *evidence: Evidence) -> Tie:
    return Tie(
        child="P1", relative=relative, relation="mother", probability=probability, status=Status.PROPOSED,
        evidence=evidence, would_decide="generation",
    )  # fmt: skip


FOUND = Linkage(
    persons=(
        PersonFound(person_id="P1", records=(THIRD, AGAIN, CHILD)),
        PersonFound(person_id="P2", records=(MOTHER,)),
        PersonFound(person_id="P3", records=(RIVAL,)),
    ),
    identities=(identity(CHILD, AGAIN, 0.99), identity(AGAIN, THIRD, 0.8), identity(CHILD, RIVAL, 0.05)),
    ties=(tie("P2", 0.75, NAME, SILENT), tie("P3", 0.2, OTHER_NAME, SILENT)),
    children=frozenset({"P1"}),
)


@pytest.fixture(autouse=True)
def _known(registry: str) -> None:
    """Three records of a child, of two mothers who may be hers, and what was found on Tuesday."""
    orr = row(2, "1", full_name="Ana Tzoc", birth=Birth(year=2011), relatives=(_mother("Eva Tzoc"),))
    ice = [row(2, "1", "ICE", given_names="Ana", surnames="Tzoc"), row(3, "2", "ICE", full_name="Eva Tzoc")]
    cbp = [row(2, "1", "CBP", full_name="Ana Tzoc"), row(3, "2", "CBP", full_name="Eva Soc", age=30.0)]
    for agency, rows in (("ORR", [orr]), ("ICE", ice), ("CBP", cbp)):
        admit_roster(reading(agency, *rows, as_of=date(2018, 6, 18)), by="tests", received_at=MONDAY)
    store_linkage(FOUND, by="tests", at=TUESDAY)


def _mother(name: str) -> Relative:
    return Relative(relation=Relation.MOTHER, name=name)


def who(text: str) -> Named:
    found = named(text)
    assert found is not None
    return found


def between(left: str, right: str) -> Explained:
    return explained(who(left), who(right))


def test_a_person_is_named_by_a_record_or_by_id() -> None:
    assert who("ICE:1") == Named(person_id="P1", record=AGAIN, records=(THIRD, AGAIN, CHILD), is_minor=True)
    assert who("P2") == Named(person_id="P2", record=None, records=(MOTHER,), is_minor=False)
    assert named("ICE:77") is None
    assert named("P1", on=MONDAY) is None
    assert named("ORR:1", on=MONDAY) is None


def test_proposals_come_back_as_the_matching_made_them() -> None:
    assert ties_of(["P2"]) == [FOUND.ties[0]]
    assert ties_of(["P1"]) == list(FOUND.ties)
    assert identities_of([CHILD]) == sorted((FOUND.identities[0], FOUND.identities[2]), key=lambda one: one.left)
    assert ties_of(["P1"], on=MONDAY) == []


def test_rarity_is_counted_among_all_pairs() -> None:
    assert rarity_of_identities() == pytest.approx((6 + 0.5) / 20)
    assert rarity_of_ties("mother") == pytest.approx((1 + 0.5) / 2, abs=0.26)
    assert 0 < rarity_of_ties("cousin") <= 0.5


def test_rarity_of_an_empty_registry_is_still_a_share() -> None:
    early = MONDAY - timedelta(days=9)

    assert 0 < rarity_of_identities(on=early) <= 0.5
    assert 0 < rarity_of_ties("sibling", on=early) <= 0.5


def test_names_are_told_each_once() -> None:
    assert names_of([CHILD, AGAIN, MOTHER]) == ("Ana Tzoc", "Eva Tzoc")


def test_a_tie_is_explained_with_its_rival_and_whom_to_ask() -> None:
    (answer,) = between("P1", "P2").answers
    (rival,) = answer.explanation.alternatives

    assert answer.explanation.about == FOUND.ties[0]
    assert (rival.candidate, [why.there for why in rival.why]) == ("P3", [OTHER_NAME])
    assert [(one.agency, one.record_id) for one in answer.ask] == [("ICE", "2")]
    assert "Ask ICE about 2" in asking_words(answer.ask[0], "en")


def test_which_of_the_two_is_named_first_changes_nothing() -> None:
    for left, right in (("P1", "P2"), ("ORR:1", "CBP:2"), ("ORR:1", "CBP:1")):
        assert between(left, right) == between(right, left)


def test_records_of_one_person_are_joined_by_a_chain() -> None:
    told = between("ORR:1", "CBP:1")

    assert told.one_person
    assert [answer.explanation.about.probability for answer in told.answers] in ([0.99, 0.8], [0.8, 0.99])
    assert told.drawn is not None
    assert told.drawn.about.probability == 0.8
    assert len(between("P1", "P1").answers) == 2
    assert between("P2", "ICE:2").answers == ()


def test_two_persons_may_be_asked_for_as_one() -> None:
    tie_found, identity_found = between("ORR:1", "CBP:2").answers

    assert tie_found.explanation.about == FOUND.ties[1]
    assert identity_found.explanation.about == FOUND.identities[2]
    assert [one.candidate for one in identity_found.explanation.alternatives] == ["ICE:1"]


def test_people_never_weighed_have_no_answer() -> None:
    told = between("P2", "P3")

    assert (told.answers, told.decisions, told.drawn) == ((), (), None)


def test_what_was_not_known_yet_is_not_told() -> None:
    told = explained(who("P1"), who("P2"), on=MONDAY)

    assert told.answers == ()


def test_a_decision_is_told_until_another_supersedes_it() -> None:
    deciding = Deciding(by="officer 7", reason="seen both", at=TUESDAY)
    first = judge_identity(RIVAL, CHILD, Verdict.REJECTED, deciding)
    later = Deciding(by="officer 7", reason="seen again", at=WEDNESDAY, expected=first.pk)
    judge_identity(RIVAL, CHILD, None, later)

    assert [one.verdict for one in decisions_between([CHILD], [RIVAL], on=TUESDAY)] == ["rejected"]
    assert [one.verdict for one in decisions_between([RIVAL], [CHILD])] == ["withdrawn"]
    assert decisions_between([CHILD], [MOTHER]) == []
    assert between("ORR:1", "CBP:2").decisions == between("CBP:2", "ORR:1").decisions


def test_a_decision_on_a_row_without_id_is_found_by_its_likeness() -> None:
    calls = reading("CALLS", row(2, "2", "CALLS", full_name="Ana X"), has_record_ids=False)
    admit_roster(calls, by="tests", received_at=MONDAY)
    judge_identity(("CALLS", "2"), CHILD, Verdict.CONFIRMED, Deciding(by="officer 7", reason="-", at=TUESDAY))

    (found,) = decisions_between([("CALLS", "2")], [CHILD])
    assert (found.relation, found.since) == ("", None)  # by that id somebody else may have gone then


def test_without_what_people_confirmed_a_tie_is_as_it_was_weighed_before_the_first_of_them_did() -> None:
    judge_tie(CHILD, RIVAL, "mother", Verdict.REJECTED, Deciding(by="7", reason="-", at=TUESDAY))
    first = judge_tie(CHILD, MOTHER, "mother", Verdict.CONFIRMED, Deciding(by="7", reason="-", at=WEDNESDAY))
    TieKept.objects.standing().filter(status="confirmed").update(probability=1.0)
    again = Deciding(by="8", reason="-", at=WEDNESDAY + timedelta(hours=1), expected=first.pk)
    judge_tie(CHILD, MOTHER, "mother", Verdict.CONFIRMED, again)
    (alone,) = weighed_alone(between("P1", "P2"), "mother").answers

    assert not alone.explanation.decided
    assert alone.explanation.about.probability == 0.75
    assert [one.candidate for one in alone.explanation.alternatives] == ["P3"]
    assert weighed_alone(between("P1", "P3"), "mother") == between("P1", "P3")


def test_where_it_is_not_known_how_it_was_weighed_before_the_facts_alone_count() -> None:
    for relative, verdict in ((RIVAL, Verdict.REJECTED), (MOTHER, Verdict.CONFIRMED)):
        judge_tie(CHILD, relative, "mother", verdict, Deciding(by="7", reason="-", at=TUESDAY))
    (alone,) = weighed_alone(between("P1", "P2"), "mother").answers

    assert not alone.explanation.decided
    assert alone.explanation.end == pytest.approx(alone.explanation.start + NAME.bits)


def test_a_confirmed_identity_is_explained_as_decided() -> None:
    judge_identity(CHILD, AGAIN, Verdict.CONFIRMED, Deciding(by="officer 7", reason="-", at=TUESDAY))
    (answer,) = between("ORR:1", "ICE:1").answers

    assert answer.explanation.decided


def test_a_confirmed_tie_is_explained_as_decided() -> None:
    deciding = Deciding(by="officer 7", reason="-", at=WEDNESDAY)
    for relative, verdict in ((RIVAL, Verdict.REJECTED), (MOTHER, Verdict.CONFIRMED)):
        judge_tie(CHILD, relative, "mother", verdict, deciding)
    told = between("P1", "P2")

    assert told.answers[0].explanation.decided
    (decision,) = told.decisions
    assert decision.relation == "mother"
    said = decision_words(decision, "es")
    assert said.endswith(", 20 de junio de 2018: confirmado (ICE:2 es la madre de ORR:1)")


def test_asked_are_those_who_are_silent_and_first_those_with_a_place_for_it() -> None:
    columns = [{"header": "DOB", "field": "date_of_birth", "why": ""}]
    with_place = reading("DIF", row(2, "9", "DIF", full_name="Ana Tzoc"))
    admit_roster(with_place, by="tests", received_at=MONDAY).roster.__class__.objects.filter(agency__code="DIF").update(
        columns=columns
    )

    asked = holders_of("birth", [("DIF", "9"), AGAIN], [RIVAL])
    assert [(one.agency, one.has_column) for one in asked] == [("DIF", True), ("ICE", False)]
    assert holders_of("agency", [CHILD], [MOTHER]) == ()
    assert {one.agency for one in holders_of("birth", [CHILD], [RIVAL])} == {"ORR", "CBP"}


def test_the_data_hold_keys_facts_and_bits_and_no_name() -> None:
    plain = as_plain(between("P1", "P2"))

    assert plain["proposals"][0]["relation"] == "mother"
    assert plain["proposals"][0]["facts"] == [{"fact": "child_says", "outcome": "agrees", "level": "same", "bits": 8.0}]
    assert plain["proposals"][0]["silent"] == ["generation"]
    assert "Tzoc" not in str(plain)


def test_who_else_was_weighed_comes_back_as_it_was_kept() -> None:
    rival = Alternative(candidate="P9", probability=0.01, bits=0.1 + 0.2, why=(Contrast(here=NAME, there=OTHER_NAME),))
    kept = replace(FOUND.ties[0], alternatives=(rival,))
    store_linkage(replace(FOUND, ties=(kept,)), by="tests", at=WEDNESDAY)

    assert ties_of(["P2"]) == [kept]
    assert between("P1", "P2").answers[0].explanation.alternatives == (rival,)
