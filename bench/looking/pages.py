"""Asks the pages over HTTP, as an officer's browser does: one box, and who may be meant; then writes people down.

The registry is filled as for the other look-ups. The server is the one that `reencuentro serve` starts; the time of an
answer is that from the first byte sent to the last received, on a connection that stays open. Before each question the
day's count of people shown is forgotten: nobody could ask a thousand questions otherwise. At last people are written
down, and it is timed until the page that shows who may be they, or their family.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

os.environ.update(
    DJANGO_SETTINGS_MODULE="reencuentro.web.settings",
    REENCUENTRO_LOCAL="1",
    REENCUENTRO_REGISTRY="named on the command line",
    REENCUENTRO_SECRET_KEY="a key of the benchmark alone, 0123456789, abcdefghijklmnopqrstu",  # noqa: S106 - of nobody
)

import pyarrow.parquet as pq

from bench.looking.officers import prepare, session
from bench.looking.registry import RECEIVED, fill
from bench.peers.laps import Laps
from bench.peers.lookups import pairs_of
from reencuentro.cli.serve import server_command
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.persons import person_id
from reencuentro.records.registry import open_registry
from reencuentro.records.search import SearchRecord
from reencuentro.records.shown import ShownBySearch

SAVED = 30
"""People who are written down."""
_FOUND = re.compile(r'href="/people/(P[A-Z2-7]{12})/\?')
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Browser:
    """One connection that stays open, with the cookies of an officer who has signed in."""

    line: http.client.HTTPConnection
    cookies: Mapping[str, str]
    server: int  # the process that answers

    def processor(self) -> float:
        """Milliseconds of processor time that the server has used so far, with the process that answers for it."""
        children = Path(f"/proc/{self.server}/task/{self.server}/children").read_text("ascii").split()
        told = (
            Path(f"/proc/{one}/stat").read_text("ascii").rpartition(")")[2].split() for one in (self.server, *children)
        )
        return 1000 * sum(int(stat[11]) + int(stat[12]) for stat in told) / os.sysconf("SC_CLK_TCK")

    def post(self, address: str, boxes: Mapping[str, str]) -> tuple[int, str, str]:
        """Status, where it leads to, and the page that answers a form."""
        return self._asked(
            "POST", address, {"csrfmiddlewaretoken": self.cookies["csrf"], "purpose": "tracing", **boxes}
        )

    def get(self, address: str) -> tuple[int, str, str]:
        """The same of a page."""
        return self._asked("GET", address, {})

    def _asked(self, method: str, address: str, boxes: Mapping[str, str]) -> tuple[int, str, str]:
        told = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        heads = {"Cookie": told, "Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "en"}
        self.line.request(method, address, body=urlencode(boxes), headers=heads)
        answer = self.line.getresponse()
        page = answer.read().decode()
        if answer.status >= http.client.BAD_REQUEST:
            raise SystemExit(f"{address}: {answer.status}")
        return answer.status, answer.getheader("Location") or "", page


@contextmanager
def browsing(place: str) -> Iterator[Browser]:
    """The server of the pages, and a browser that has signed in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = subprocess.Popen(server_command("127.0.0.1", port), env={**os.environ, "REENCUENTRO_REGISTRY": place})
    try:
        _wait_for(port)
        line = http.client.HTTPConnection("localhost", port, timeout=120)
        yield Browser(line, {"session": session(), "csrf": "c" * 32}, server.pid)
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server doesn't answer")


def typed(row: Row) -> str:
    """A question as somebody types it into the box: name, date of birth and place, what there is of them."""
    name = " ".join(str(row[part]) for part in ("given", "surname1", "surname2") if row[part])
    return ", ".join(str(part) for part in (name, row["dob"], row["adm2"]) if part)


def ask_all(browser: Browser, questions: Path, out: Path, records: Mapping[str, RecordKey]) -> None:
    """Every question, one after another, and whom the page shows."""
    took, used = [], browser.processor()
    with out.open("w", encoding="utf-8") as file:
        file.write("query_id,rank,record_id\n")
        for row in pq.read_table(questions).to_pylist():
            ShownBySearch.objects.all().delete()
            began = time.perf_counter()
            _, _, page = browser.post("/people/search/", {"name": typed(row)})
            took.append(1000 * (time.perf_counter() - began))
            for rank, name in enumerate(dict.fromkeys(_FOUND.findall(page)), start=1):
                file.write(f"{row['query_id']},{rank},{records[name][1]}\n")
    print(json.dumps({"milliseconds": took}), flush=True)
    print(json.dumps({"processor": (browser.processor() - used) / len(took)}), flush=True)


def save_some(browser: Browser, rows: Sequence[Row]) -> list[float]:
    """Milliseconds from pressing the button to the page that shows who may be meant."""
    took = []
    for number, row in enumerate(rows):
        ShownBySearch.objects.all().delete()
        year, month, day = [*str(row["dob"] or "").split("-"), "", "", ""][:3]
        boxes = {"given_names": row["given"], "first_surname": row["surname1"], "second_surname": row["surname2"]}
        boxes |= {"municipality": row["adm2"], "birth_year": year, "birth_month": month, "birth_day": day}
        sent = {name: text for name, text in boxes.items() if text} | {"token": f"bench-{time.time()}-{number}"}
        began = time.perf_counter()
        _, where, _ = browser.post("/people/register/", sent)
        browser.get(where)
        took.append(1000 * (time.perf_counter() - began))
    return took


def main(place: str, people: Path, words: Sequence[str]) -> None:
    """Fill the registry at this place unless it is filled, ask what the command line says, write some people down."""
    laps = Laps()
    with open_registry(place):
        with laps.lap("build"):
            if not SearchRecord.objects.exists():
                fill(people)
            prepare(RECEIVED)
        keys = SearchRecord.objects.values_list("agency__code", "record_id")
        records = {person_id([key]): key for key in keys}
        with browsing(place) as browser:
            for questions, out in pairs_of(words):
                ask_all(browser, questions, out, records)
                rows = [row for row in pq.read_table(questions).to_pylist() if "dob" in row][:SAVED]
                print(json.dumps({"saving": save_some(browser, rows)}), flush=True)
    laps.tell()
