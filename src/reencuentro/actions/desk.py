"""Passes on what callers left at the hotline desk: looked up by the registry, told to whoever works for the child.

Whoever took the call learns nothing of it, neither now nor by how long anything takes: it happens later, and for every
call alike.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from reencuentro.actions.cases import Doer
from reencuentro.actions.duties import Beginning, begin_duty
from reencuentro.actions.perform import alone_with, performing
from reencuentro.actions.searching import make_searchable
from reencuentro.linkage.mentions import Birth, Mention
from reencuentro.records.calls import DeskLook
from reencuentro.records.duties import Duty
from reencuentro.records.duty_files import DutyFile, duty_files
from reencuentro.records.provenance import people_of
from reencuentro.records.searching import find
from reencuentro.rules.duties.desk import CALL, MESSAGE, DeskCallTaken, message_of

LIKELY = 0.5
"""How probable it must be that a record is of the child who is meant."""
SOUGHT = timedelta(days=30)
"""For how long it is looked up again whom a call may be about."""
MOST = 3
"""To those who work for so many children a message is told, at most; each of them looks whether it is for theirs."""


def pass_on_messages(*, by: str, at: datetime) -> int:
    """Looks up whom each call may be about; how many messages were passed on.

    A call of which that isn't known is looked up again, as long as SOUGHT: the child may stand on a later list.
    Whoever took the call doesn't do it: the message stands in their agency's name, as a statement about the child.
    """
    waiting = Duty.objects.filter(kind=CALL).exclude(pk__in=DeskLook.objects.values("duty")).order_by("pk")
    if not waiting.exists():
        return 0
    make_searchable(by=by)
    with performing("pass_on_messages", by=by, at=at):
        alone_with("desk")
        found = duty_files(list(waiting))
        left = {one.duty.pk: call for one in found if (call := _left(one))}
        meant = {key: _meant(call) for key, call in left.items()}
        seen = [one for one in found if meant.get(one.duty.pk) or _is_over(one, at)]
        DeskLook.objects.bulk_create(DeskLook(duty=one.duty, at=at) for one in seen)
        told = [(person, one) for one in seen for person in meant.get(one.duty.pk, ())]
        alone_with(*(f"person:{person}" for person, _ in told))
        for person, one in told:
            _tell(person, left[one.duty.pk], Doer(officer=one.steps[0].officer, roles=frozenset(), at=at))
    return len(told)


def _is_over(file: DutyFile, at: datetime) -> bool:
    """Whether it needn't be looked up again: nothing was left, or it was too long ago."""
    return _left(file) is None or file.duty.begun_at <= at - SOUGHT


def _left(file: DutyFile) -> DeskCallTaken | None:
    """The call, where a message was left that can still be opened."""
    call = file.history[0].form
    return call if isinstance(call, DeskCallTaken) and call.desk_message else None


def _tell(person: str, call: DeskCallTaken, doer: Doer) -> None:
    boxes = message_of(call).model_dump(mode="json")
    begin_duty(Beginning(kind=MESSAGE, step="pass_message", boxes=boxes, person=person), doer)


def _meant(call: DeskCallTaken) -> list[str]:
    """By public id who may be meant, likeliest first."""
    asked = Mention(
        agency="",
        record_id="",
        given_names=call.desk_child_given,
        surnames=call.desk_child_surnames,
        birth=next(_births(call.desk_child_born), None),
    )
    found = [one for one in find(asked, MOST) if one.probability >= LIKELY]
    return people_of([one.key for one in found])[:MOST]


def _births(text: str) -> Iterator[Birth]:
    if text:
        year, month, day = (int(part) if part else None for part in (f"{text}--").split("-")[:3])
        yield Birth(year=year or 0, month=month, day=day)
