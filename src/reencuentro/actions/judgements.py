"""Decides on proposed identities and ties; each decision may be reversed by a later one, none is erased."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reencuentro.actions.doubting import queue_doubts
from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.actions.queueing import queue_ties, refuse_rivalled
from reencuentro.errors import JudgementError
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Status, Verdict
from reencuentro.records.ages import bands_of
from reencuentro.records.judgements import WITHDRAWN, Judgement
from reencuentro.records.matches import IdentityProposal, Tie
from reencuentro.records.provenance import person_of, rows_of, thread_of
from reencuentro.records.rosters import SourceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """Who decides, why and when.

    expected: the id of the judgement on the same question that the person knew of, None if they knew of none; should
    another one stand by now, the decision is refused, so that nobody overrules a colleague unknowingly.
    """

    by: str
    reason: str
    at: datetime
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class _Record:
    """One record under judgement: its key today, what lasts of it, and the row before the person's eyes."""

    key: RecordKey
    thread: str
    row: SourceRecord


def judge_identity(left: RecordKey, right: RecordKey, verdict: Verdict | None, deciding: Deciding) -> Judgement:
    """Decides whether two records are one person; None takes an earlier decision back.

    Raises JudgementError for an unknown record, the same record twice, or a decision that someone made meanwhile.
    """
    with performing("judge_identity", by=deciding.by, about=_about(left, right), at=deciding.at):
        one_at_a_time()
        first, second = sorted((_record(left), _record(right)), key=lambda record: (record.key[0], record.thread))
        judgement = _judge(first, second, "", verdict, deciding)
        people = [person.public_id for person in (person_of(left), person_of(right)) if person]
        # What was rejected has no place in the queue that would tell how old they are.
        queue_doubts(bands_of(people, deciding.at.date()), people)
        return judgement


def judge_tie(
    child: RecordKey, relative: RecordKey, relation: str, verdict: Verdict | None, deciding: Deciding
) -> Judgement:
    """Decides whether the second record's person is the mother, father… of the first's; None takes it back.

    The standing tie between the two persons, if there is one, takes the new status at once. Raises as judge_identity.
    """
    with performing("judge_tie", by=deciding.by, about=_about(child, relative), at=deciding.at):
        one_at_a_time()
        if not relation:
            raise JudgementError("a tie needs a relation", remedy="Say what the relative is to the child: mother, …")
        ends = [person.public_id if person else "" for person in (person_of(child), person_of(relative))]
        if verdict is Verdict.CONFIRMED:
            refuse_rivalled(ends[0], ends[1], relation)
        judgement = _judge(_record(child), _record(relative), relation, verdict, deciding)
        tie = _standing_tie(child, relative, relation)
        if tie is not None:
            _restate(tie, verdict, deciding.at)
            queue_ties(bands_of(ends[:1], deciding.at.date()), ends[:1])
        return judgement


def _about(*keys: RecordKey) -> list[str]:
    return [f"{agency}:{record_id}" for agency, record_id in keys]


def _record(key: RecordKey) -> _Record:
    rows = rows_of(key)
    if not rows:
        raise JudgementError(
            f"agency {key[0]} has no record {key[1]}", remedy="Take agency and record id as people.csv has them."
        )
    row = rows[-1]
    return _Record(key, thread_of(key) if row.likeness else key[1], row)


def _judge(left: _Record, right: _Record, relation: str, verdict: Verdict | None, deciding: Deciding) -> Judgement:
    if left.key == right.key:
        raise JudgementError("both records are the same one", remedy="Name two records.")
    question = {
        "left_agency": left.key[0],
        "left_thread": left.thread,
        "right_agency": right.key[0],
        "right_thread": right.thread,
        "relation": relation,
    }
    standing = Judgement.objects.standing().filter(**question).first()
    if (standing.pk if standing else None) != deciding.expected:
        raise JudgementError(
            f"someone decided this meanwhile: judgement {standing.pk}"
            if standing
            else "there is no such judgement yet",
            remedy="Look at what stands now. If you still wish to, decide again, "
            + ("naming it as the one overruled." if standing else "naming none as overruled."),
        )
    return Judgement.objects.create(
        **question,
        left_row=left.row,
        right_row=right.row,
        verdict=verdict or WITHDRAWN,
        by=deciding.by,
        reason=deciding.reason,
        at=deciding.at,
        seen=_seen(left.key, right.key, relation),
        supersedes=standing,
    )


def _seen(left: RecordKey, right: RecordKey, relation: str) -> dict[str, Any]:
    """The proposal as it stood before the person's eyes; empty where the registry had proposed nothing."""
    proposal = _standing_tie(left, right, relation) if relation else _standing_proposal(left, right)
    if proposal is None:
        return {}
    return {"probability": proposal.probability, "evidence": proposal.evidence, "would_decide": proposal.would_decide}


def _standing_proposal(left: RecordKey, right: RecordKey) -> IdentityProposal | None:
    first, second = sorted((left, right))
    return (
        IdentityProposal.objects.standing()
        .filter(left_agency=first[0], left_record_id=first[1], right_agency=second[0], right_record_id=second[1])
        .first()
    )


def _standing_tie(child: RecordKey, relative: RecordKey, relation: str) -> Tie | None:
    ties = Tie.objects.standing().filter(child=person_of(child), relative=person_of(relative), relation=relation)
    return ties.first()


def _restate(tie: Tie, verdict: Verdict | None, at: datetime) -> None:
    """The same tie under its new status; the one before stays, closed."""
    instant = max(at, tie.known_from)
    Tie.objects.filter(pk=tie.pk).update(known_until=instant)
    tie.pk, tie.known_from, tie.status = None, instant, _STATUS[verdict]
    tie.save(force_insert=True)


_STATUS = {Verdict.CONFIRMED: Status.CONFIRMED, Verdict.REJECTED: Status.REJECTED, None: Status.PROPOSED}
