"""Laws of the rehearsal: whatever the seed, families are possible and errors change something."""

import random
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.linkage.mentions import Sex
from reencuentro.rehearsal.chance import Dice, Weighted
from reencuentro.rehearsal.heritage import HERITAGES
from reencuentro.rehearsal.journeys import Calendar, Fate, make_journeys
from reencuentro.rehearsal.measures import Score, calibration_bins, calibration_error, pairs
from reencuentro.rehearsal.planning import Plan, plan_cohort
from reencuentro.rehearsal.population import Family, make_family, scattered
from reencuentro.rehearsal.profiles import DEFAULT, PROFILES, ErrorRates, Household
from reencuentro.rehearsal.slips import Name, slip_birth, slip_digits, slip_name

seeds = st.integers(0, 2**32 - 1)
with_adults = st.sampled_from([household for household in Household if household is not Household.NOBODY])


@st.composite
def families(draw: st.DrawFn) -> Family:
    seed = draw(seeds)
    household = draw(st.sampled_from(Household))
    children = draw(st.integers(2 if household is Household.COUSINS else 1, 4))
    nationality = draw(st.sampled_from(sorted(HERITAGES)))
    plan = Plan(index=draw(st.integers(0, 9999)), nationality=nationality, household=household, children=children)
    return make_family(plan, Dice(seed), DEFAULT, seed)


@given(families())
def test_parents_were_15_to_45_when_their_children_were_born(family: Family) -> None:
    for tie in family.ties:
        if tie.relation in ("mother", "father"):
            gap = (family.people[tie.child].born - family.people[tie.relative].born).days / 365.25
            assert 15 <= gap <= 45.1


@given(families())
def test_children_are_minors_and_those_they_travel_with_are_not(family: Family) -> None:
    for true_id in family.travellers:
        age = family.people[true_id].age_on(DEFAULT.as_of)
        assert (age < 18) == (true_id in family.children)
        assert age >= 0


@given(families())
def test_children_have_the_surname_of_father_or_mother(family: Family) -> None:
    for tie in family.ties:
        if tie.relation == "mother" and not family.heritage.single:
            child, mother = family.people[tie.child], family.people[tie.relative]
            assert family.heritage.passed_on(mother) in (child.first_surname, child.second_surname)


@given(families())
def test_nobody_has_more_than_one_mother_and_one_father(family: Family) -> None:
    for child in family.children:
        relations = [tie.relation for tie in family.ties if tie.child == child and tie.relation in ("mother", "father")]
        assert sorted(relations) == ["father", "mother"]


@given(st.integers(1, 400), seeds, st.sampled_from(sorted(PROFILES)))
@settings(max_examples=50)
def test_a_plan_has_exactly_the_children_asked_for(children: int, seed: int, profile: str) -> None:
    plans = plan_cohort(PROFILES[profile], children, Dice(seed))

    assert sum(plan.children for plan in plans) == (PROFILES[profile].children or children)
    assert [plan.index for plan in plans] == list(range(len(plans)))


@given(families(), seeds)
def test_journeys_keep_the_order_of_time(family: Family, seed: int) -> None:
    for journey in make_journeys(family, Dice(seed), DEFAULT, Calendar.of(DEFAULT)).values():
        days = [
            journey.apprehended_on,
            journey.influx_on,
            journey.admitted_on,
            journey.discharged_on,
            journey.removed_on,
        ]
        known = [day for day in days if day]
        assert known == sorted(known)
        assert known[-1] <= DEFAULT.as_of
        assert (journey.discharged_on is not None) == (journey.fate in (Fate.DISCHARGED, Fate.RETURNED))


NAMES = st.builds(
    Name,
    st.lists(st.sampled_from(["María", "José", "Guadalupe", "Ixchel", "Ana"]), min_size=1, max_size=2).map(tuple),
    st.sampled_from(["Tzoc", "de la Cruz", "López", "Caal", "Hernández"]),
    st.sampled_from(["", "Ixcoy", "Pérez", "Xol", "de León"]),
)


