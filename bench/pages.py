"""Pages that list: how soon they come over HTTP where the registry holds many people, and what the queues cost.

    python -m bench.pages --people 100000 --on sqlite postgresql

Made-up people, each listed once and a person of their own; every fourth is a child whom two others may be family of,
and as many may be one with somebody else; every hundredth is a child whom no list places. An officer reads on from page
to page of every list, on a connection that stays open. The time of an answer is that from the first byte sent to the
last received; beside it stands the server's processor time, which other programs on the machine hardly change.
"""

import argparse
import json
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from bench.looking import pages as over_http
from bench.looking.officers import prepare
from bench.looking.registry import RECEIVED, fill
from bench.people.listing import AGENCIES
from bench.people.writing import write_people
from reencuentro.actions.alarms import Raised, keep_alarms
from reencuentro.actions.doubting import queue_doubts
from reencuentro.actions.queueing import queue_ties
from reencuentro.records.loading import load_rows
from reencuentro.records.matches import IdentityProposal, Tie
from reencuentro.records.people import Membership, Minor
from reencuentro.records.registry import open_registry
from reencuentro.records.second_wall.acting import as_who_logged_in
from reencuentro.rules.ages import AgeBand
from reencuentro.rules.alarms import Kind
from tests.stored.servers import running_server

LISTS = ("/people/", "/matches/", "/matches/same/", "/matches/rivals/", "/alarms/", "/")
"""The pages that are asked for, each from its beginning; the first page of all, which counts what waits, at last."""
_NEXT = re.compile(r'href="(\?[^"]*)" rel="next"')
_BANDS = (AgeBand.TENDER, AgeBand.MIDDLE, AgeBand.TEEN)
_EVIDENCE = json.dumps([["surnames", "agrees", "same", 4.0], ["sex", "agrees", "same", 1.0]])


@dataclass(frozen=True, slots=True)
class Told:
    """Of one list: milliseconds of each answer, and of the server's processor for one on average."""

    address: str
    took: Sequence[float]
    processor: float

    def within(self, share: float) -> float:
        """Milliseconds within which that share of the answers came."""
        return sorted(self.took)[max(0, round(share * len(self.took)) - 1)]


def match_some(people: int) -> dict[str, float]:
    """Ties and doubts among the people of the open registry; seconds that it takes to put them into their order."""
    rows = list(Membership.objects.order_by("pk").values_list("person", "person__public_id", "agency", "record_id"))
    children = rows[::4]
    since = timezone.now() - timedelta(days=3)
    with transaction.atomic():
        load_rows(Minor, ("person", "known_from"), ((child, since) for child, *_ in children))
        load_rows(Tie, _TIE, _ties(rows, since))
        load_rows(IdentityProposal, _DOUBT, _doubts(rows, since))
    keep_alarms(
        [Raised(person=one[1], kind=Kind.UNACCOUNTED, reason=_REASON, agency=one[2]) for one in children[::25]],
        frozenset(one[1] for one in children),
        by="benchmark",
        at=since,
    )
    bands = {one[1]: _BANDS[number % len(_BANDS)] for number, one in enumerate(children)}
    took = {}
    for name, queue in (("ties", queue_ties), ("doubts", queue_doubts)):
        began = time.perf_counter()
        with transaction.atomic():
            moved = queue(bands)
        took[f"{name} ({moved:,} of {people:,} people)"] = time.perf_counter() - began
    return took


_TIE = ("child", "relative", "relation", "probability", "status", "evidence", "would_decide", "known_from")
_REASON = "dropped_without_discharge"
_SIDES = ("left_agency", "left_record_id", "right_agency", "right_record_id")
_DOUBT = (*_SIDES, "probability", "evidence", "would_decide", "known_from")
_Member = tuple[int, str, str, str]


def _ties(rows: Sequence[_Member], since: object) -> Iterator[tuple[object, ...]]:
    """Of every child a mother and an aunt; of every hundredth a rival to the mother."""
    for number in range(0, len(rows) - 3, 4):
        relations = ("mother", "aunt_uncle", "mother") if number % 400 == 0 else ("mother", "aunt_uncle")
        for place, relation in enumerate(relations, 1):
            probability = (number % 97) / 100 + 0.02
            yield rows[number][0], rows[number + place][0], relation, probability, "proposed", _EVIDENCE, "", since


def _doubts(rows: Sequence[_Member], since: object) -> Iterator[tuple[object, ...]]:
    for number in range(0, len(rows) - 3, 4):
        left, right = sorted((rows[number][2:], rows[number + 3][2:]))
        yield *left, *right, (number % 83) / 100 + 0.12, _EVIDENCE, "", since


def read_on(browser: over_http.Browser, address: str, pages: int) -> Told:
    """So many pages of the list, each after the one before; from its beginning again where it ends."""
    took: list[float] = []
    browser.get(f"{address}?purpose=tracing")  # what is made once is made
    query, used = "?purpose=tracing", browser.processor()
    while len(took) < pages:
        began = time.perf_counter()
        _, _, page = browser.get(address + query)
        took.append(1000 * (time.perf_counter() - began))
        following = _NEXT.search(page)
        query = unescape(following.group(1)) if following else "?purpose=tracing"
    return Told(address, took, (browser.processor() - used) / pages)


@contextmanager
def places(database: str, folder: Path) -> Iterator[str]:
    """Where a new registry may be."""
    if database == "sqlite":
        yield str(folder / "registry")
        return
    with running_server() as server, server.new_database() as address:
        yield address


def measure(database: str, people: int, pages: int) -> None:
    """Prints what one database takes, as Markdown."""
    with tempfile.TemporaryDirectory() as name, places(database, Path(name)) as place:
        made = Path(name) / "people.parquet"
        write_people(made, records=people, seed=7, agencies=len(AGENCIES), memory="1GB")
        with open_registry(place):
            fill(made)
            prepare(RECEIVED)
            for what, seconds in match_some(people).items():
                print(f"{database}: {what} put into their order in {seconds:.1f} s", flush=True)
            if database == "postgresql":
                with as_who_logged_in(), connection.cursor() as cursor:
                    cursor.execute("ANALYZE")  # as autovacuum does by itself within minutes
            with over_http.browsing(place) as browser:
                for address in LISTS:
                    told = read_on(browser, address, pages)
                    cells = (
                        database,
                        address,
                        *(f"{told.within(one):.0f}" for one in (0.5, 0.95)),
                        f"{told.processor:.0f}",
                    )
                    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="Time the pages that list, over HTTP.")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=40, help="of each list")
    parser.add_argument("--on", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    asked = parser.parse_args()
    print("| database | page | p50, ms | p95, ms | processor, ms |\n|---|---|--:|--:|--:|")
    for database in asked.on:
        measure(database, asked.people, asked.pages)


if __name__ == "__main__":
    main()
