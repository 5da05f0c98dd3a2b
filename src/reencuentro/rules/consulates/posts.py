"""The consular posts in the United States, as the table has them: public facts, each with its source."""

import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from reencuentro.linkage.spelling import fold


class PostKind(StrEnum):
    """What a post is called; all of them protect their nationals alike."""

    CONSULATE_GENERAL = "consulate_general"
    CONSULATE = "consulate"
    CONSULAR_SECTION = "consular_section"  # of an embassy


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is known from. read: whether it was read there, not in others' accounts of it."""

    says: str
    read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. country: whose, ISO 3166-1; city, state: where; state, whole, part: two letters, as ISO 3166-2:US.

    whole, part: the states of which it serves all, or some counties; both empty where no source says which.
    opened: its first day, where it is known and matters.
    """

    country: str
    city: str
    state: str
    kind: PostKind
    whole: frozenset[str] = frozenset()
    part: frozenset[str] = frozenset()
    opened: date = date.min
    source: Source

    @property
    def code(self) -> str:
        """By which forms name it: its country and its city."""
        return f"{self.country} {self.city}"

    def serves(self, state: str) -> bool:
        """Whether it serves all of that state or some of it; where no source says which, the one in which it is."""
        district = self.whole | self.part
        return state in district if district else state == self.state


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How many posts a country has in all, by its own count. as_of: the day of that count; None where nobody says."""

    country: str
    posts: int
    as_of: date | None = None
    source: str


@dataclass(frozen=True, slots=True)
class Directory:
    """All posts that are known, and how many there are said to be."""

    posts: tuple[Post, ...]
    networks: tuple[Network, ...]

    def of(self, countries: Collection[str]) -> tuple[Post, ...]:
        """The posts of these countries; of every country where none is named."""
        return tuple(one for one in self.posts if not countries or one.country in countries)

    def serving(self, country: str, state: str, on: date) -> tuple[Post, ...]:
        """The posts of a country that may serve a state on that day: those that serve all of it stand first."""
        found = [one for one in self.of({country}) if one.opened <= on and one.serves(state)]
        return tuple(sorted(found, key=lambda one: (state not in one.whole, one.city)))

    def named(self, text: str, countries: Collection[str] = ()) -> tuple[Post, ...]:
        """The posts that somebody may mean by a code or a city, accents and capitals aside: of these countries, if any.

        A code names its country itself: whatever countries are asked for, the post that it names is found.
        """
        said = fold(text)
        exact = tuple(one for one in self.posts if fold(one.code) == said)
        return exact or tuple(one for one in self.of(countries) if fold(one.city) == said)


@cache
def directory() -> Directory:
    """The posts that come with the program."""
    return read_directory(files(__package__).joinpath("posts.toml").read_text(encoding="utf-8"))


def read_directory(text: str) -> Directory:
    """The posts of a table, as posts.toml shows. Raises ValueError, in words, for anything else."""
    told = tomllib.loads(text)
    sources = {key: Source(**one) for key, one in told.get("source", {}).items()}
    posts = tuple(_post(one, sources) for one in told.get("post", []))
    networks = tuple(Network(**one) for one in told.get("network", []))
    if twice := _twice(posts):
        raise ValueError(f"{twice} stands there twice")
    counted = Counter(one.country for one in posts)
    if more := next((one.country for one in networks if counted[one.country] > one.posts), ""):
        raise ValueError(f"{more} has more posts here than it says that it has")
    return Directory(posts, networks)


def _twice(posts: Sequence[Post]) -> str:
    return next((code for code, times in Counter(one.code for one in posts).items() if times > 1), "")


def _post(told: Mapping[str, Any], sources: Mapping[str, Source]) -> Post:
    where = f"{told.get('country')} {told.get('city')}"
    if odd := sorted(set(told) - set(Post.__dataclass_fields__)):
        raise ValueError(f"{where}: {odd[0]!r} is unknown")
    if told.get("source") not in sources:
        raise ValueError(f"{where}: its source isn't in the table")
    districts = {name: frozenset(told.get(name, ())) for name in ("whole", "part")}
    if both := sorted(districts["whole"] & districts["part"]):
        raise ValueError(f"{where}: it serves all of {both[0]} or some of it, not both")
    return Post(**{**told, **districts, "kind": PostKind(told["kind"]), "source": sources[told["source"]]})
