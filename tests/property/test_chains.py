"""Laws of the chain of one person's stays: whoever tells first, and however often, the way is the same."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.linkage.mentions import Mention
from reencuentro.rules.chains import Conflict, GapKind, chain_of
from reencuentro.rules.whereabouts import Source, Stay, StayKind, Telling

AS_OF = date(2018, 6, 30)
DAYS = st.integers(0, 40).map(lambda number: date(2018, 6, 1) + timedelta(days=number))
MAYBE = st.none() | DAYS
PLACES = st.sampled_from(["", "Casa Alma", "CASA ALMA, Houston", "Casa Sol", "Karnes", "Casa"])
AGENCIES = st.sampled_from(["cbp", "orr", "ice", "consulado"])


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    """Any row of any list, however contradictory."""
    agency = draw(AGENCIES)
    mention = Mention(
        agency=agency,
        record_id=draw(st.sampled_from("12")),
        facility=draw(PLACES),
        apprehended_on=draw(MAYBE),
        apprehended_at=draw(st.sampled_from(["", "RGV"])),
        admitted_on=draw(MAYBE),
        discharged_on=draw(MAYBE),
        removed_on=draw(MAYBE),
    )
    day = draw(DAYS)
    gone = draw(st.none() | st.integers(1, 9))
    gone_by = day + timedelta(days=gone) if gone else None
    return Telling(mention=mention, day=day, holds=agency != "consulado", gone_by=gone_by)


@st.composite
def notes(draw: st.DrawFn) -> Stay:
    """A stay that somebody noted."""
    began, length = draw(DAYS), draw(st.none() | st.integers(0, 9))
    agency = draw(AGENCIES)
    return Stay(
        kind=StayKind.NOTED,
        agency=agency,
        began=began,
        ended=began + timedelta(days=length) if length is not None else None,
        sources=(Source(agency=agency, number=draw(st.integers(1, 3))),),
    )


TELLINGS, NOTES = st.lists(tellings(), max_size=6), st.lists(notes(), max_size=2)


@given(TELLINGS, NOTES, st.randoms())
def test_the_order_in_which_it_is_told_changes_nothing(told: list[Telling], noted: list[Stay], random) -> None:  # type: ignore[no-untyped-def]  # hypothesis has its own
    before = chain_of(told, noted, as_of=AS_OF)
    random.shuffle(told)
    random.shuffle(noted)

    assert chain_of(told, noted, as_of=AS_OF) == before


@given(TELLINGS, NOTES)
def test_what_is_said_twice_changes_nothing(told: list[Telling], noted: list[Stay]) -> None:
    assert chain_of(told * 2, noted, as_of=AS_OF) == chain_of(told, noted, as_of=AS_OF)


@given(TELLINGS, NOTES)
def test_stays_and_gaps_cover_every_day_from_the_first_to_the_last(told: list[Telling], noted: list[Stay]) -> None:
    chain = chain_of(told, noted, as_of=AS_OF)
    if not chain.stays:
        assert not chain.gaps
        return
    spans = [(min(one.days), max(one.days)) for one in chain.stays]
    first, last = min(since for since, _ in spans), max(until for _, until in spans)
    spans += [(gap.since, gap.until) for gap in chain.gaps]
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        assert any(since <= day <= until for since, until in spans), day


@given(TELLINGS, NOTES)
def test_within_a_gap_no_stay_is_certain(told: list[Telling], noted: list[Stay]) -> None:
    chain = chain_of(told, noted, as_of=AS_OF)
    for gap in chain.gaps:
        assert gap.since < gap.until
        assert not any(gap.since < day < gap.until for stay in chain.stays for day in stay.days)
        if gap.kind is GapKind.NOWHERE:
            assert any(stay.ended == gap.since for stay in chain.stays)
            assert any(stay.began == gap.until for stay in chain.stays)


@given(TELLINGS, NOTES)
def test_nothing_after_the_day_asked_about_has_happened(told: list[Telling], noted: list[Stay]) -> None:
    chain = chain_of(told, [], as_of=AS_OF)
    assert all(day <= AS_OF for stay in chain.stays for day in stay.days)


@given(TELLINGS, NOTES, tellings())
def test_a_source_that_says_nothing_of_places_changes_nothing(
    told: list[Telling], noted: list[Stay], other: Telling
) -> None:
    silent = Telling(mention=Mention(agency="ngo", record_id="7", full_name="Ana"), day=other.day, holds=other.holds)

    assert chain_of([*told, silent], noted, as_of=AS_OF) == chain_of(told, noted, as_of=AS_OF)


@given(TELLINGS, NOTES)
def test_who_is_in_two_places_is_told_both_by_name(told: list[Telling], noted: list[Stay]) -> None:
    """Unknown is never a difference: the two are of two agencies, or of two places that both are named."""
    for one in chain_of(told, noted, as_of=AS_OF).contradictions:
        assert one.since <= one.until
        if one.kind is Conflict.TWO_PLACES:
            agencies, places = {one.first.agency, one.second.agency}, {one.first.place, one.second.place}
            assert (len(agencies) == 2 and "" not in agencies) or (len(places) == 2 and "" not in places)


@settings(max_examples=200)
@given(TELLINGS)
def test_every_source_that_tells_of_a_stay_is_named_once(told: list[Telling]) -> None:
    chain = chain_of(told, as_of=AS_OF)
    for stay in (*chain.stays, *chain.undated):
        assert stay.sources == tuple(sorted(set(stay.sources)))
        assert stay.sources
