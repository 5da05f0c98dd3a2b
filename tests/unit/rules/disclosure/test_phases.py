"""How versions of an agreement stand, from draft to expiry."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.phases import Phase, phases
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role

START = datetime(2018, 6, 26, tzinfo=UTC)
DAY = timedelta(days=1)
BOTH = frozenset({"ORR", "DIF"})
FIRST = Agreement(
    id="a",
    version=1,
    giver="ORR",
    taker="DIF",
    taker_kind=AgencyKind.CHILD_PROTECTION,
    purposes=frozenset({Purpose.CARE}),
    roles=frozenset({Role.CASE_WORKER}),
    levels=frozenset({Level.IDENTITY}),
    valid_from=START,
    valid_until=START + 100 * DAY,
    signed_by=BOTH,
)
SECOND = replace(FIRST, version=2, supersedes=1, valid_from=START + 50 * DAY, valid_until=START + 200 * DAY)


@pytest.mark.parametrize(
    ("version", "days", "phase"),
    [
        (replace(FIRST, signed_by=frozenset({"ORR"})), 1, Phase.DRAFT),
        (FIRST, -1, Phase.AGREED),
        (FIRST, 0, Phase.IN_FORCE),
        (FIRST, 99, Phase.IN_FORCE),
        (FIRST, 100, Phase.OVER),
        (replace(FIRST, signed_by=frozenset()), 100, Phase.OVER),
        (replace(FIRST, ended_at=START + DAY), 2, Phase.WITHDRAWN),
    ],
)
def test_a_version_stands_by_its_signatures_and_days(version: Agreement, days: int, phase: Phase) -> None:
    assert phases([version], START + days * DAY) == [phase]


def test_a_later_version_replaces_the_earlier_once_it_has_begun() -> None:
    assert phases([FIRST, SECOND], START + 49 * DAY) == [Phase.IN_FORCE, Phase.AGREED]
    assert phases([FIRST, SECOND], START + 50 * DAY) == [Phase.REPLACED, Phase.IN_FORCE]
    assert phases([FIRST, SECOND], START + 200 * DAY) == [Phase.REPLACED, Phase.OVER]


def test_a_later_draft_replaces_nothing() -> None:
    draft = replace(SECOND, signed_by=frozenset({"DIF"}))
    assert phases([FIRST, draft], START + 60 * DAY) == [Phase.IN_FORCE, Phase.DRAFT]
