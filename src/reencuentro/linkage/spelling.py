"""How two written words can be the same word: spelling habits, nicknames, slips, cut-off forms."""

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from unicodedata import combining, normalize

from rapidfuzz.distance import OSA

from reencuentro.linkage.nicknames import formal_names


class Likeness(IntEnum):
    """How alike two words of a name are, from nothing to the same letters."""

    DIFFERENT = 0
    SHORTENED = 1  # an initial, or cut off: "J", "Alej" for "Alejandro"
    SLIP = 2  # one or two letters wrong, missing or transposed
    VARIANT = 3  # another spelling of the same sound, or a nickname
    EQUAL = 4


@lru_cache(maxsize=1 << 20)
def fold(text: str) -> str:
    """Lower case, without accents and punctuation, words parted by single spaces.

    Apostrophes vanish instead of parting words: the glottal stop of Maya names (K'iche', Tz'unun) is written
    with any of a dozen signs, or not at all.
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    kept = (
        " " if not (letter.isalnum() or letter in _APOSTROPHES) else letter
        for letter in normalize("NFKD", normalize("NFKD", text).casefold())  # "Ⓐ" has its capital inside
        if not combining(letter)
    )
    return " ".join("".join(letter for letter in kept if letter not in _APOSTROPHES).split())


_APOSTROPHES = frozenset("'’‘ʼʻ`´ꞌ′")

# Spanish and Maya spelling: first match wins at each position, longest patterns first. H is silent; B and V, S, Z and
# soft C, LL and Y sound alike; Maya K', Q', Q and TZ are written C, K, QU and S by Spanish-speaking clerks.
_SOUNDS: tuple[tuple[str, str], ...] = (
    ("tch", "C"), ("tzh", "s"), ("sch", "s"),
    ("chr", "kr"), ("ch", "C"), ("sh", "s"), ("tz", "s"), ("ts", "s"), ("ph", "f"), ("th", "t"), ("ll", "i"),
    ("que", "ke"), ("qui", "ki"), ("gue", "ge"), ("gui", "gi"), ("gua", "ua"), ("guo", "uo"),
    ("ge", "je"), ("gi", "ji"), ("ce", "se"), ("ci", "si"), ("mb", "nb"), ("mp", "np"),
    ("h", ""), ("c", "k"), ("q", "k"), ("z", "s"), ("x", "s"), ("v", "b"), ("w", "u"), ("y", "i"),
)  # fmt: skip


_HEARD = dict(_SOUNDS)
_WRITTEN = re.compile("|".join(pattern for pattern, _ in _SOUNDS))
_REPEATED = re.compile(r"(.)\1+", re.DOTALL)


def sound(word: str) -> str:
    """A folded word as a Spanish ear hears it: equal for spellings that sound alike.

    sound("xol") == sound("shol"); sound("valdez") == sound("baldes"); sound("ixcoy") == sound("iskoi").
    """
    return _REPEATED.sub(r"\1", _WRITTEN.sub(lambda found: _HEARD[found[0]], word))


def sounds(words: Sequence[str]) -> list[str]:
    """How each of many folded words sounds: all of them at once, in a third of the time."""
    parts = _PARTED.split(_BETWEEN.join(words))
    parts[1::2] = map(_HEARD.__getitem__, parts[1::2])
    return _REPEATED.sub(r"\1", "".join(parts)).split(_BETWEEN)[: len(words)]


_PARTED = re.compile(f"({_WRITTEN.pattern})")
_BETWEEN = "\n\r"  # two signs that no word holds: one alone would be repeated where a word is silent


@lru_cache(maxsize=1 << 20)
def likeness(left: str, right: str) -> Likeness:
    """How alike two folded words are; the order of the two doesn't matter."""
    if left == right:
        return Likeness.EQUAL
    short, long = sorted((left, right), key=lambda word: (len(word), word))
    if len(short) >= 2 and _heard_names(short) & _heard_names(long):
        return Likeness.VARIANT
    if _is_slip(left, right, SHORTEST_SLIP) or _is_slip(sound(left), sound(right), SHORTEST_HEARD_SLIP):
        return Likeness.SLIP
    if long.startswith(short) and (len(short) == 1 or len(short) >= 3):
        return Likeness.SHORTENED
    return Likeness.DIFFERENT


def heard_names(word: str, heard: str) -> frozenset[str]:
    """What the word, or a name that it stands for, sounds like: Meche is Mercedes and Mersedes.

    heard: how the word itself sounds.
    """
    meant = formal_names(word)
    return frozenset((heard,)) if len(meant) == 1 else frozenset(sound(name) for name in meant)


@lru_cache(maxsize=1 << 18)
def _heard_names(word: str) -> frozenset[str]:
    return heard_names(word, sound(word))


LONGEST_WORD = 32
"""Letters up to which words are searched for slips; what is longer is no name."""


SHORTEST_SLIP = 4
"""Letters from which a written word can hold a slip and still be known."""
SHORTEST_HEARD_SLIP = 5
"""The same of sounds, which have fewer letters to tell words apart."""


def _is_slip(left: str, right: str, shortest: int) -> bool:
    """One edit apart; transposed neighbours are one (optimal string alignment). Figures aren't mistaken: 1123, 1124."""
    lengths = sorted((len(left), len(right)))
    fit = lengths[0] >= shortest and lengths[1] <= LONGEST_WORD and left.isalpha() and right.isalpha()
    return fit and OSA.distance(left, right, score_cutoff=1) <= 1
