"""Merkle trees against the vectors that the implementations of certificate transparency share."""

from functools import reduce

import pytest

from reencuentro.interchange.transparency.merkle import (
    EMPTY_ROOT,
    RightEdge,
    Tree,
    consistency_holds,
    inclusion_holds,
    leaf_hash,
)

LEAVES = [
    leaf_hash(bytes.fromhex(text))
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    bytes.fromhex(text)
    for text in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
}
CONSISTENCY = {
    (1, 1): (),
    (1, 8): INCLUSION[0, 8],
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


def grown(leaves: list[bytes]) -> RightEdge:
    return reduce(RightEdge.appended, leaves, RightEdge())


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_that_everybody_has(size: int) -> None:
    assert Tree(LEAVES).root(size) == ROOTS[size]
    assert grown(LEAVES[:size]).root == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_that_everybody_has(index: int, size: int) -> None:
    proof = Tree(LEAVES).inclusion_proof(index, size)

    assert tuple(step.hex() for step in proof) == INCLUSION[index, size]
    assert inclusion_holds(LEAVES[index], index, (size, ROOTS[size]), proof)


@pytest.mark.parametrize(("earlier", "size"), CONSISTENCY)
def test_consistency_proofs_are_those_that_everybody_has(earlier: int, size: int) -> None:
    proof = Tree(LEAVES).consistency_proof(earlier, size)

    assert tuple(step.hex() for step in proof) == CONSISTENCY[earlier, size]
    assert consistency_holds((earlier, ROOTS[earlier]), (size, ROOTS[size]), proof)


def test_every_tree_goes_on_from_the_empty_one() -> None:
    assert consistency_holds((0, EMPTY_ROOT), (8, ROOTS[8]), ())
    assert not consistency_holds((0, ROOTS[1]), (8, ROOTS[8]), ())


def test_a_tree_does_not_go_on_from_a_larger_one() -> None:
    assert not consistency_holds((8, ROOTS[8]), (6, ROOTS[6]), Tree(LEAVES).consistency_proof(6, 8))


def test_a_longer_proof_proves_nothing() -> None:
    proof = Tree(LEAVES).inclusion_proof(0, 8)

    assert not inclusion_holds(LEAVES[0], 0, (8, ROOTS[8]), (*proof, ROOTS[1]))
    assert not consistency_holds((1, ROOTS[1]), (8, ROOTS[8]), (*Tree(LEAVES).consistency_proof(1), ROOTS[1]))


def test_there_is_no_proof_of_what_is_not_there() -> None:
    tree = Tree(LEAVES)

    with pytest.raises(IndexError):
        tree.inclusion_proof(6, 6)
    with pytest.raises(IndexError):
        tree.consistency_proof(7, 6)


def test_an_edge_has_one_subtree_for_each_binary_one() -> None:
    assert grown(LEAVES[:7]).is_whole
    assert not RightEdge(8, grown(LEAVES[:7]).hashes).is_whole
    assert not RightEdge(1, (b"short",)).is_whole
