"""Ends the life of records: what is due is made unreadable for good, and a tombstone stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from reencuentro.actions.expiring import Found, bury, empty_cells, finish_shredding
from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.errors import ConflictError, ReencuentroError
from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.audit import AuditEntry
from reencuentro.records.expirable import Expirable, cells_due, records_due
from reencuentro.records.reading import reading
from reencuentro.records.retention import VOUCH, RetentionRule, policy_adopted, policy_version, reliable_time
from reencuentro.rules.retention import Policy

BATCH = 200
"""Records that are destroyed in one transaction; a run that is stopped goes on where it was with the next one."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """What a run of `expire` destroyed, or would destroy, and the instant by which it counted.

    records: each with the rule that it is due by. cells: of lists that nobody could understand.
    """

    at: datetime
    records: tuple[Expirable, ...]
    cells: int


def expire(*, by: str, now: datetime, dry_run: bool = False) -> Expiry:
    """Destroy whatever is due; dry_run: only tell.

    A record's content can't be read from then on, here or in copies of the registry for which docs/encryption.md
    promises it; it can't be looked up or matched; and what is kept of it is its tombstone. A second run finds nothing.
    Raises ReencuentroError where the clock can't be believed: see `vouch_for_clock`.
    """
    with reading("expire", by=by, at=now) as noted:
        at = reliable_time(now)
        if at is None:
            raise _unbelievable(now)
        policy = policy_adopted()
        found, cells = records_due(at, policy), cells_due(at, policy)
        noted.concerns(*(":".join(one.key) for one in found))
    if not dry_run:
        finish_shredding(by=by, at=now)
        for chunk in _chunks(found, BATCH):
            _bury(chunk, by, at)
        for cells_chunk in _chunks(cells, BATCH):
            with performing("expire_cells", by=by, at=at):
                one_at_a_time()
                empty_cells(cells_chunk, at)
        finish_shredding(by=by, at=now)
    return Expiry(at=at, records=tuple(found), cells=len(cells))


def _bury(chunk: Sequence[Expirable], by: str, at: datetime) -> None:
    with performing("expire", by=by, about=[":".join(one.key) for one in chunk], at=at):
        one_at_a_time()
        bury([Found.of(one) for one in chunk], at)


def expire_record(key: RecordKey, why: str, *, by: str, at: datetime) -> None:
    """Destroy one record before its time, because somebody has decided so; why: by which law or decision.

    Raises ReencuentroError for a record that isn't there, or not any more, and for one that is held.
    """
    with performing("expire", by=by, about=[":".join(key)], at=at):
        one_at_a_time()
        bury([Found.named(key, why, at)], at)
    finish_shredding(by=by, at=at)


def _chunks(items: Iterable[Item], size: int) -> Iterable[list[Item]]:
    remaining = iter(items)
    return iter(lambda: list(islice(remaining, size)), [])


def _unbelievable(now: datetime) -> ReencuentroError:
    newest = AuditEntry.objects.order_by("sequence").values_list("at", flat=True).last()
    return ReencuentroError(
        f"the clock says {now:%Y-%m-%d}, long after the log's newest entry ({newest:%Y-%m-%d})",
        remedy="Set the clock. If it is right, say so: reencuentro expire --clock-is-right",
    )


def vouch_for_clock(*, by: str, now: datetime) -> None:
    """Somebody says that the clock is right, though the registry wasn't used for long: noted for good."""
    with performing(VOUCH, by=by, at=now):
        pass


def adopt_rules(rules: Policy, *, by: str, at: datetime, expected: int | None = None) -> int:
    """From now on these rules count, in the place of those adopted before; the number of the set.

    expected: the number of the set that is known to count; None: whichever does. Raises ConflictError where it is
    another one by now.
    """
    with performing("adopt_retention", by=by, about=["retention"], at=at):
        one_at_a_time()
        standing = policy_version()
        if expected is not None and expected != standing:
            raise ConflictError("the retention rules", seen=expected, now=standing)
        RetentionRule.objects.bulk_create(
            RetentionRule(
                version=standing + 1,
                kind=rule.kind.value,
                agency=rule.agency,
                counted_from=sorted(rule.counted_from),
                years=rule.years,
                months=rule.months,
                days=rule.days,
                in_force_from=rule.in_force_from,
                source=rule.source,
                zone=rule.zone,
                adopted_by=by,
                adopted_at=at,
            )
            for rule in rules
        )
        return standing + 1