@given(NAMES, seeds)
def test_a_name_is_said_to_be_wrong_only_where_it_changed(name: Name, seed: int) -> None:
    written, kinds = slip_name(Dice(seed), name, ErrorRates().times(5), culture="maya")

    assert written == name or kinds
    assert written.given[0]
    assert written.first


@given(NAMES, seeds)
def test_without_errors_everything_is_written_as_it_is(name: Name, seed: int) -> None:
    assert slip_name(Dice(seed), name, ErrorRates.none(), culture="maya") == (name, frozenset())


@given(st.dates(date(1950, 1, 1), date(2018, 1, 1)), seeds)
def test_a_birth_is_said_to_be_wrong_exactly_where_it_changed(born: date, seed: int) -> None:
    written, kinds = slip_birth(Dice(seed), born, ErrorRates().times(4))

    assert (written != born) == bool(kinds)


@given(st.integers(10**8, 10**9 - 1).map(lambda number: f"A{number}"), seeds)
def test_a_slipped_number_differs_and_stays_a_number(number: str, seed: int) -> None:
    slipped = slip_digits(Dice(seed), number)

    assert slipped != number
    assert len(slipped) == len(number)
    assert slipped[1:].isdigit()


@given(st.lists(st.integers(0, 2**24 - 1), unique=True, max_size=200), seeds)
def test_scattered_numbers_never_meet(numbers: list[int], salt: int) -> None:
    assert len({scattered(number, salt) for number in numbers}) == len(numbers)


@given(seeds, st.integers(1, 50))
def test_dice_repeat_themselves(seed: int, count: int) -> None:
    first, second = ([dice.number() for _ in range(count)] for dice in (Dice(seed, 1), Dice(seed, 1)))

    assert first == second
    assert all(0 <= number < 1 for number in first)


@given(st.dictionaries(st.text(max_size=3), st.floats(0.01, 10), min_size=1), seeds)
def test_only_what_has_weight_is_drawn(weights: dict[str, float], seed: int) -> None:
    table = Weighted({**weights, "never": 0.0})

    assert Dice(seed).draw(table) in weights


@given(st.lists(st.lists(st.booleans(), max_size=6), max_size=8))
def test_pairs_agree_with_counting_them_one_by_one(groups: list[list[bool]]) -> None:
    slow = sum(
        group[one] or group[other]
        for group in groups
        for one in range(len(group))
        for other in range(one + 1, len(group))
    )

    assert pairs(groups) == slow


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), seeds)
def test_calibration_ignores_the_order_of_ties(said: list[tuple[float, bool]], seed: int) -> None:
    shuffled = random.Random(seed).sample(said, len(said))  # noqa: S311 (an order, not a secret)
    first, second = (calibration_error(calibration_bins(each)) for each in (said, shuffled))

    assert first is not None
    assert second is not None
    assert abs(first - second) < 1e-9
    assert 0 <= first <= 1


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_f1_lies_between_precision_and_recall(correct: int, more: int, missed: int) -> None:
    score = Score(correct, correct + more, correct, correct + missed)

    if score.f1 is not None:
        assert score.precision is not None
        assert score.recall is not None
        low, high = sorted((score.precision, score.recall))
        assert low - 1e-12 <= score.f1 <= high + 1e-12


@given(families())
def test_surnames_of_one_culture_come_in_its_order(family: Family) -> None:
    """Brazil writes the mother's surname first, Romania and Haiti only the father's."""
    for tie in family.ties:
        if tie.relation == "father" and family.plan.nationality in ("RO", "HT"):
            assert family.people[tie.child].second_surname == ""
            assert family.people[tie.child].first_surname == family.people[tie.relative].first_surname


@given(seeds, with_adults)
def test_a_quota_says_how_many_are_still_held(seed: int, household: Household) -> None:
    plan = Plan(index=1, nationality="MX", household=household, children=3, in_care=2)
    family = make_family(plan, Dice(seed), PROFILES["june2018"], seed)
    profile = replace(PROFILES["june2018"], unaccounted={"silent": 0.5})
    journeys = make_journeys(family, Dice(seed, 1), profile, Calendar.of(profile))

    assert sum(journey.fate is Fate.HELD for journey in journeys.values()) == 2
    assert all(family.people[true_id].sex in Sex for true_id in journeys)
