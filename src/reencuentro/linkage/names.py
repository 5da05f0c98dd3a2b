"""Names of the two-surname world: how they are taken apart, and how two of them compare."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import takewhile
from math import log

from reencuentro.linkage.mentions import Mention
from reencuentro.linkage.spelling import Likeness, fold, likeness


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name in folded words, particles left out.

    María José de la Cruz de León is ("maria", "jose"), ("cruz", "leon").
    """

    given: tuple[str, ...]
    surnames: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.given or self.surnames)


class Given(IntEnum):
    """How given names compare; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    SAME = 1
    SUBSET = 2  # one source leaves a given name out
    VARIANT = 3  # nickname or spelling variant
    SLIP = 4
    SHORTENED = 5  # initials or cut-off
    PARTLY = 6  # one given name agrees, another differs
    DIFFERENT = 7


class Surnames(IntEnum):
    """How surnames compare; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    BOTH = 1
    BOTH_NEARLY = 2  # a variant, slip or cut-off in one or both, or written as one word
    SWAPPED = 3
    ONE = 4  # the only one that both sources give agrees
    ONE_NEARLY = 5
    CROSSED = 6  # the only surname of one source is the second of the other
    FIRST_ONLY = 7  # first agrees, second differs
    SECOND_ONLY = 8
    DIFFERENT = 9


_PARTICLES = frozenset(
    "de del la las los el y e da do dos das di du van von der den vda viuda jr sr junior ii iii".split()
)
_SAINTS = frozenset(("san", "santa", "santo", "sta", "sto"))
_FUSED_PARTICLES = ("dela", "delos", "delas")


LONGEST = 12
"""Words of a name that are compared: more than anyone bears, fewer than a cell of junk holds."""


@lru_cache(maxsize=1 << 19)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a name that tell people apart: particles dropped, saints joined to what follows.

    words("de la Cruz") == words("Delacruz") == ("cruz",); words("San Juan") == ("sanjuan",).
    """
    found: list[str] = []
    saint = ""
    every = _fused(fold(text).split())
    for word in every:
        if word in _SAINTS:
            saint = "san" if word in ("san", "santo", "sto") else "santa"
        elif word not in _PARTICLES:
            found.append(saint + _without_fused_particle(word))
            saint = ""
    if saint:
        found.append(saint)
    return tuple(found or every)[:LONGEST]


def particle(word: str) -> bool:
    """Whether the folded word only joins others: de, la, viuda, Jr."""
    return word in _PARTICLES


def seen_alone(word: str) -> str | None:
    """What `words` makes of one folded word, whatever stands beside it; None where its neighbours matter."""
    return None if word in _SAINTS or word in _BEGINS_DOUBLE else _without_fused_particle(word)


def _fused(written: list[str]) -> list[str]:
    """The few surnames that are two words and a particle, made one: Montes de Oca, Ponce de León."""
    for first, last in _DOUBLE:
        if (
            first in written
            and (at := written.index(first)) + 2 < len(written)
            and written[at + 1 : at + 3] == ["de", last]
        ):
            written = [*written[:at], first + last, *written[at + 3 :]]
    return written


_DOUBLE = (("montes", "oca"), ("ponce", "leon"), ("ladron", "guevara"), ("nunez", "balboa"))


_BEGINS_DOUBLE = frozenset(first for first, _ in _DOUBLE)


CHANGEABLE = _PARTICLES | _SAINTS | _BEGINS_DOUBLE
"""Folded words that don't stand for themselves alone, whatever is beside them."""
MAY_HOLD_PARTICLE = "del"
"""What a folded word begins with if it holds a particle."""


def _without_fused_particle(word: str) -> str:
    for particle in _FUSED_PARTICLES:
        if word.startswith(particle) and len(word) - len(particle) >= 4:
            return word[len(particle) :]
    return word


class Lexicon:
    """Which words are given names and which are surnames, counted in the data at hand.

    Needed for names written without a comma, where nothing else says where the surnames begin.
    """

    def __init__(self, given: Iterable[str] = (), surnames: Iterable[str] = ()) -> None:
        self._given = Counter(given)
        self._surnames = Counter(surnames)

    @classmethod
    def of(cls, mentions: Iterable[Mention]) -> "Lexicon":
        """Counted over the mentions that keep given names and surnames apart, by column or by comma."""
        lexicon = cls()
        for mention in mentions:
            given, surnames = _parts_as_written(mention)
            lexicon._given.update(given)
            lexicon._surnames.update(surnames)
        return lexicon

    def leaning(self, word: str) -> float:
        """Log-odds that the word is a given name, in [-2, 2]; 0 for a word never seen.

        Bounded, since among the Q'anjob'al every given name is a surname too (Pascual Tomás Juan).
        """
        return min(2.0, max(-2.0, log((self._given[word] + 0.5) / (self._surnames[word] + 0.5))))


