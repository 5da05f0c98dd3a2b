"""Laws of contact that is owed: each day counts once, and whoever speaks more is never late sooner."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reencuentro.rules.contact.minutes import Talk, Terms, kept_in, late_from, windows
from reencuentro.rules.contact.regimes import ContactStandard, regimes

DAYS = st.dates(date(2023, 5, 1), date(2023, 8, 31))
TALKS = st.lists(st.builds(Talk, DAYS, st.integers(1, 60)), max_size=12)
TERMS = st.builds(Terms, standard=st.sampled_from(ContactStandard), since=st.dates(date(2023, 5, 1), date(2023, 6, 30)))


@given(TERMS, st.integers(1, 60))
def test_each_day_of_a_plan_is_in_one_window(terms: Terms, length: int) -> None:
    before = terms.since + timedelta(days=length)
    found = [day for one in windows(terms, regimes(), first=terms.since, before=before) for day in one.days]

    assert len(found) == len(set(found))
    assert {terms.since + timedelta(days=number) for number in range(length)} <= set(found)
    assert min(found) == terms.since


@given(TERMS, TALKS, st.builds(Talk, DAYS, st.integers(1, 60)))
def test_whoever_speaks_once_more_is_late_no_sooner(terms: Terms, talks: list[Talk], more: Talk) -> None:
    before, after = (late_from(terms, told, regimes()) for told in (talks, [*talks, more]))
    assert before is not None
    assert after is not None
    assert before <= after


@given(TERMS, TALKS)
def test_the_order_of_calls_makes_no_difference(terms: Terms, talks: list[Talk]) -> None:
    assert late_from(terms, talks, regimes()) == late_from(terms, talks[::-1], regimes())


@given(TERMS)
def test_an_hour_each_day_and_twice_meets_every_rule(terms: Terms) -> None:
    first, before = terms.since, terms.since + timedelta(days=70)
    every = [Talk(first + timedelta(days=number), 60) for number in range(70) for _ in range(2)]
    kept = kept_in(terms, every, regimes(), first=first, before=before)
    assert kept.owed == kept.met
    assert kept.owed > 0
