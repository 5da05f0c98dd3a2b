"""Why two people are believed to be one, or family: everything that the registry proposed about them, taken apart."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from reencuentro.linkage.explanations import Explanation, chain, explain_identity, explain_tie, undecided
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Alternative, Evidence, Identity, Tie, Verdict
from reencuentro.records.holders import Holder, holders_of
from reencuentro.records.proposals import (
    Decision,
    Named,
    decisions_between,
    identities_of,
    named,
    ties_of,
)
from reencuentro.records.rarities import rarity_of_identities, rarity_of_ties
from reencuentro.reports.words import Language, day_text, explanation_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One proposal explained. ask: who could state the fact that would decide, the likeliest first."""

    explanation: Explanation
    ask: tuple[Holder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """All that is proposed between two people, the likeliest first.

    Where they are one person, the answers are the links that join the two records, in order; or all links of the
    person, where no two records were named. Empty where the two were never weighed against each other.
    """

    left: Named
    right: Named
    answers: tuple[Answer, ...]
    decisions: tuple[Decision, ...]

    @property
    def one_person(self) -> bool:
        """Whether both were found to be the same person."""
        return self.left.person_id == self.right.person_id

    @property
    def drawn(self) -> Explanation | None:
        """The explanation worth a picture: the likeliest, or the weakest link of a chain, on which it all hangs."""
        each = [answer.explanation for answer in self.answers]
        if self.one_person:
            return min(each, key=lambda one: one.end, default=None)
        return each[0] if each else None


def explained(left: Named, right: Named, *, on: datetime | None = None) -> Explained:
    """What stood between the two at that instant (None: now), and why."""
    first, second = sorted((left, right), key=lambda one: (one.person_id, one.record or ("", "")))
    decisions = tuple(decisions_between(first.records, second.records, on=on))
    told = (
        _links(first, second, decisions, on)
        if first.person_id == second.person_id
        else _proposed(first, second, decisions, on)
    )
    return Explained(left=first, right=second, answers=tuple(told), decisions=decisions)


def weighed_alone(told: Explained, relation: str) -> Explained:
    """The same without what people confirmed about the relation ("": that they are one), for whoever judges anew.

    As the matching had weighed it when the first of them decided; where that isn't known, by what the facts say alone.
    """
    said = next((one for one in told.decisions if one.relation == relation and one.verdict == Verdict.CONFIRMED), None)
    if said is None:
        return told
    before = _weighed_before(said)
    about_it = tuple(one for one in before if getattr(one.explanation.about, "relation", "") == relation)
    return replace(told, answers=about_it or tuple(map(_alone, told.answers)))


def _weighed_before(said: Decision) -> tuple[Answer, ...]:
    """All that was proposed of the two at the instant before they were decided on; empty where it isn't known."""
    if said.since is None:
        return ()
    then = said.since - timedelta(microseconds=1)
    left, right = (named(":".join(key), on=then) for key in (said.left, said.right))
    return explained(left, right, on=then).answers if left and right else ()


def _alone(answer: Answer) -> Answer:
    one = answer.explanation
    return replace(answer, explanation=undecided(one)) if one.decided else answer


def _links(left: Named, right: Named, decisions: tuple[Decision, ...], on: datetime | None) -> Iterator[Answer]:
    """What joins two records of one person, or all of them."""
    around = identities_of(left.records, on=on)
    own = [one for one in around if one.left in left.records and one.right in left.records]
    links = own
    if left.record and right.record and left.record != right.record:
        links = list(chain(own, left.record, right.record))
    others = [one for one in around if one not in own]
    rarity = rarity_of_identities(on=on)
    for link in links:
        yield _identity_answer(link, others, decisions, rarity, on)


def _proposed(left: Named, right: Named, decisions: tuple[Decision, ...], on: datetime | None) -> list[Answer]:
    """Ties of the two, and pairs of their records that may be one person."""
    answers = [*_tie_answers(left, right, on), *_identity_answers(left, right, decisions, on)]
    return sorted(answers, key=lambda answer: -answer.explanation.about.probability)


def _tie_answers(left: Named, right: Named, on: datetime | None) -> Iterator[Answer]:
    records = {one.person_id: one.records for one in (left, right)}
    around = ties_of(records.keys(), on=on)
    for tie in around:
        if {tie.child, tie.relative} == records.keys():
            explanation = explain_tie(tie, rarity=rarity_of_ties(tie.relation, on=on), others=around)
            ask = holders_of(tie.would_decide, records[tie.child], records[tie.relative], on=on)
            yield Answer(explanation=explanation, ask=ask)


def _identity_answers(
    left: Named, right: Named, decisions: tuple[Decision, ...], on: datetime | None
) -> Iterator[Answer]:
    around = identities_of((*left.records, *right.records), on=on)
    both = {*left.records, *right.records}
    between = [
        one
        for one in around
        if {one.left, one.right} <= both and (one.left in left.records) != (one.right in left.records)
    ]
    exact = [one for one in between if {one.left, one.right} == {left.record, right.record}]
    if not between:
        return
    # Another pair of the same two persons is no rival: it holds where this one does.
    others = [one for one in around if one not in between]
    rarity = rarity_of_identities(on=on)
    for identity in exact or between:
        yield _identity_answer(identity, others, decisions, rarity, on)


def _identity_answer(
    identity: Identity, around: list[Identity], decisions: tuple[Decision, ...], rarity: float, on: datetime | None
) -> Answer:
    ends = {identity.left, identity.right}
    confirmed = any(
        {one.left, one.right} == ends and not one.relation and one.verdict == Verdict.CONFIRMED for one in decisions
    )
    explanation = explain_identity(identity, rarity=rarity, others=around, decided=confirmed)
    ask = holders_of(identity.would_decide, [identity.left], [identity.right], on=on)
    return Answer(explanation=explanation, ask=ask)


def asking_words(who: Holder, language: Language) -> str:
    """Whom to ask, and why them."""
    key = "ask_column" if who.has_column else "ask"
    return explanation_text(key, language, agency=who.agency, record=who.record_id)


def decision_words(one: Decision, language: Language) -> str:
    """What people decided, by the number of their judgement."""
    left, right = ":".join(one.left), ":".join(one.right)
    about = explanation_text(one.relation or "same", language, left=left, right=right, child=left, relative=right)
    day, verdict = day_text(one.at.date(), language), explanation_text(one.verdict, language)
    return explanation_text("judged", language, number=str(one.number), day=day, verdict=verdict, about=about)


def as_plain(told: Explained) -> dict[str, Any]:
    """The same as JSON has it: no names and no values, bits as numbers."""
    return {
        "left": _named_as_plain(told.left),
        "right": _named_as_plain(told.right),
        "one_person": told.one_person,
        "proposals": [_answer_as_plain(one) for one in told.answers],
        "judgements": [
            {
                "number": one.number,
                "left": _record(one.left),
                "right": _record(one.right),
                "relation": one.relation,
                "verdict": one.verdict,
                "at": one.at.isoformat(),
            }
            for one in told.decisions
        ],
    }


def _named_as_plain(one: Named) -> dict[str, Any]:
    return {"person_id": one.person_id, "minor": one.is_minor, "records": [_record(key) for key in one.records]}


def _record(key: RecordKey) -> str:
    return ":".join(key)


def _answer_as_plain(answer: Answer) -> dict[str, Any]:
    one = answer.explanation
    return {
        **_about(one.about),
        "probability": one.about.probability,
        "start_bits": round(one.start, 2),
        "start_is_least": one.at_limit and one.among_kin,
        "against_likely_candidates": one.among_kin,
        "facts": [_evidence(fact) for fact in one.facts],
        "silent": list(one.silent),
        "rest_bits": round(one.rest, 2),
        "end_bits": round(one.end, 2),
        "decided": one.decided,
        "alternatives": [_alternative(other) for other in one.alternatives],
        "would_decide": one.about.would_decide,
        "ask": [{"agency": who.agency, "record_id": who.record_id, "has_column": who.has_column} for who in answer.ask],
    }


def _about(about: Identity | Tie) -> dict[str, str]:
    if isinstance(about, Tie):
        return {
            "kind": "tie",
            "child": about.child,
            "relative": about.relative,
            "relation": about.relation,
            "status": about.status.value,
        }
    return {"kind": "identity", "left": _record(about.left), "right": _record(about.right)}


def _evidence(one: Evidence) -> dict[str, Any]:
    return {"fact": one.fact, "outcome": one.outcome.value, "level": one.level, "bits": one.bits}


def _alternative(one: Alternative) -> dict[str, Any]:
    return {
        "candidate": one.candidate,
        "probability": one.probability,
        "bits": round(one.bits, 2),
        "why": [{"here": _evidence(each.here), "there": _evidence(each.there)} for each in one.why],
    }
