"""Takes the steps of a case: one officer proposes, and where the machine says so another settles."""

from typing import Any

from django.db import IntegrityError, transaction

from reencuentro.actions.cases import Doer, next_number, working
from reencuentro.actions.releases import release_child
from reencuentro.errors import CaseError
from reencuentro.records.case_files import CaseFile
from reencuentro.records.cases import Case, CaseSettlement, CaseStep
from reencuentro.records.versions import changed_only_from
from reencuentro.rules.cases.going import Obstacle, blocks, needs_second, settling_blocks
from reencuentro.rules.cases.states import Block, State, Verdict


def propose_step(case: Case, to: State, reason: str, doer: Doer, *, seen: int) -> CaseStep:
    """Takes a step, or proposes it where somebody else must settle it. seen: the version of the case before one's eyes.

    Raises CaseError with all that stands in the way; ConflictError where the case was changed meanwhile.
    """
    with working("propose_step", case, doer) as (file, noted):
        standing = file.standing(doer.at)
        _require(blocks(standing, to, doer.roles, reason=reason))
        second = needs_second(standing, to)
        noted.concerns(f"step:{to.value}")
        facts = {} if second else {"state": to.value}
        _change(file.case, seen, doer, facts)
        return CaseStep.objects.create(
            case=file.case,
            number=next_number(file.case),
            before=standing.state.value,
            to=to.value,
            needs_second=second,
            shown=[[one.kind.value, one.number, one.version] for one in file.dossier.forms],
            reason=reason.strip(),
            **doer.stated,
        )


def settle_step(case: Case, verdict: Verdict, reason: str, doer: Doer, *, step: int) -> CaseSettlement:
    """Settles or refuses, as the second person, the step of that number; or takes back what one proposed oneself.

    A hand-over that is settled is the release of the child: two officers of two agencies must have approved it.
    Raises CaseError with all that stands in the way, or where the step doesn't wait any more; AccountError where the
    child can't be released.
    """
    with working("settle_step", case, doer) as (file, noted):
        pending = file.pending
        if pending is None or pending.number != step:
            raise CaseError("that step doesn't wait any more", remedy="Look at the case as it stands now.")
        _require(_blocks(file, verdict, reason, doer))
        noted.concerns(f"step:{pending.to}", f"verdict:{verdict.value}")
        settled = verdict is Verdict.SETTLED
        if settled and pending.to == State.HANDED_OVER:
            release_child(file.person, file.dossier.verified_adult, doer.officer, at=doer.at)
        word = _kept(file, pending, {"verdict": verdict.value, "reason": reason.strip()}, doer)
        _change(file.case, file.case.version, doer, {"state": pending.to} if settled else {})
        return word


def _blocks(file: CaseFile, verdict: Verdict, reason: str, doer: Doer) -> tuple[Obstacle, ...]:
    standing = file.standing(doer.at)
    me = doer.officer.public_id
    if verdict is Verdict.WITHDRAWN:
        return () if standing.proposed_by == me else (Block.SAME_PERSON,)
    if verdict is Verdict.REFUSED:
        found = [one for one in settling_blocks(standing, me, doer.roles) if one in _PERSONAL]
        return (*found, *(() if reason.strip() else (Block.NEEDS_REASON,)))
    return settling_blocks(standing, me, doer.roles)


_PERSONAL = frozenset({Block.SAME_PERSON, Block.WRONG_ROLE})
"""What keeps somebody from saying no, too."""


def _kept(file: CaseFile, pending: CaseStep, said: dict[str, Any], doer: Doer) -> CaseSettlement:
    try:
        with transaction.atomic():
            return CaseSettlement.objects.create(
                step=pending, case=file.case, proposer=pending.officer, **said, **doer.stated
            )
    except IntegrityError as twice:
        raise CaseError("that step was settled meanwhile", remedy="Look at the case as it stands now.") from twice


def _require(found: tuple[Obstacle, ...]) -> None:
    if found:
        raise CaseError(
            f"the step can't be taken yet: {', '.join(found)}",
            remedy="See on the page of the case what is missing.",
            blocks=[one.value for one in found],
        )


def _change(case: Case, seen: int, doer: Doer, facts: dict[str, Any]) -> None:
    """Raises ConflictError where the case was changed meanwhile, CaseError where the child has another open one."""
    try:
        with transaction.atomic():
            changed_only_from(case, seen, by=doer.by, at=doer.at, **facts)
    except IntegrityError as twice:
        raise CaseError("the child has another open case", remedy="Go on with that one.") from twice
