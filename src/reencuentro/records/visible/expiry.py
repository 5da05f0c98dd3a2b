"""Which records are past their time, though nobody has destroyed them yet: they are shown to nobody any more."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Min

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.corrections import corrected
from reencuentro.records.facts import mention_from
from reencuentro.records.retention import policy_adopted
from reencuentro.records.rosters import Roster, SourceRecord
from reencuentro.records.visible.tellings import Row, corrected_of, facts_of, newest_rows
from reencuentro.rules.retention import CountedFrom, Kept, Policy, RecordKind, due, ends, kind_of, rule_for

_KINDS = (RecordKind.ADULT, RecordKind.CHILD)


def records_over(records: Collection[RecordKey], at: datetime) -> frozenset[RecordKey]:
    """Those of these records that are due at that instant, as `expire` would find them.

    The clock is believed: to hide somebody for nothing destroys nothing. What is sealed is opened only where a rule
    may have run out whoever the person is; where the oldest roster is too young for that, no record is asked for.
    """
    policy = policy_adopted()
    oldest = Roster.objects.aggregate(oldest=Min("as_of"))["oldest"]
    agencies = {agency for agency, _ in records}
    if oldest is None or not any(_may_be_over(Row((agency, ""), 0, oldest), at, policy) for agency in agencies):
        return frozenset()
    return _over([row for row in newest_rows(records) if _may_be_over(row, at, policy)], at, policy)


def _may_be_over(row: Row, at: datetime, policy: Policy) -> bool:
    """False where no rule lets a row of that day be due, whatever else is known of the record."""
    agency, _ = row.record
    kept = Kept(agency=agency, listed=row.as_of, received=row.as_of)
    binding = (rule_for(kind, agency, at, policy) for kind in _KINDS)
    listed = frozenset({CountedFrom.LAST_LISTED})
    return any(
        not listed <= rule.counted_from or ends(replace(rule, counted_from=listed), kept) <= at
        for rule in binding
        if rule is not None
    )


def _over(rows: Iterable[Row], at: datetime, policy: Policy) -> frozenset[RecordKey]:
    asked = list(rows)
    facts, fixed = (facts_of(asked), corrected_of(asked)) if asked else ({}, {})
    sent = SourceRecord.objects.filter(pk__in=[row.pk for row in asked]).values_list("pk", "roster__received_at")
    received = dict(sent)
    found = set()
    for row in asked:
        said = mention_from(corrected(facts.get(row.pk, {}), fixed.get(row.pk)), row.record)
        kind = kind_of(said.birth, said.age, estimated=said.age_estimated, listed=row.as_of)
        kept = Kept(agency=row.record[0], listed=row.as_of, received=received[row.pk].date(), born=said.birth)
        if due(kind, kept, at, policy):
            found.add(row.record)
    return frozenset(found)
