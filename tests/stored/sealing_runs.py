"""What a process of its own does to a registry until it is killed; it says when it begins."""

from datetime import UTC, datetime

from reencuentro.actions.keys import rotate_keys
from reencuentro.records.registry import change_passphrase, open_registry


def seal_plain(place: str) -> None:
    """Open a plain registry, which seals it."""
    print("begun", flush=True)
    with open_registry(place):
        pass


def renew_random(place: str) -> None:
    """Seal the registry under another random key."""
    print("begun", flush=True)
    change_passphrase(place, None)


def rotate(place: str) -> None:
    """Renew every agency's key."""
    with open_registry(place):
        print("begun", flush=True)
        rotate_keys(by="tests", at=datetime.now(UTC))
