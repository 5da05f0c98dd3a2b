"""Contact that is overdue, notices that are late and how a week was kept: seconds and queries over many children.

    python -m bench.contacts --children 30000 --days 60 --on sqlite postgresql

Made-up children, each assigned to an officer and with a plan of calls with a relative, two calls of ten minutes a week;
one of ten hasn't spoken for more than a week. Every hundredth has a consular notice that is late. Whoever asks is a
supervisor of the agency that lists a third of them.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.pages import places
from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.records.agencies import Agency
from reencuentro.records.assignments import Assignment
from reencuentro.records.calls import CallAttempt, CallPlan
from reencuentro.records.duties import Duty
from reencuentro.records.exact import as_json
from reencuentro.records.loading import Row, load_rows, reserve_ids
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.registry import open_registry
from reencuentro.records.second_wall.acting import as_who_logged_in
from reencuentro.records.visible.calls import OURS, VisibleCalls
from reencuentro.records.visible.duties import VisibleDuties
from reencuentro.records.visible.viewers import officer_viewing
from reencuentro.reports.contact import contact_kept
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Purpose, Role
from reencuentro.web.opening import bring_sign_in_up_to_date
from tests.web.entered import account

NOW = datetime(2026, 6, 24, 15, tzinfo=UTC)
AGENCIES = ("CARE1", "CARE2", "CARE3")
SILENT, NOTICED, CALL_DAYS = 10, 100, (1, 4)  # every tenth, every hundredth, and on which weekdays they speak
_PEOPLE = ("id", "public_id")
_DUTY = (
    *("id", "public_id", "person", "kind", "agency", "owner", "jurisdiction", "state", "begun_at", "due_at"),
    *("steps_taken", "gist"),
)
_PLAN = ("duty", "relative", "standard", "zone", "begun_on", "spoke_at", "silent_at")
_CALL = (
    *("id", "duty", "relative", "begins_at", "ends_at", "day", "minutes", "channel", "outcome"),
    *("interpreter", "free", "barrier", "officer", "agency", "at", "told"),
)
_ASSIGNED = ("officer", "person", "case", "begins_at", "given_by", "ended_by")


def make(children: int, days: int) -> Officer:
    """The whole registry; who asks."""
    bring_sign_in_up_to_date()
    for code in AGENCIES:
        add_agency(code, AgencyStated(name=code, kind=AgencyKind.CARE, country="US"), by="benchmark", at=NOW)
    workers = {code: account(f"w-{code.lower()}", code, Role.CASE_WORKER) for code in AGENCIES}
    chief = account("chief", AGENCIES[0], Role.SUPERVISOR)
    for number, code in enumerate(AGENCIES):
        with transaction.atomic():
            _of_agency(code, range(number, children, len(AGENCIES)), workers[code], days)
    return chief


def _of_agency(code: str, numbers: Sequence[int], worker: Officer, days: int) -> None:
    agency, names = Agency.objects.get(code=code).pk, [f"p-{number:06}" for number in numbers]
    since = NOW - timedelta(days=days)
    ids = reserve_ids(Person, len(names))
    load_rows(Person, _PEOPLE, zip(ids, names, strict=True))
    member = ("person", "agency", "record_id", "known_from")
    load_rows(Membership, member, ((pk, code, name, since) for pk, name in zip(ids, names, strict=True)))
    load_rows(Minor, ("person", "known_from"), ((pk, since) for pk in ids))
    load_rows(Assignment, _ASSIGNED, ((worker.pk, name, "", since, "benchmark", "") for name in names))
    plans = reserve_ids(Duty, len(names))
    rows = (
        _duty(pk, name, ("call_plan", "calls_agreed"), worker, NOW + timedelta(days=-2 if number % SILENT == 0 else 3))
        for pk, name, number in zip(plans, names, numbers, strict=True)
    )
    load_rows(Duty, _DUTY, rows, agency=agency)
    load_rows(CallPlan, _PLAN, (_plan(pk, n, since) for pk, n in zip(plans, numbers, strict=True)))
    for pk, number in zip(plans, numbers, strict=True):
        _hold(list(_calls(pk, number, worker, days)))
    _hold([], at_last=True)
    noticed = [name for name, number in zip(names, numbers, strict=True) if number % NOTICED == 0]
    notices = reserve_ids(Duty, len(noticed))
    late = NOW - timedelta(days=1)
    each = (_duty(pk, name, ("notice", "notice_owed"), worker, late) for pk, name in zip(notices, noticed, strict=True))
    load_rows(Duty, _DUTY, each, agency=agency)


def _duty(pk: int, person: str, what: tuple[str, str], worker: Officer, due: datetime) -> Row:
    kind, state = what
    begun = NOW - timedelta(days=60)
    who = (worker.agency_id, worker.pk, "US")
    return (pk, f"d-{pk:08}", person, kind, *who, state, begun, due, 1, as_json({}))


def _plan(duty: int, number: int, since: datetime) -> Row:
    spoke = NOW - timedelta(days=9 if number % SILENT == 0 else 1)
    return (duty, f"r-{number:06}", "two_a_week", "America/Chicago", since.date(), spoke, spoke + timedelta(days=8))


def _calls(duty: int, number: int, worker: Officer, days: int) -> Iterator[Row]:
    last = NOW.date() - timedelta(days=9 if number % SILENT == 0 else 0)
    for back in range(days, 0, -1):
        day = NOW.date() - timedelta(days=back)
        if day.weekday() in CALL_DAYS and day <= last:
            begins = datetime(day.year, day.month, day.day, 15, number % 50, tzinfo=UTC)
            yield _call((duty, f"r-{number:06}"), begins, day, worker)


def _call(whose: tuple[int, str], begins: datetime, day: date, worker: Officer) -> Row:
    ends = begins + timedelta(minutes=10)
    said = ("phone", "spoke", "no", "yes", "none")
    # A note is never opened here: a sealed one would only make the registry slower to fill.
    return (0, *whose, begins, ends, day, 10, *said, worker.pk, worker.agency_id, ends, "")


_HELD: list[Row] = []
_AT_ONCE = 50_000


def _hold(rows: list[Row], *, at_last: bool = False) -> None:
    _HELD.extend(rows)
    if _HELD and (at_last or len(_HELD) >= _AT_ONCE):
        ids = reserve_ids(CallAttempt, len(_HELD))
        load_rows(CallAttempt, _CALL, ((pk, *row[1:]) for pk, row in zip(ids, _HELD, strict=True)))
        _HELD.clear()


def ask(chief: Officer) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What is asked, each by its name."""
    viewer = officer_viewing(chief, Purpose.CARE, NOW)
    yield "overdue contact, a page of 50", lambda: len(VisibleCalls(viewer).overdue(OURS).lines)
    yield "late notices, a page of 50", lambda: len(VisibleDuties(viewer, Action.SEE_NOTICES).late("consular").lines)


