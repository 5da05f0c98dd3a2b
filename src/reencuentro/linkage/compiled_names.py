"""Names and words inside the compiled loop: what `kernels` says of two names, as plain arithmetic.

What is compiled here ends up inside the loop of `compiled`, and lies on the disk with it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]  # it comes without stubs
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from reencuentro.linkage.kernels import Floats
from reencuentro.linkage.spelling import Likeness
from reencuentro.linkage.words import Hashes

_CODE_BITS = 6  # of a slot of the table of similar words, which hold the likeness; the pair of words is above them
# The compiler wants plain numbers.
_EQUAL, _BITS = int(Likeness.EQUAL), len(Likeness)
_NOBODY = 2

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compiled for plain numbers and arrays: without counting references, which would cost more than the work."""
    # The stubs know neither `_nrt` nor what comes back.
    return njit(cache=True, nogil=True, _nrt=False)(function)  # type: ignore[call-overload,no-any-return]


def inlined(function: F) -> F:
    """The same, put into its caller: handing over all the tables would cost more than most questions."""
    # As above.
    return njit(nogil=True, _nrt=False, forceinline=True)(function)  # type: ignore[call-overload,no-any-return]


def _fetched(typing: Any, array: Any, place: Any) -> Any:
    """Ask for the line of the cache that holds this byte of an array, so that it is there when it is its turn."""
    pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        line = builder.gep(builder.bitcast(data, pointer), [arguments[1]])
        kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        ask = builder.module.declare_intrinsic("llvm.prefetch", [pointer], kind)
        builder.call(ask, [line, *(ir.Constant(number, told) for told in (0, 3, 1))])  # to read, often, data
        return context.get_dummy_value()

    return types.void(array, types.int64), generate


fetch: Callable[..., None] = intrinsic(_fetched)
"""`_fetched`, to be called with an array and the number of a byte in it."""

LINE = 64
"""Bytes of a line of the processor's cache."""


class Lookup(NamedTuple):
    """`words.Table`, a slot of which holds pair and likeness together: one trip to memory.

    filter: two bits for each pair of similar words, in one cell; few other pairs have both of theirs. shift, cell: bits
    by which a mixed key is shifted to its slot and to its cell.
    """

    slots: Hashes
    filter: Hashes
    size: np.uint64
    shift: np.uint64
    cell: np.uint64
    multiplier: np.uint64


class Rules(NamedTuple):
    """The tabulated rules of one name part (`kernels.Rules`), and the shares of words, shape (words, 2)."""

    level: NDArray[np.int8]
    answers: NDArray[np.int8]
    agrees: NDArray[np.bool_]
    word: Floats
    alike: Floats
    beginning: Floats


@inlined
def _key(lookup: Any, a: int, b: int) -> Any:
    return np.uint64(min(a, b)) * lookup.size + np.uint64(max(a, b))


@inlined
def _marks(mixed: Any) -> Any:
    """The two bits of a mixed key in its cell of the filter."""
    mixed >>= np.uint64(24)
    return np.uint64(1) << (mixed & np.uint64(63)) | np.uint64(1) << (mixed >> np.uint64(6) & np.uint64(63))


@inlined
def _perhaps(lookup: Any, a: int, b: int) -> int:
    """1 where two words may be alike, 0 where they certainly aren't; without a branch, which would be guessed wrong."""
    mixed = _key(lookup, a, b) * lookup.multiplier
    marks = _marks(mixed)
    return int(lookup.filter[mixed >> lookup.cell] & marks == marks)


@inlined
def fetch_filter(lookup: Any, a: int, b: int) -> None:
    """Ask for the cell of the filter that two words lead to."""
    fetch(lookup.filter, np.int64(_key(lookup, a, b) * lookup.multiplier >> lookup.cell) * 8)


