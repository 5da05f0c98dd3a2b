"""Laws of trying an agreement: it only adds, no more than it gives, and who is alike is shown alike."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.rules.disclosure.agreements import shown_by_policy
from reencuentro.rules.disclosure.asking import AgencyFacts, SubjectFacts
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.policy import ROWS, Reach
from reencuentro.rules.disclosure.trying import Trial, alike, opened
from tests.property.access_askings import agreements_for, subjects
from tests.unit.rules.disclosure.askings import DAY, MINE, NOW, THEIRS, home_of

AGREED = [(row.role, purpose) for row in ROWS if row.reach is Reach.AGREED for purpose in sorted(row.purposes)]


@st.composite
def trials(draw: st.DrawFn) -> tuple[Trial, SubjectFacts]:
    """An agreement by which THEIRS shows to MINE, beside another one perhaps, and somebody whom THEIRS lists."""
    role, purpose = draw(st.sampled_from(AGREED))
    kind = home_of(role)
    most = shown_by_policy(frozenset({role}), frozenset({purpose})) & KINDS[kind].takes
    given = draw(st.frozensets(st.sampled_from(sorted(most, key=str)), min_size=1)) if most else frozenset()
    tried = replace(
        draw(agreements_for(kind, purpose)),
        id="tried",
        version=1,
        supersedes=0,
        giver=THEIRS,
        taker=MINE,
        purposes=frozenset({purpose}),
        roles=frozenset({role}),
        levels=frozenset(one.level for one in given),
        topics=frozenset(one.topic for one in given if one.topic),
        only_nationals_of=draw(st.sampled_from([frozenset(), frozenset({"MX"})])),
        valid_from=NOW,
        valid_until=NOW + 100 * DAY,
        ended_at=None,
    )
    beside = draw(st.lists(agreements_for(kind, purpose), max_size=1))
    taker = AgencyFacts(code=MINE, kind=kind, country=draw(st.sampled_from(["MX", ""])))
    person = draw(subjects(purpose))
    listed = replace(person, listed_by=person.listed_by | {THEIRS})
    return Trial(agreement=tried, beside=tuple(beside), taker=taker, at=NOW), listed


@settings(deadline=None, max_examples=60)
@given(trials())
def test_an_agreement_more_takes_nothing_away_and_adds_no_more_than_it_gives(given: tuple[Trial, SubjectFacts]) -> None:
    trial, person = given
    seen = opened(trial, person)
    for where, places in seen.items():
        without = seen[where._replace(with_it=False)]
        assert without <= places
        assert places - without <= trial.agreement.opens & KINDS[trial.taker.kind].takes


@settings(deadline=None, max_examples=60)
@given(trials())
def test_who_is_assigned_sees_no_less(given: tuple[Trial, SubjectFacts]) -> None:
    trial, person = given
    seen = opened(trial, person)
    assert all(seen[one._replace(assigned=False)] <= places for one, places in seen.items())


@settings(deadline=None, max_examples=60)
@given(trials())
def test_who_is_alike_is_shown_alike(given: tuple[Trial, SubjectFacts]) -> None:
    trial, person = given
    same = alike(person, THEIRS, NOW)
    assert opened(trial, same) == opened(trial, person)
    assert alike(same, THEIRS, NOW) == same