def _parts_as_written(mention: Mention) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Given names and surnames where the source keeps them apart, else two empty tuples."""
    columns = mention.first_surname or mention.second_surname or mention.surnames
    if mention.given_names or columns:
        first, second = words(mention.first_surname), words(mention.second_surname)
        # Where there is a column for each, whatever stands in one of them is one surname.
        apart = ("".join(first), "".join(second)) if first and second else first + second
        return words(mention.given_names), apart or words(mention.surnames)
    before, comma, after = mention.full_name.partition(",")
    return (words(after), words(before)) if comma and after.strip() else ((), ())


def name_of(mention: Mention, lexicon: Lexicon) -> Name:
    """The subject's name, taken apart."""
    given, surnames = _parts_as_written(mention)
    if given and surnames:
        return _put_right(given, surnames, lexicon)
    return _completed(given, surnames, lexicon) if given or surnames else split_name(mention.full_name, lexicon)


EXCHANGED = -3.0
"""How far the first words of two columns must lean to each other's, in log-odds, to have been exchanged."""


def _put_right(given: tuple[str, ...], surnames: tuple[str, ...], lexicon: Lexicon) -> Name:
    """Where the columns were exchanged, Zavala standing for a given name and Ernesto for a surname: each in its own."""
    if lexicon.leaning(given[0]) - lexicon.leaning(surnames[0]) > EXCHANGED:
        return Name(given, surnames)
    moved = tuple(takewhile(lambda word: lexicon.leaning(word) > 0, surnames))
    return Name(moved, given + surnames[len(moved) :])


def _completed(given: tuple[str, ...], surnames: tuple[str, ...], lexicon: Lexicon) -> Name:
    """Some sources write the whole name into one of two columns: then its words say which is which."""
    written = given or surnames
    if len(written) < 3:
        return Name(given, surnames)
    return _best_split(written, lexicon)


def split_name(text: str, lexicon: Lexicon) -> Name:
    """Take apart a name written in one piece: "SURNAME SURNAME, GIVEN GIVEN" or given names first."""
    before, comma, after = text.partition(",")
    if comma and after.strip():
        return Name(words(after), words(before))
    return _best_split(words(before), lexicon)


# How many words of a name of that many words are given names, commonest first.
COMMON_SPLITS = {2: (1,), 3: (1, 2), 4: (2, 1, 3), 5: (2, 3), 6: (3, 2)}
HABIT = 3.0  # log-odds in favour of given names first, against surnames first without a comma
RARER = 0.7  # log-odds lost by each less common split