@inlined
def _alike(lookup: Any, given: bool, a: int, b: int) -> int:
    """The likeness of two different words."""
    key = _key(lookup, a, b)
    slot = key * lookup.multiplier >> lookup.shift
    while lookup.slots[slot] != 0:
        if lookup.slots[slot] >> np.uint64(_CODE_BITS) == key:
            code = int(np.int64(lookup.slots[slot] & np.uint64(63)))
            return code >> 3 if given else code & 7
        slot += np.uint64(1)
    return 0


@compiled
def fill(keys: Any, codes: Any, multiplier: Any, cell: Any, slots: Any, filter_: Any) -> None:
    """Fill in the slots and the filter of a Lookup from the parts of `words.Table`."""
    for n in range(len(keys)):
        if keys[n] != 0:
            slots[n] = keys[n] << np.uint64(_CODE_BITS) | np.uint64(codes[n])
            mixed = keys[n] * multiplier
            filter_[mixed >> cell] |= _marks(mixed)


@inlined
def _case(lookup: Any, given: bool, counts: tuple[int, int], words: tuple[int, int, int, int]) -> int:
    """Which of the tabulated cases it is that the words a, b of one name meet x, y of another.

    Words that are answered by their equals, each in its place, need no answer crosswise, as in `kernels`.
    """
    a, b, x, y = words
    straight, last = (a == x) & (a > 0), (b == y) & (b > 0)
    crossed, back = (a == y) & (a > 0), (b == x) & (b > 0)
    cross = crossed | back | (not (straight | last))
    case = (counts[0] * 3 + counts[1]) * _BITS**4
    case += _EQUAL * (straight * _BITS**3 + crossed * _BITS**2 + back * _BITS + last)
    asked = int((a > 0) & (x > 0) & (not straight)) * _perhaps(lookup, a, x)
    asked |= int((b > 0) & (y > 0) & (not last)) * _perhaps(lookup, b, y) << 1
    asked |= int((a > 0) & (y > 0) & (not crossed) & cross) * _perhaps(lookup, a, y) << 2
    asked |= int((b > 0) & (x > 0) & (not back) & cross) * _perhaps(lookup, b, x) << 3
    if asked:
        if asked & 1:
            case += _alike(lookup, given, a, x) * _BITS**3
        if asked & 2:
            case += _alike(lookup, given, b, y)
        if asked & 4:
            case += _alike(lookup, given, a, y) * _BITS**2
        if asked & 8:
            case += _alike(lookup, given, b, x) * _BITS
    return int(case)


@inlined
def given_case(lookup: Any, one: Any, other: Any) -> int:
    """Which of the tabulated cases two names' given names are."""
    words = one.first_given, one.second_given, other.first_given, other.second_given
    return int(_case(lookup, True, (one.given_words, other.given_words), words))


@inlined
def surname_case(lookup: Any, one: Any, other: Any) -> int:
    """The same of their surnames."""
    words = one.first_surname, one.second_surname, other.first_surname, other.second_surname
    return int(_case(lookup, False, (one.surname_words, other.surname_words), words))


@inlined
def fused(one: Any, other: Any) -> bool:
    """Whether the other writes two surnames where the one writes them as one word."""
    return bool(one.surname_words == 1 and other.fused > 0 and other.fused == one.first_surname)


@inlined
def share_of(rules: Any, case: int, words: tuple[int, int, int, int], begins: bool, whole: float) -> float:
    """log2 of how common the words are that answer each other; whole: of how common all of them together are."""
    (a, b, x, y), share, agreeing = words, 0.0, 0
    for place in range(2):
        at = rules.answers[place, case]
        if at == _NOBODY:
            continue
        one = a if place == 0 else b
        other = x if at == 0 else y
        if begins:
            share += max(rules.beginning[one, place], rules.beginning[other, at])
        elif one == other:
            share += max(rules.word[one, place], rules.word[other, at])
        else:
            share += max(rules.alike[one, place], rules.alike[other, at])
        agreeing += 1
    return max(share, whole) if agreeing == 2 else share
