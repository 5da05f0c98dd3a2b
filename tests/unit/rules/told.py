"""Short ways to say who is listed where. Nobody here exists."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from reencuentro.linkage.mentions import Mention
from reencuentro.rules.custody import Reason, Unaccounted, find_unaccounted
from reencuentro.rules.rosters import Listing, PersonFacts, RosterFacts, RosterKind

AS_OF = date(2018, 6, 19)


def roster(agency: str, kind: RosterKind, **facts: Any) -> RosterFacts:
    """The newest roster of an agency, of the day itself unless said otherwise; its key is the agency's code."""
    return RosterFacts(**{"key": agency, "agency": agency, "as_of": AS_OF, "kind": kind, **facts})


BORDER = roster("cbp", RosterKind.BORDER)
CARE = roster("orr", RosterKind.CUSTODY)
DETENTION = roster("ice", RosterKind.CUSTODY)
CONSULATE = roster("consulado_mx", RosterKind.REGISTRY)
ROSTERS = (BORDER, CARE, DETENTION, CONSULATE)


def listed(agency: str, *, gone: bool = False, record_id: str = "1", **facts: Any) -> Listing:
    """A record on the agency's newest roster, or on an earlier one only."""
    return Listing(
        mention=Mention(agency=agency, record_id=record_id, **facts),
        roster=agency + (" before" if gone else ""),
        is_current=not gone,
    )


def met(**facts: Any) -> Listing:
    """A record of the border list."""
    return listed("cbp", apprehended_on=date(2018, 6, 5), apprehended_at="RGV", **facts)


def child(*listings: Listing, person_id: str = "P1") -> PersonFacts:
    """A child with these records."""
    return PersonFacts(person_id=person_id, is_child=True, listings=listings)


def unaccounted(
    person: PersonFacts, rosters: Sequence[RosterFacts] = ROSTERS, *others: PersonFacts
) -> Unaccounted | None:
    """What is found about one child among others."""
    before = [roster(each.agency, each.kind, key=f"{each.agency} before", is_newest=False) for each in rosters]
    found = find_unaccounted([person, *others], [*rosters, *before], as_of=AS_OF)
    return next((each for each in found if each.person_id == person.person_id), None)


def reason(*listings: Listing) -> Reason | None:
    """Why a child with these records is unaccounted for; None where it is placed."""
    found = unaccounted(child(*listings))
    return found.reason if found else None
