"""Counts tries at guessing a secret, and makes who guesses wait longer and longer; never who has a passkey.

A try is claimed before the secret is looked at, by one UPDATE with a condition, so that a thousand at once get no more
than the limit. Wrong tries from elsewhere never shut anybody out of the place from which they came in before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, F, Value, When
from django.utils.crypto import salted_hmac

from reencuentro.records.tries import Tries

_FORGOTTEN = timedelta(hours=24)
_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 900, 3600))
"""How long to wait once the free tries are used up; the last one again and again."""

FREE_HERE, FREE_ELSEWHERE, FREE_PLACE = 5, 20, 100
"""Free tries: at one account from one place, at it from all new places together, and from one place at any account."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A try at the secret of an account, from a network. what: password or code, which are counted apart."""

    what: str
    account: str
    place: str

    @property
    def here(self) -> str:
        """The key under which this account is counted from this place."""
        return _key("here", self.what, self.account, self.place)

    @property
    def elsewhere(self) -> str:
        """The key under which this account is counted from all new places together."""
        return _key("elsewhere", self.what, self.account)

    @property
    def spread(self) -> str:
        """The key under which this place is counted, whatever the account."""
        return _key("place", self.what, self.place)


def _key(*parts: str) -> str:
    # Keyed: whoever copies the table learns neither logins nor addresses.
    return salted_hmac("reencuentro.tries", "\x1f".join(parts), algorithm="sha256").hexdigest()


def claim(guess: Guess, *, at: datetime) -> bool:
    """Whether the secret may be looked at now; if so, the try is counted as failed until `succeeded` takes it back."""
    if not _claim(guess.here, FREE_HERE, at):
        return False
    known = Tries.objects.filter(key=guess.here, known=True).exists()
    return known or (_claim(guess.elsewhere, FREE_ELSEWHERE, at) and _claim(guess.spread, FREE_PLACE, at))


def succeeded(guess: Guess, *, at: datetime) -> None:
    """The secret was right: the count begins anew here, and from now on wrong tries elsewhere don't matter here."""
    Tries.objects.filter(key=guess.here).update(failed=0, free_at=at, last_at=at, known=True)
    Tries.objects.filter(key__in=(guess.elsewhere, guess.spread), failed__gt=0).update(failed=F("failed") - 1)
    Tries.objects.filter(last_at__lt=at - 2 * _FORGOTTEN, known=False).delete()


def claim_once(what: str, secret: str, *, at: datetime) -> bool:
    """Whether this secret is used for the first time: a code seen over a shoulder works no second time."""
    return Tries.objects.get_or_create(key=_key("once", what, secret), defaults={"last_at": at, "free_at": at})[1]


def _claim(key: str, free: int, at: datetime) -> bool:
    Tries.objects.bulk_create([Tries(key=key, last_at=at, free_at=at)], ignore_conflicts=True)
    forgotten = When(last_at__lt=at - _FORGOTTEN, then=Value(1))
    waits = [When(failed__gte=free - 1 + nth, then=Value(at + delay)) for nth, delay in enumerate(_DELAYS)]
    claimed = Tries.objects.filter(key=key, free_at__lte=at).update(
        failed=Case(forgotten, default=F("failed") + 1),
        free_at=Case(When(last_at__lt=at - _FORGOTTEN, then=Value(at)), *reversed(waits), default=Value(at)),
        last_at=at,
    )
    return bool(claimed)