def measure(database: str, children: int, days: int) -> None:
    """Prints what one database takes, as Markdown."""
    with tempfile.TemporaryDirectory() as name, places(database, Path(name)) as place, open_registry(place):
        chief = make(children, days)
        if database == "postgresql":
            with as_who_logged_in(), connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as autovacuum does by itself within minutes
        whole, queries = 0.0, 0
        for what, question in ask(chief):
            with CaptureQueriesContext(connection) as asked:
                began = time.perf_counter()
                found = question()
                took = time.perf_counter() - began
            whole, queries = whole + took, queries + len(asked)
            print(f"| {database} | {what} | {found:,} | {took:.2f} | {len(asked)} |", flush=True)
        print(f"| {database} | overdue and late together | | {whole:.2f} | {queries} |", flush=True)
        began = time.perf_counter()
        pairs = contact_kept(NOW.date() - timedelta(days=NOW.weekday() + 7)).pairs
        took = time.perf_counter() - began
        print(f"| {database} | how a week of all agencies was kept | {pairs:,} | {took:.2f} | 2 |", flush=True)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="Time what is overdue among many children.")
    parser.add_argument("--children", type=int, default=30_000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--on", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    asked = parser.parse_args()
    print("| database | what | found | s | queries |\n|---|---|--:|--:|--:|")
    for database in asked.on:
        measure(database, asked.children, asked.days)


if __name__ == "__main__":
    main()
