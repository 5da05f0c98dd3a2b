"""What one agency lets another see of its records: for which purposes, for whom, and until when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from functools import lru_cache
from itertools import chain

from reencuentro.rules.disclosure.instants import is_zoned, within
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.policy import ROWS, Reach
from reencuentro.rules.disclosure.vocabulary import (
    AgencyKind,
    Compartments,
    Level,
    Purpose,
    Role,
    Topic,
    compartments,
)

LONGEST_YEARS = 2
"""Calendar years for which an agreement may hold at most; then both sides must look at it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One version of an agreement: `giver` shows, `taker` sees.

    only_nationals_of: ISO 3166-1 alpha-2; empty: of whatever nationality. It holds from `valid_from` up to but not
    including `valid_until`, both with their time zone. signed_by: codes of the agencies that have signed.
    supersedes: the version before this one, 0 for the first. ended_at: when one side ended it early.
    """

    id: str
    version: int
    giver: str
    taker: str
    taker_kind: AgencyKind
    purposes: frozenset[Purpose]
    roles: frozenset[Role]
    levels: frozenset[Level]
    topics: frozenset[Topic] = frozenset()
    only_nationals_of: frozenset[str] = frozenset()
    valid_from: datetime
    valid_until: datetime
    signed_by: frozenset[str] = frozenset()
    supersedes: int = 0
    ended_at: datetime | None = None

    @property
    def opens(self) -> Compartments:
        """What it gives, before anything else has its say."""
        return compartments(self.levels, self.topics)

    @property
    def line(self) -> tuple[str, str, str]:
        """What its versions have in common; another pair of agencies can't replace it by taking its id."""
        return (self.id, self.giver, self.taker)

    @property
    def is_signed(self) -> bool:
        """Whether both sides have signed; until then it is a draft, and as none."""
        return {self.giver, self.taker} <= self.signed_by


class Trouble(StrEnum):
    """Why an agreement can't be made; one that has any gives nothing."""

    UNKNOWN_WORD = "unknown_word"
    EMPTY = "empty"
    WITH_ITSELF = "with_itself"
    PURPOSE_NOT_FOR_TAKER = "purpose_not_for_taker"
    ROLE_NOT_OF_TAKER = "role_not_of_taker"
    MORE_THAN_TAKER_MAY_SEE = "more_than_taker_may_see"
    MORE_THAN_POLICY_SHOWS = "more_than_policy_shows"
    TOPIC_WITHOUT_LEVEL = "topic_without_level"
    NO_SUCH_NATIONALITY = "no_such_nationality"
    NO_TIME_ZONE = "no_time_zone"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    TOO_LONG = "too_long"
    VERSION_OUT_OF_ORDER = "version_out_of_order"


def troubles_of(agreement: Agreement) -> tuple[Trouble, ...]:
    """Why this agreement can't be made, all of it; empty where it can. An unsigned draft may be sound."""
    if not _speaks_our_words(agreement):
        return (Trouble.UNKNOWN_WORD,)  # nothing else can be asked of it
    return _troubles(agreement)


# Behind the check of words: a plain text equals the word it reads like, and would be taken for it from the cache.
@lru_cache(maxsize=4096)
def _troubles(agreement: Agreement) -> tuple[Trouble, ...]:
    return tuple(trouble for trouble, holds in _TROUBLES if holds(agreement))


def in_force(agreement: Agreement, at: datetime) -> bool:
    """Whether it is sound and signed by both sides, has begun, and hasn't expired or been ended.

    At the instant of its beginning it holds, at that of its end no more. Later versions are looked for by `standing`.
    """
    return (
        agreement.is_signed
        and within(at, agreement.valid_from, agreement.valid_until, agreement.ended_at)
        and not troubles_of(agreement)
    )


def standing(agreements: Iterable[Agreement], at: datetime) -> tuple[Agreement, ...]:
    """Those in force that no later version has replaced.

    A later version that both have signed replaces the earlier for good once it begins: when it ends, nothing revives.
    """
    begun = [one for one in agreements if one.is_signed and within(at, one.valid_from)]
    newest: dict[tuple[str, str, str], int] = {}
    for one in begun:
        newest[one.line] = max(one.version, newest.get(one.line, 0))
    return tuple(one for one in begun if one.version == newest[one.line] and in_force(one, at))


def _speaks_our_words(agreement: Agreement) -> bool:
    """Equality isn't enough: a plain text that reads like a word of ours has passed no check."""
    words: tuple[tuple[type[Enum], Iterable[object]], ...] = (
        (Purpose, agreement.purposes),
        (Role, agreement.roles),
        (Level, agreement.levels),
        (Topic, agreement.topics),
        (AgencyKind, (agreement.taker_kind,)),
    )
    return all(isinstance(word, kind) for kind, given in words for word in given)


def _is_empty(agreement: Agreement) -> bool:
    return not all(
        (agreement.id, agreement.giver, agreement.taker, agreement.purposes, agreement.roles, agreement.opens)
    )


def shown_by_policy(roles: frozenset[Role], purposes: frozenset[Purpose]) -> Compartments:
    """The most that an agreement can give these roles for these purposes."""
    rows = (row for row in ROWS if row.reach is Reach.AGREED and row.role in roles and row.purposes & purposes)
    return frozenset(chain.from_iterable(row.shows for row in rows))


def _exceeds_policy(agreement: Agreement) -> bool:
    """It gives what no row lets these roles see for these purposes: a promise that waits for a change of policy."""
    return not agreement.opens <= shown_by_policy(agreement.roles, agreement.purposes)


def _is_too_long(agreement: Agreement) -> bool:
    start = agreement.valid_from
    try:
        latest = start.replace(year=start.year + LONGEST_YEARS)
    except ValueError:  # begun on 29 February
        latest = start.replace(year=start.year + LONGEST_YEARS, month=3, day=1)
    return is_zoned(start, agreement.valid_until) and agreement.valid_until > latest


def _ends_first(agreement: Agreement) -> bool:
    times = agreement.valid_from, agreement.valid_until
    return is_zoned(*times) and times[1] <= times[0]


_TROUBLES: tuple[tuple[Trouble, Callable[[Agreement], bool]], ...] = (
    (Trouble.EMPTY, _is_empty),
    (Trouble.WITH_ITSELF, lambda one: one.giver == one.taker),
    (Trouble.PURPOSE_NOT_FOR_TAKER, lambda one: not one.purposes <= KINDS[one.taker_kind].purposes),
    (Trouble.ROLE_NOT_OF_TAKER, lambda one: not one.roles <= KINDS[one.taker_kind].roles),
    (Trouble.MORE_THAN_TAKER_MAY_SEE, lambda one: not one.opens <= KINDS[one.taker_kind].takes),
    (Trouble.MORE_THAN_POLICY_SHOWS, _exceeds_policy),
    (Trouble.TOPIC_WITHOUT_LEVEL, lambda one: (Level.PROTECTED in one.levels) != bool(one.topics)),
    (
        Trouble.NO_SUCH_NATIONALITY,
        lambda one: not all(len(code) == 2 and code.isascii() and code.isupper() for code in one.only_nationals_of),
    ),
    (Trouble.NO_TIME_ZONE, lambda one: not is_zoned(one.valid_from, one.valid_until, one.ended_at)),
    (Trouble.ENDS_BEFORE_IT_BEGINS, _ends_first),
    (Trouble.TOO_LONG, _is_too_long),
    (
        Trouble.VERSION_OUT_OF_ORDER,
        lambda one: not 0 <= one.supersedes < one.version or (one.version > 1) != (one.supersedes > 0),
    ),
)
