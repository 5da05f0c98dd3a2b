"""Compares with everybody whom officers wrote down where the second wall let them be compared with few.

No process that answers pages may read everybody; a worker may. What it proposes stands behind the same wall as any
other proposal: an officer sees it who may see both.
"""

from collections.abc import Callable
from datetime import datetime

from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.actions.proposing import propose_for
from reencuentro.linkage.mentions import Mention, RecordKey
from reencuentro.records.corrections import corrected, corrections_standing
from reencuentro.records.facts import mention_from
from reencuentro.records.provenance import person_of, rows_of
from reencuentro.records.registrations import Registration
from reencuentro.records.rosters import Mention as MentionKept
from reencuentro.records.rosters import Role


def compare_registered(by: str, now: Callable[[], datetime]) -> int:
    """Proposes for every record that waits who else it may be, and whose family; how many waited.

    Each in a transaction of its own, so that what is done stays done. Call it as whoever may read everybody.
    """
    waiting = Registration.objects.filter(compared_at=None).order_by("pk")
    records = list(waiting.values_list("pk", "row__roster__agency__code", "row__record_id"))
    for pk, agency, record_id in records:
        at = now()
        with performing("compare_registered", by=by, about=(f"{agency}:{record_id}",), at=at):
            one_at_a_time()
            _propose((agency, record_id), at)
            Registration.objects.filter(pk=pk).update(compared_at=at)
    return len(records)


def _propose(key: RecordKey, at: datetime) -> None:
    """As the record stands now: it may have been amended, or have ended, while it waited."""
    person, mention = person_of(key), _mention(key)
    if person is not None and mention is not None:
        propose_for(mention, person, at)


def _mention(key: RecordKey) -> Mention | None:
    rows = rows_of(key)
    told = MentionKept.objects.filter(source_record=rows[-1], role=Role.SUBJECT).first() if rows else None
    if told is None or not told.facts:
        return None
    return mention_from(corrected(told.facts, corrections_standing(agencies=key[:1]).get(key)), key)
