"""Where agencies contradict each other about one person. A silent source contradicts nobody."""

from collections.abc import Callable, Iterator, Sequence

from reencuentro.linkage.mentions import Birth, Mention
from reencuentro.rules.destinations import Course, Destinations
from reencuentro.rules.rosters import Change, ChangeKind, Listing, RosterKind, text_of


def contradictions_between(listings: Sequence[Listing], destinations: Destinations) -> list[Change]:
    """How agencies differ about one person's sex, birth, nationality, separation, custody and hand-over.

    Each different statement is set once against the first agency's; `other_agency` is who says `after`.
    """
    ordered = sorted(listings, key=lambda listing: listing.mention.key)
    mentions = [listing.mention for listing in ordered]
    found = [change for field, tell, agree in _FACTS for change in _disagreements(mentions, field, tell, agree)]
    return [*found, *_two_custodies(ordered, destinations), *_failed_hand_overs(ordered, destinations)]


def _exact_birth(mention: Mention) -> Birth | None:
    return mention.birth if mention.birth is not None and mention.birth.day is not None else None


def _same_birth(left: Birth, right: Birth) -> bool:
    if (left.year, left.month, left.day) == (right.year, right.month, right.day):
        return True
    is_unclear = left.ambiguous or right.ambiguous
    return is_unclear and (left.year, left.month, left.day) == (right.year, right.day, right.month)


def _equal(left: object, right: object) -> bool:
    return left == right


# Field, what a mention tells of it (None or "" where silent), and whether two tellings agree.
_FACTS: tuple[tuple[str, Callable[[Mention], object], Callable[..., bool]], ...] = (
    ("sex", lambda mention: mention.sex, _equal),
    ("date_of_birth", _exact_birth, _same_birth),
    ("nationality", lambda mention: mention.nationality, _equal),
    ("separated", lambda mention: mention.separated, _equal),
)


def _disagreements(
    mentions: Sequence[Mention], field: str, tell: Callable[[Mention], object], agree: Callable[..., bool]
) -> Iterator[Change]:
    told = [(mention, fact) for mention in mentions if (fact := tell(mention)) not in (None, "")]
    heard: list[object] = []
    for mention, fact in told:
        first, first_fact = told[0]
        if mention.agency == first.agency or any(agree(fact, other) for other in (first_fact, *heard)):
            continue
        heard.append(fact)
        yield _contradiction(first, mention, field, text_of(first_fact), text_of(fact))


def _two_custodies(listings: Sequence[Listing], destinations: Destinations) -> Iterator[Change]:
    """Two agencies that both hold the person now: one of the lists is wrong or late."""
    holding = [listing.mention for listing in listings if _holds(listing, destinations)]
    for mention in holding[1:]:
        if mention.agency != holding[0].agency:
            yield _contradiction(holding[0], mention, "custody", _custody_text(holding[0]), _custody_text(mention))


def _holds(listing: Listing, destinations: Destinations) -> bool:
    mention = listing.mention
    return (
        listing.is_current
        and destinations.kind(listing) is RosterKind.CUSTODY
        and mention.discharged_on is None
        and mention.removed_on is None
        and destinations.onward(listing).course is Course.STAYS
    )


def _custody_text(mention: Mention) -> str:
    return mention.facility or text_of(mention.admitted_on)


def _failed_hand_overs(listings: Sequence[Listing], destinations: Destinations) -> Iterator[Change]:
    """Sent to an agency that supplies rosters and whose rosters don't know the person."""
    known_to = {listing.mention.agency for listing in listings}
    for listing in listings:
        mention, onward = listing.mention, destinations.onward(listing)
        if onward.course is Course.SENT and onward.agencies and not onward.agencies & known_to:
            yield Change(
                agency=mention.agency,
                record_id=mention.record_id,
                change=ChangeKind.CONTRADICTION,
                field="destination",
                before=mention.destination or mention.status,
                other_agency=min(onward.agencies),
            )


def _contradiction(first: Mention, other: Mention, field: str, before: str, after: str) -> Change:
    return Change(
        agency=first.agency,
        record_id=first.record_id,
        change=ChangeKind.CONTRADICTION,
        field=field,
        before=before,
        after=after,
        other_agency=other.agency,
        other_record_id=other.record_id,
    )
