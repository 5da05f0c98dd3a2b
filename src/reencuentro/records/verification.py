"""Verifies the registry's own log: what is kept against what was written, signed and given away."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import DatabaseError

from reencuentro.errors import RegistryError
from reencuentro.interchange.transparency.checkpoints import Checkpoint, opened
from reencuentro.interchange.transparency.log_files import Verified
from reencuentro.interchange.transparency.merkle import RightEdge
from reencuentro.interchange.transparency.notes import NoteError, PublicKey
from reencuentro.interchange.transparency.verifying import Fault, FaultKind, Leaf, Walk, faults_against, walked
from reencuentro.records.audit import AuditCheckpoint, AuditEntry, AuditHead, signing_key

Taken = Callable[[Leaf], object]


def verify_registry(
    earlier: Sequence[Checkpoint] = (), key: PublicKey | None = None, taken: Taken | None = None
) -> Verified:
    """Walks along the open registry's log, and checks it against the checkpoints it signed and those given.

    key: the log's public key, known from elsewhere. taken: is shown each entry on the way.
    Locks nothing: what is appended meanwhile isn't looked at. Whatever a forger may have put into the database is a
    fault in the answer, not an error.
    """
    kept = list(AuditCheckpoint.objects.order_by("pk"))  # before the head: a later one may be of a longer log
    edge, faults = _edge()
    own = own_key()
    if own is None:
        faults.append(Fault(FaultKind.HEAD, "the registry has lost the key with which its log is signed"))
    if key not in (None, own):
        faults.append(Fault(FaultKind.SIGNATURE, "the registry signs with another key than the one given"))
    signed = [one for row in kept if (one := _opened(row, own, faults))]
    witnessed = [*signed, *earlier]
    walk = walked(_shown(_leaves(edge), taken), [one.size for one in witnessed])
    faults += [*walk.faults, *_beyond(walk, edge)]
    faults += [fault for one in witnessed for fault in faults_against(walk, one)]
    checkpoint = Checkpoint(own.name if own else "", walk.edge.size, walk.edge.root)
    return Verified(tuple(faults), walk.edge.size, own, checkpoint)


def own_key() -> PublicKey | None:
    """The log's public key, or None where the registry has lost it."""
    try:
        return signing_key().public()
    except RegistryError:
        return None


def _edge() -> tuple[RightEdge | None, list[Fault]]:
    try:
        head = AuditHead.objects.order_by("pk").first()
        if head is None:
            return None, [Fault(FaultKind.HEAD, "the registry no longer knows where its log ends")]
        return head.tree, []
    except _UNREADABLE:
        return None, [Fault(FaultKind.HEAD, "what the registry keeps of its log's end was damaged")]


def _opened(row: AuditCheckpoint, key: PublicKey | None, faults: list[Fault]) -> Checkpoint | None:
    try:
        checkpoint, _ = opened(row.note, [key] if key else [])
    except NoteError as error:
        faults.append(Fault(FaultKind.SIGNATURE, f"checkpoint {row.pk} that the registry keeps: {error}"))
        return None
    return checkpoint


def _shown(leaves: Iterator[Leaf], taken: Taken | None) -> Iterator[Leaf]:
    for leaf in leaves:
        if taken:
            taken(leaf)
        yield leaf


def _beyond(walk: Walk, edge: RightEdge | None) -> Iterator[Fault]:
    """What the head says against what was found."""
    if edge is None:
        return
    if walk.expected < edge.size:
        many = edge.size - walk.expected
        yield Fault(FaultKind.MISSING, f"{many} entries from {walk.expected} are missing at the end", walk.expected)
    if walk.edge != edge:
        yield Fault(FaultKind.HEAD, "the registry's own head of the log isn't that of its entries")
    count = AuditEntry.objects.count()
    if count > max(
        AuditHead.objects.values_list("size", flat=True), default=0
    ):  # read after the count: what was appended meanwhile is in both
        yield Fault(FaultKind.STRAY, "there are entries that were never appended to the log", edge.size)


def _leaves(edge: RightEdge | None) -> Iterator[Leaf]:
    entries = AuditEntry.objects.order_by("sequence", "pk")
    if edge is not None:
        entries = entries.filter(sequence__lt=edge.size)
    places = entries.values_list("pk", "sequence").iterator(chunk_size=_CHUNK)
    while chunk := dict(islice(places, _CHUNK)):
        rows = _rows(list(chunk))
        for key, sequence in chunk.items():
            yield _leaf(sequence, rows.get(key))


_CHUNK = 1_000


def _rows(keys: list[int]) -> dict[int, AuditEntry]:
    try:
        return AuditEntry.objects.in_bulk(keys)
    except _UNREADABLE:
        return {key: row for key in keys if (row := _row(key))}


def _row(key: int) -> AuditEntry | None:
    try:
        return AuditEntry.objects.get(pk=key)
    except (*_UNREADABLE, AuditEntry.DoesNotExist):
        return None


def _leaf(sequence: Any, row: AuditEntry | None) -> Leaf:
    place = sequence if type(sequence) is int else -1  # SQLite lets a text stand in a column of numbers
    try:
        return Leaf(place, row.leaf if row else None, _kept(row.leaf_hash) if row else b"")
    except _UNREADABLE:
        return Leaf(place, None, b"")


def _kept(told: Any) -> bytes:
    """The hash as it was written; a capital letter in it is a change too."""
    value = bytes.fromhex(told)
    return value if value.hex() == told else b""


# A column may hold anything once somebody has been at it.
_UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, DatabaseError)
