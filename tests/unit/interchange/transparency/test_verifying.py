"""What a walk along a log finds, and where."""

from collections.abc import Iterable

from reencuentro.interchange.transparency.checkpoints import Checkpoint
from reencuentro.interchange.transparency.merkle import EMPTY_ROOT, leaf_hash
from reencuentro.interchange.transparency.verifying import FaultKind, Leaf, faults_against, walked


def leaves(*sequences: int) -> list[Leaf]:
    return [Leaf(number, b"%d" % number, leaf_hash(b"%d" % number)) for number in sequences]


def found(entries: Iterable[Leaf]) -> list[tuple[FaultKind, int | None]]:
    return [(fault.kind, fault.entry) for fault in walked(entries).faults]


def test_nothing_is_wrong_with_a_log_without_gaps() -> None:
    assert found(leaves(0, 1, 2)) == []
    assert found([]) == []


def test_what_was_taken_out_is_named_once() -> None:
    assert found(leaves(0, 3, 4)) == [(FaultKind.MISSING, 1)]
    assert walked(leaves(0, 3)).faults[0].told == "2 entries from 1 are missing"


def test_what_stands_twice_or_too_late_is_named() -> None:
    assert found(leaves(0, 1, 1, 2)) == [(FaultKind.OUT_OF_PLACE, 1)]
    assert found(leaves(1, 0)) == [(FaultKind.MISSING, 0), (FaultKind.OUT_OF_PLACE, 0)]


def test_an_entry_that_cannot_be_read_is_altered() -> None:
    assert found([Leaf(0, None, b"")]) == [(FaultKind.ALTERED, 0)]
    assert found([Leaf(0, b"0", leaf_hash(b"1"))]) == [(FaultKind.ALTERED, 0)]


def test_every_log_goes_on_from_the_empty_one() -> None:
    assert list(faults_against(walked(leaves(0, 1), [0]), Checkpoint("log", 0, EMPTY_ROOT))) == []


def test_a_log_goes_on_from_itself_and_from_its_beginnings_only() -> None:
    walk = walked(leaves(0, 1, 2, 3), range(6))

    def kinds(size: int, root: bytes) -> list[FaultKind]:
        return [fault.kind for fault in faults_against(walk, Checkpoint("log", size, root))]

    for size in range(5):
        assert kinds(size, walked(leaves(*range(size))).edge.root) == []
        assert kinds(size, bytes(32)) == [FaultKind.REWRITTEN]
    assert kinds(5, walked(leaves(0, 1, 2, 3, 4)).edge.root) == [FaultKind.SHORTER]
