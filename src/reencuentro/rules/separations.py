"""Which children were separated, how surely, and the ledger of who joined or left that list and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reencuentro.linkage.mentions import Mention
from reencuentro.linkage.results import Status, Tie
from reencuentro.linkage.spelling import fold
from reencuentro.rules.rosters import PersonFacts

STRONG, LIKELY = 0.9, 0.5
"""Probabilities from which a tie counts as evidence of a separation, and from which as a hint."""


class Grade(StrEnum):
    """How surely a child was separated, the surest first. NOT_SEPARATED is a finding too, not silence."""

    STATED = "stated"
    EVIDENT = "evident"
    POSSIBLE = "possible"
    NOT_SEPARATED = "not_separated"


class Ground(StrEnum):
    """What a grade rests on."""

    FLAGGED = "flagged"  # an agency says separated
    FLAG_DENIED = "flag_denied"  # an agency says not separated
    HELD_APART = "held_apart"  # met together with a parent or adult relative, then held apart
    LIKELY_TIE = "likely_tie"  # held apart from a likely adult relative, without proof that they came together
    TIE_REJECTED = "tie_rejected"  # an officer rejected the tie
    NO_LONGER_LISTED = "no_longer_listed"  # only in a ledger: nothing supports the entry any more


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedChild:
    """One entry of the certified list."""

    person_id: str
    grade: Grade
    reasons: tuple[Ground, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """A child and an adult relative who were met together and then held apart.

    on: the first day that either was held alone, else of the meeting; place, agency: of the meeting.
    """

    child: str
    relative: str
    on: date | None
    place: str
    agency: str
    reason: str


class LedgerChange(StrEnum):
    """What happened to an entry since the list before."""

    ADDED = "added"
    REMOVED = "removed"
    REGRADED = "regraded"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """Why one child joined, left or moved on the certified list. Grades are "" where there was or is none."""

    person_id: str
    change: LedgerChange
    before: str
    after: str
    reasons: tuple[Ground, ...]


_ADULT_KIN = frozenset("mother father parent grandmother grandfather grandparent aunt uncle".split())


def find_separations(people: Iterable[PersonFacts], ties: Iterable[Tie]) -> list[Separation]:
    """The separations that the rosters themselves show, sorted by child and relative.

    Together: the same family unit, or apprehended on one day at one place. Apart: no custody in common, or
    sent to different places from there.
    """
    mentions = _mentions_of(people)
    found = (
        _separation(tie, mentions[tie.child], mentions[tie.relative])
        for tie in ties
        if _is_strong(tie) and _is_between(tie, mentions)
    )
    return sorted((each for each in found if each is not None), key=lambda each: (each.child, each.relative))


def certify(people: Sequence[PersonFacts], ties: Sequence[Tie]) -> list[CertifiedChild]:
    """The certified list: each child that a flag, the rosters or a tie show as separated or as not, sorted.

    people: adults too, since a child is separated from someone. A flag that another agency denies, or a child all of
    whose ties were rejected, is graded down, never dropped.
    """
    mentions = _mentions_of(people)
    separated = {separation.child for separation in find_separations(people, ties)}
    ties_of: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        if _is_between(tie, mentions):
            ties_of[tie.child].append(tie)
    certified = []
    for person in sorted(people, key=lambda each: each.person_id):
        if not person.is_child:
            continue
        apart = [tie for tie in ties_of[person.person_id] if _is_likely_apart(tie, mentions)]
        grounds = _grounds(
            person, ties_of[person.person_id], is_separated=person.person_id in separated, may_be=bool(apart)
        )
        grade = _grade(grounds)
        if grade is not None:
            certified.append(CertifiedChild(person_id=person.person_id, grade=grade, reasons=grounds))
    return certified


def ledger(
    before: Mapping[str, str], after: Iterable[CertifiedChild], *, renamed: Mapping[str, str] | None = None
) -> list[LedgerEntry]:
    """What changed on the certified list, sorted by person.

    before: grade by person_id, as last kept. renamed: new person_id by old one, for persons whose records were joined
    or parted since. A child found not separated isn't on the list.
    """
    names = renamed or {}
    was = {names.get(person_id, person_id): grade for person_id, grade in sorted(before.items()) if _is_listed(grade)}
    now = {child.person_id: child for child in after}
    entries = []
    for person_id in sorted(was.keys() | now.keys()):
        child = now.get(person_id)
        grade = child.grade.value if child and _is_listed(child.grade) else ""
        change = _ledger_change(was.get(person_id, ""), grade)
        if change is not None:
            reasons = child.reasons if child else (Ground.NO_LONGER_LISTED,)
            entries.append(
                LedgerEntry(
                    person_id=person_id, change=change, before=was.get(person_id, ""), after=grade, reasons=reasons
                )
            )
    return entries


def _ledger_change(before: str, after: str) -> LedgerChange | None:
    if before == after:
        return None
    if not before:
        return LedgerChange.ADDED
    return LedgerChange.REGRADED if after else LedgerChange.REMOVED


def _is_listed(grade: str) -> bool:
    return grade != Grade.NOT_SEPARATED


def _is_strong(tie: Tie) -> bool:
    return tie.status is Status.CONFIRMED or (tie.status is not Status.REJECTED and tie.probability >= STRONG)


def _is_between(tie: Tie, mentions: Mapping[str, Sequence[Mention]]) -> bool:
    return tie.relation in _ADULT_KIN and tie.child in mentions and tie.relative in mentions


def _is_likely_apart(tie: Tie, mentions: Mapping[str, Sequence[Mention]]) -> bool:
    is_likely = _is_strong(tie) or (tie.status is Status.PROPOSED and tie.probability >= LIKELY)
    return is_likely and _are_apart(mentions[tie.child], mentions[tie.relative])


def _grounds(person: PersonFacts, ties: Sequence[Tie], *, is_separated: bool, may_be: bool) -> tuple[Ground, ...]:
    flags = {listing.mention.separated for listing in person.listings}
    all_rejected = any(tie.status is Status.REJECTED for tie in ties) and not any(map(_is_strong, ties))
    holds = {
        Ground.FLAGGED: True in flags,
        Ground.FLAG_DENIED: False in flags,
        Ground.HELD_APART: is_separated,
        Ground.LIKELY_TIE: may_be and not is_separated,
        Ground.TIE_REJECTED: all_rejected,
    }
    return tuple(ground for ground, it_holds in holds.items() if it_holds)


def _grade(grounds: Sequence[Ground]) -> Grade | None:
    """The grade that these grounds carry; None where nothing was ever said of a separation."""
    doubted = Ground.FLAG_DENIED in grounds or Ground.TIE_REJECTED in grounds
    evident = Ground.HELD_APART in grounds
    if Ground.FLAGGED in grounds:
        return Grade.STATED if not doubted else Grade.EVIDENT if evident else Grade.POSSIBLE
    if evident:
        return Grade.POSSIBLE if doubted else Grade.EVIDENT
    if doubted:
        return Grade.NOT_SEPARATED
    return Grade.POSSIBLE if Ground.LIKELY_TIE in grounds else None


def _mentions_of(people: Iterable[PersonFacts]) -> dict[str, list[Mention]]:
    return {
        person.person_id: sorted((listing.mention for listing in person.listings), key=lambda mention: mention.key)
        for person in people
    }


def _separation(tie: Tie, child: Sequence[Mention], adult: Sequence[Mention]) -> Separation | None:
    met = next(((one, other) for one in child for other in adult if _met_together(one, other)), None)
    if met is None or not _are_apart(child, adult):
        return None
    meeting = met[0]
    held_on = [mention.admitted_on for mention in (*child, *adult) if mention.admitted_on]
    reasons = (mention.separation_reason for mention in (*child, *adult))
    return Separation(
        child=tie.child,
        relative=tie.relative,
        on=min(held_on, default=meeting.apprehended_on),
        place=meeting.apprehended_at,
        agency=meeting.agency,
        reason=next((reason for reason in reasons if reason), ""),
    )


def _met_together(child: Mention, adult: Mention) -> bool:
    if child.agency == adult.agency and child.family_unit and child.family_unit == adult.family_unit:
        return True
    same_day = child.apprehended_on is not None and child.apprehended_on == adult.apprehended_on
    return same_day and bool(child.apprehended_at) and fold(child.apprehended_at) == fold(adult.apprehended_at)


def _are_apart(child: Sequence[Mention], adult: Sequence[Mention]) -> bool:
    """Held in no place in common; where one is held nowhere, whether the border list sent them different ways."""
    held = _places(child), _places(adult)
    if all(held):
        return not held[0] & held[1]
    ways = _ways(child), _ways(adult)
    return all(ways) and not ways[0] & ways[1]


def _places(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(fold(mention.facility) for mention in mentions if mention.facility)


def _ways(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(fold(mention.destination) for mention in mentions if mention.destination)
