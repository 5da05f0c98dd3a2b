"""Laws of retention and withholding, for any dates, clocks and findings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reencuentro.linkage.mentions import Birth, RecordKey
from reencuentro.linkage.persons import person_id
from reencuentro.linkage.results import Identity, Linkage, PersonFound, Status, Tie
from reencuentro.rules.retention import (
    TRUSTED_GAP,
    CountedFrom,
    Kept,
    RecordKind,
    Rule,
    due,
    ends,
    later,
    reliable,
    witnessed,
)
from reencuentro.rules.withholding import kept_apart

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
instants = st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
zones = st.sampled_from(["UTC", "Etc/GMT+12", "America/Mexico_City", "America/Havana", "Pacific/Apia"])
counted = st.sampled_from([CountedFrom.LAST_LISTED, CountedFrom.MAJORITY, CountedFrom.RECEIVED])
rules = st.builds(
    Rule,
    kind=st.just(RecordKind.CHILD),
    counted_from=st.frozensets(counted, min_size=1),
    years=st.integers(0, 60),
    months=st.integers(0, 30),
    days=st.integers(1, 400),
    source=st.just("a law"),
    zone=zones,
)
births = st.none() | st.builds(
    Birth, year=st.integers(1920, 2190), month=st.integers(1, 12), day=st.integers(1, 28), ambiguous=st.booleans()
).map(lambda born: replace(born, ambiguous=born.ambiguous and (born.day or 13) <= 12))
kept = st.builds(Kept, agency=st.just("ORR"), listed=days, received=days, born=births)


@given(rules, kept, instants)
def test_a_record_is_due_from_its_end_on_and_never_before(rule: Rule, one: Kept, at: datetime) -> None:
    end = ends(rule, one)

    assert (due(RecordKind.CHILD, one, at, (rule,)) is not None) == (at >= end)
    assert due(RecordKind.CHILD, one, end, (rule,)) is not None
    assert due(RecordKind.CHILD, one, end - timedelta(microseconds=1), (rule,)) is None


@given(rules, kept)
def test_to_know_less_of_a_birth_never_ends_a_record_earlier(rule: Rule, one: Kept) -> None:
    if one.born is None:
        return
    for less in (replace(one.born, day=None, ambiguous=False), Birth(year=one.born.year), None):
        clear = replace(one, born=replace(one.born, ambiguous=False))
        assert ends(rule, replace(one, born=less)) >= ends(rule, clear)


@given(rules, kept, st.integers(1, 40))
def test_a_longer_period_never_ends_earlier(rule: Rule, one: Kept, more: int) -> None:
    assert ends(replace(rule, years=rule.years + more), one) >= ends(rule, one)


@given(days, st.integers(0, 90))
def test_years_later_it_is_the_same_day_or_the_last_of_the_month(day: date, years: int) -> None:
    then = later(day, years=years)

    assert (then.year, then.month) == (day.year + years, day.month)
    assert then.day == day.day or (day.day, then.day) == (29, 28)


@given(st.lists(instants, min_size=1), instants)
def test_the_time_counted_by_never_runs_back(times: Sequence[datetime], now: datetime) -> None:
    seen = [witnessed((at, False) for at in times[:length]) for length in range(1, len(times) + 1)]
    counted_by = reliable(now, seen[-1])

    assert all(first <= second for first, second in pairwise(seen) if first and second)
    assert counted_by is None or (seen[-1] is not None and counted_by >= seen[-1])


@given(st.lists(instants, min_size=1), instants)
def test_one_false_instant_brings_nothing_forward_by_more_than_the_gap(
    times: Sequence[datetime], false: datetime
) -> None:
    before = witnessed((at, False) for at in times)
    after = witnessed([*((at, False) for at in times), (false, False)])

    assert before is not None
    assert after is not None
    assert after <= before + TRUSTED_GAP


agencies = st.sampled_from(["DIF", "ORR", "SRE"])
records = st.tuples(agencies, st.integers(0, 9).map(str))
groups = st.lists(st.lists(records, min_size=1, max_size=4, unique=True), max_size=6)
withheld = st.dictionaries(records, st.frozensets(agencies, max_size=3), max_size=4)


def linkage_of(grouped: Sequence[Sequence[RecordKey]]) -> Linkage:
    """Every record in one group only, every pair of records proposed, every pair of persons tied."""
    taken: set[RecordKey] = set()
    persons = []
    for group in grouped:
        own = tuple(sorted(set(group) - taken))
        taken |= set(own)
        persons += [PersonFound(person_id=person_id(own), records=own)] if own else []
    pairs = [(left, right) for left in sorted(taken) for right in sorted(taken) if left < right]
    names = sorted(person.person_id for person in persons)
    return Linkage(
        persons=tuple(sorted(persons, key=lambda one: one.person_id)),
        identities=tuple(
            Identity(left=left, right=right, probability=0.5, evidence=(), would_decide="") for left, right in pairs
        ),
        ties=tuple(
            Tie(
                child=child,
                relative=relative,
                relation="mother",
                probability=0.5,
                status=Status.PROPOSED,
                evidence=(),
                would_decide="",
            )
            for child in names
            for relative in names
            if child != relative
        ),
        children=frozenset(names),
    )


@given(groups, withheld)
def test_nothing_leads_to_an_agency_from_which_somebody_is_withheld(
    grouped: Sequence[Sequence[RecordKey]], barred: dict[RecordKey, frozenset[str]]
) -> None:
    found = kept_apart(linkage_of(grouped), barred)
    of = {person.person_id: person.records for person in found.persons}

    for one, agencies_barred in barred.items():
        foreign = agencies_barred - {one[0]}
        for person in found.persons:
            assert one not in person.records or not any(agency in foreign for agency, _ in person.records)
        for identity in found.identities:
            ends_of = (identity.left, identity.right)
            assert one not in ends_of or not any(agency in foreign for agency, _ in ends_of)
        for tie in found.ties:
            for mine, other in ((tie.child, tie.relative), (tie.relative, tie.child)):
                assert one not in of[mine] or not all(agency in foreign for agency, _ in of[other])


@given(groups, withheld)
def test_nobody_is_lost_by_being_kept_apart(
    grouped: Sequence[Sequence[RecordKey]], barred: dict[RecordKey, frozenset[str]]
) -> None:
    before = linkage_of(grouped)
    after = kept_apart(before, barred)

    def everybody(linkage: Linkage) -> list[RecordKey]:
        return sorted(record for person in linkage.persons for record in person.records)

    assert everybody(after) == everybody(before)
    assert len({person.person_id for person in after.persons}) == len(after.persons)
    assert after.children == {person.person_id for person in after.persons}