def _best_split(written: tuple[str, ...], lexicon: Lexicon) -> Name:
    if len(written) < 2:
        return Name(written, ())
    best, best_score = Name(written[:1], written[1:]), float("-inf")
    leanings = [lexicon.leaning(word) for word in written]
    for rank, given in enumerate(COMMON_SPLITS.get(len(written), (2, len(written) // 2))):
        surnames = len(written) - given
        first = sum(leanings[:given]) - sum(leanings[given:]) + HABIT
        last = sum(leanings[surnames:]) - sum(leanings[:surnames])
        for score, name in (
            (first - rank * RARER, Name(written[:given], written[given:])),
            (last - rank * RARER, Name(written[surnames:], written[:surnames])),
        ):
            if score > best_score:
                best, best_score = name, score
    return best


def compare_given(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[Given, tuple[str, ...]]:
    """How given names agree, and which words they agree on.

    A missing second given name is silence, not a difference; a nickname stands for its name.
    """
    short, long = (left, right) if (len(left), left) < (len(right), right) else (right, left)
    level, pairs = weigh_given([[given_likeness(a, b) for b in long] for a in short])
    return level, tuple(short[i] for i, _ in pairs)


Alike = Sequence[Sequence[Likeness]]
"""How alike each word of one name is to each word of another: one row a word of the one."""


def weigh_given(alike: Alike) -> tuple[Given, list[tuple[int, int]]]:
    """How given names agree whose words are so alike, and which word answers which, best likeness first."""
    ones, others = len(alike), max(map(len, alike), default=0)
    if not ones or not others:
        return Given.UNKNOWN, []
    found = aligned(alike)
    pairs = [(i, j) for i, j, _ in found]
    if not found:
        return Given.DIFFERENT, pairs
    weakest = min(likeness for _, _, likeness in found)
    if len(found) < min(ones, others):
        return (Given.PARTLY if weakest >= Likeness.SLIP else Given.DIFFERENT), pairs
    if weakest == Likeness.EQUAL:
        return (Given.SAME if ones == others else Given.SUBSET), pairs
    return _GIVEN_LEVEL[weakest], pairs


_GIVEN_LEVEL = {
    Likeness.EQUAL: Given.SAME,
    Likeness.VARIANT: Given.VARIANT,
    Likeness.SLIP: Given.SLIP,
    Likeness.SHORTENED: Given.SHORTENED,
    Likeness.DIFFERENT: Given.DIFFERENT,
}


@lru_cache(maxsize=1 << 20)
def given_likeness(left: str, right: str) -> Likeness:
    """Likeness of two given names; Mario and María, Juan and Juana are two people, however few letters apart."""
    alike = likeness(left, right)
    return Likeness.DIFFERENT if distinct_endings(left, right, alike) else alike


def distinct_endings(left: str, right: str, alike: Likeness) -> bool:
    """Whether two words that are alike are a man's and a woman's name, told apart by the last letter."""
    if left[:-1] == right[:-1] and {left[-1:], right[-1:]} == {"a", "o"}:
        return True
    if alike != Likeness.SLIP:
        return False
    short, long = sorted((left, right), key=len)
    return bool(long[:-1] in (short, short[:-1]) and {short[-1], long[-1]} & {"a"} and short[-1] != long[-1])


def aligned(alike: Alike) -> list[tuple[int, int, Likeness]]:
    """The best pairing of the words of two names, best likeness first; each word is used once."""
    likely = sorted(
        ((likeness, -(i + j), -i, -j) for i, row in enumerate(alike) for j, likeness in enumerate(row) if likeness),
        reverse=True,
    )
    pairs: list[tuple[int, int, Likeness]] = []
    for alikeness, _, i, j in likely:
        if all(-i != one and -j != other for one, other, _ in pairs):
            pairs.append((-i, -j, alikeness))
    return pairs


def compare_surnames(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[Surnames, tuple[str, ...]]:
    """How surnames agree, position by position, and which words they agree on.

    Spanish-speaking rosters write both surnames, US rosters often only one of them, or both as one word.
    """
    a, b = sorted((left[:2], right[:2]))
    fused = len(a) != len(b) and "".join(a) == "".join(b)
    level, pairs = weigh_surnames([[likeness(x, y) for y in b] for x in a], fused=fused)
    if fused:
        return level, a if len(a) == 2 else b
    return level, tuple(a[i] for i, _ in pairs)


def weigh_surnames(alike: Alike, *, fused: bool) -> tuple[Surnames, list[tuple[int, int]]]:
    """How surnames agree whose words are so alike, and which word answers which.

    alike: up to two words a side. fused: one side writes as one word what the other writes as two.
    """
    ones, others = len(alike), max(map(len, alike), default=0)
    if not ones or not others:
        return Surnames.UNKNOWN, []
    if fused:
        return Surnames.BOTH_NEARLY, [(0, 0)]
    return _weigh_two(alike) if ones == others == 2 else _weigh_one(alike)


def _weigh_two(alike: Alike) -> tuple[Surnames, list[tuple[int, int]]]:
    first, second = alike[0][0], alike[1][1]
    if first and second:
        both = Surnames.BOTH if min(first, second) == Likeness.EQUAL else Surnames.BOTH_NEARLY
        return both, [(0, 0), (1, 1)]
    if first >= Likeness.SLIP:
        return Surnames.FIRST_ONLY, [(0, 0)]
    if second >= Likeness.SLIP:
        return Surnames.SECOND_ONLY, [(1, 1)]
    if min(alike[0][1], alike[1][0]) >= Likeness.SLIP:
        return Surnames.SWAPPED, [(0, 1), (1, 0)]
    return Surnames.DIFFERENT, []


def _weigh_one(alike: Alike) -> tuple[Surnames, list[tuple[int, int]]]:
    if alike[0][0]:
        return (Surnames.ONE if alike[0][0] == Likeness.EQUAL else Surnames.ONE_NEARLY), [(0, 0)]
    for i, row in enumerate(alike):
        for j, one in enumerate(row):
            if one >= Likeness.SLIP:
                return Surnames.CROSSED, [(i, j)]
    return Surnames.DIFFERENT, []
