"""Laws of Merkle trees, held to the definition of RFC 6962 written down as it stands there; slow, and obvious."""

from functools import reduce
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from reencuentro.interchange.transparency.merkle import (
    RightEdge,
    Tree,
    consistency_holds,
    inclusion_holds,
    leaf_hash,
)


def head(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return sha256(b"\x01" + head(entries[:k]) + head(entries[k:])).digest()


def path(m: int, entries: list[bytes]) -> list[bytes]:
    """PATH of §2.1.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), head(entries[k:])]
    return [*path(m - k, entries[k:]), head(entries[:k])]


def subproof(m: int, entries: list[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of §2.1.2."""
    if m == len(entries):
        return [] if whole else [head(entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], whole=whole), head(entries[k:])]
    return [*subproof(m - k, entries[k:], whole=False), head(entries[:k])]


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


ENTRIES = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@given(ENTRIES)
def test_growing_a_leaf_at_a_time_gives_the_root_of_the_whole(entries: list[bytes]) -> None:
    leaves = [leaf_hash(entry) for entry in entries]
    edge = reduce(RightEdge.appended, leaves, RightEdge())

    assert edge.root == Tree(leaves).root() == head(entries)
    assert (edge.size, edge.is_whole) == (len(entries), True)


@given(ENTRIES, st.data())
def test_inclusion_proofs_are_the_definition_and_hold(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    proof = Tree([leaf_hash(entry) for entry in entries]).inclusion_proof(index)

    assert list(proof) == path(index, entries)
    assert inclusion_holds(leaf_hash(entries[index]), index, (len(entries), head(entries)), proof)


@given(ENTRIES, st.data())
def test_consistency_proofs_are_the_definition_and_hold(entries: list[bytes], data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, len(entries)))
    proof = Tree([leaf_hash(entry) for entry in entries]).consistency_proof(earlier)

    assert list(proof) == subproof(earlier, entries, whole=True)
    assert consistency_holds((earlier, head(entries[:earlier])), (len(entries), head(entries)), proof)


@given(ENTRIES, st.data())
def test_a_proof_with_any_bit_changed_proves_nothing(entries: list[bytes], data: st.DataObject) -> None:
    tree = Tree([leaf_hash(entry) for entry in entries])
    index = data.draw(st.integers(0, len(entries) - 1))
    told = [leaf_hash(entries[index]), tree.root(), *tree.inclusion_proof(index)]
    which = data.draw(st.integers(0, len(told) - 1))
    bit = data.draw(st.integers(0, 255))
    told[which] = (int.from_bytes(told[which], "big") ^ 1 << bit).to_bytes(32, "big")

    assert not inclusion_holds(told[0], index, (len(entries), told[1]), told[2:])


@given(ENTRIES, st.data())
def test_a_rewritten_beginning_is_not_consistent(entries: list[bytes], data: st.DataObject) -> None:
    earlier = data.draw(st.integers(1, len(entries)))
    which = data.draw(st.integers(0, earlier - 1))
    rewritten = [*entries[:which], entries[which] + b"!", *entries[which + 1 :]]
    proof = Tree([leaf_hash(entry) for entry in rewritten]).consistency_proof(earlier)

    assert not consistency_holds((earlier, head(entries[:earlier])), (len(entries), head(rewritten)), proof)
