"""Signs an agreement for its taker, and leaves one that is over; Place.run starts it with the giver and the name.

Who signs for the taker never comes in on the pages.
"""

import sys
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from reencuentro.actions.agreements import draft_agreement, sign_agreement, version_of
from reencuentro.actions.officers import officer_of
from reencuentro.web.opening import open_for_pages


def sign_and_let_lapse(giver: str, name: str) -> None:
    """The taker signs version 1; another agreement of the same terms was over a month ago."""
    now = timezone.now()
    version = version_of(name, 1)
    taker = officer_of(f"signs.{version.taker.code}")
    sign_agreement(version, taker, at=now)
    start = now - timedelta(days=200)
    terms = replace(version.as_rule(), id=f"{name}-old", valid_from=start, valid_until=now - timedelta(days=30))
    over = draft_agreement(terms, by="tests", at=start)
    for signer in (officer_of(f"signs.{giver}"), taker):
        sign_agreement(over, signer, at=start)


if __name__ == "__main__":
    with open_for_pages(sys.argv[1]):
        sign_and_let_lapse(sys.argv[2], sys.argv[3])
