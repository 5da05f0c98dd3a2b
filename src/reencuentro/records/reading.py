"""The one door for reading: what was looked at, by whom and why, is in the log before anything is shown."""

import hmac
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from reencuentro.records.audit import audit_key
from reencuentro.records.noting import OPERATOR, Capacity, Noted, noting


@contextmanager
def reading(
    action: str,
    *,
    by: str,
    about: Sequence[str] = (),
    sought: Sequence[str] = (),
    capacity: Capacity = OPERATOR,
    at: datetime | None = None,
) -> Iterator[Noted]:
    """Reads within, and notes it in the same transaction. Show what was found only after the block: then it is noted.

    about: keys only, never names; those that are only known once they are found are added by `concerns`.
    sought: what was searched for, as typed: only its keyed hash is kept.
    A refusal within is noted too. Raises RegistryError where the note can't be written: then nothing may be shown.
    """
    terms = tuple(term_hash(text) for text in sought if text)
    noted = Noted(action=action, by=by, at=at or timezone.now(), capacity=capacity, about=list(about), terms=terms)
    with noting(noted):
        yield noted


def term_hash(text: str) -> str:
    """What stands in the log for a search term: the same for the same words, whatever their case and spacing.

    Only who holds the registry's key can try whether a name was sought.
    """
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hmac.digest(audit_key(), folded.encode("utf-8", "backslashreplace"), "sha256").hex()
