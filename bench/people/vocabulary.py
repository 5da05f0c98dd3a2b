"""Which names and places there are, and how often each: learned from the shared sets where they are, else by rank."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import duckdb
import numpy as np
from numpy.typing import NDArray

from bench.peers.environment import ROOT
from reencuentro.rehearsal.chance import Weighted
from reencuentro.rehearsal.heritage import HERITAGES, MAYA, SPANISH, Heritage
from reencuentro.rehearsal.slips import without_accents

Words = NDArray[np.object_]
SHARED = ROOT.parent / "shared" / "data" / "linkage"
LEARNED_FROM = SHARED / "people_1m.parquet"
SEEN = 6  # a spelling that occurs less often is more likely a slip than a name
SLIP_RATIO = 60  # nor is a name what differs in one letter from another that is so many times as frequent
PLACES_WITHOUT_LIST = 300


@dataclass(frozen=True)
class Frequencies:
    """Words with their cumulated shares."""

    words: Words
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> "Frequencies":
        """Words by their weights, in the order of the alphabet, so that nothing depends on how they were counted."""
        words = sorted(weights)
        sums = np.cumsum([weights[word] for word in words])
        return cls(np.array(words, dtype=object), sums / sums[-1])

    def draw(self, luck: NDArray[np.float64]) -> Words:
        """One word for each number in [0, 1)."""
        return np.asarray(self.words[np.searchsorted(self.shares, luck, side="right")], dtype=object)


@dataclass(frozen=True)
class Culture:
    """How some families are named. share: of all families; single: one surname; mother_first: hers comes first."""

    name: str
    share: float
    surnames: Frequencies
    female: Frequencies
    male: Frequencies
    single: bool = False
    mother_first: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All that can be drawn."""

    cultures: tuple[Culture, ...]
    places: Frequencies


def plain(name: str) -> str:
    """As the shared sets write names: capitals without accents, apostrophes or spaces."""
    return "".join(letter for letter in without_accents(name).upper() if "A" <= letter <= "Z")


@cache
def vocabulary() -> Vocabulary:
    """Three in four families Spanish-named, one in five Maya, the rest with other orders of surnames."""
    spanish, places = _learned() if LEARNED_FROM.is_file() else (_listed("spanish", 1.0, SPANISH), _made_places())
    cultures = (
        Culture("spanish", 0.75, spanish.surnames, spanish.female, spanish.male),
        *(_listed("maya", 0.19 / len(MAYA), heritage) for heritage in MAYA.values()),
        _listed("portuguese", 0.03, HERITAGES["BR"].things[0]),
        _listed("romanian", 0.01, HERITAGES["RO"].things[0]),
        _listed("haitian", 0.02, HERITAGES["HT"].things[0]),
    )
    return Vocabulary(cultures, places)


def _listed(name: str, share: float, heritage: Heritage) -> Culture:
    return Culture(
        name,
        share,
        _folded(heritage.surnames),
        _folded(heritage.female),
        _folded(heritage.male),
        single=heritage.single,
        mother_first=heritage.mother_first,
    )


def _folded(names: Weighted[str]) -> Frequencies:
    weights: dict[str, float] = defaultdict(float)  # two spellings may fold into one
    for name, upto, before in zip(names.things, names.sums, [0.0, *names.sums], strict=False):
        weights[plain(name)] += upto - before
    return Frequencies.of(weights)


TOKENS = """
select token, count(*) from (select unnest(string_split({names}, ' ')) as token from people where {which})
where length(token) > 1 group by token having count(*) >= $1
"""


def _learned() -> tuple[Culture, Frequencies]:
    with duckdb.connect() as connection:
        connection.read_parquet(str(LEARNED_FROM)).to_view("people")

        def counted(names: str, which: str) -> dict[str, int]:
            return dict(connection.execute(TOKENS.format(names=names, which=which), [SEEN]).fetchall())

        surnames = names_among(counted("concat_ws(' ', surname1, surname2)", "true"))
        given = {sex: names_among(counted("given", f"sex = '{sex}'")) for sex in ("F", "M")}
        places = counted("adm2", "adm2 is not null")
    for sex in ("F", "M"):  # swapped fields put surnames among given names
        given[sex] = {name: count for name, count in given[sex].items() if count * 4 > surnames.get(name, 0)}
    surnames = {name: count for name, count in surnames.items() if count > given["F"].get(name, 0) / 4}
    female, male = Frequencies.of(given["F"]), Frequencies.of(given["M"])
    learned = Culture("spanish", 1.0, Frequencies.of(surnames), female, male)
    return learned, Frequencies.of(places)


def names_among(counts: Mapping[str, int]) -> dict[str, int]:
    """The words that are no slip of a far more frequent one: none of those shares all letters but one with them."""
    best: Counter[str] = Counter()
    for word, count in counts.items():
        for key in _all_but_one(word):
            best[key] = max(best[key], count)
    return {
        word: count
        for word, count in counts.items()
        if max(best[key] for key in _all_but_one(word)) < SLIP_RATIO * count
    }


def _all_but_one(word: str) -> Iterable[str]:
    """The word itself and all it becomes by losing one letter: words one slip apart have one of them in common."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _made_places(countries: Sequence[str] = ("GT", "HN", "ME", "SL")) -> Frequencies:
    codes = [
        f"{country}{at // 20 + 1:02}{at % 20 + 1:02}" for at in range(PLACES_WITHOUT_LIST) for country in countries
    ]
    return Frequencies.of({code: 1 / (rank + 20) for rank, code in enumerate(codes)})
