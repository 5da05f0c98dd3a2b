"""What the walls cost on a list of a hundred people."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from reencuentro.linkage.mentions import Birth, RecordKey
from reencuentro.records.many import among
from reencuentro.records.people import Membership
from reencuentro.records.second_wall.raising import OPERATOR, WEB
from reencuentro.records.visible import people as accessor
from reencuentro.records.visible.deciding import Answer, Judge
from reencuentro.records.visible.subjects import Subject
from reencuentro.rules.disclosure.asking import SubjectFacts
from reencuentro.rules.disclosure.deciding import Decision
from reencuentro.rules.disclosure.vocabulary import EXISTENCE, IDENTITY, MATCH_SUMMARY, Action, Role
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

FACTS = {"full_name": "Ana Canaria", "birth": Birth(year=2012), "phones": ("555",), "facility": "Casa", "notes": "aunt"}
ROUNDS = 10
IN_A_ROW = 8
"""Pages each time: whoever changes roles has PostgreSQL plan anew, which pages never do."""


def _members(people: Collection[str]) -> dict[str, list[RecordKey]]:
    told = Membership.objects.standing().filter(among("person__public_id", people)).order_by("agency", "record_id")
    found: defaultdict[str, list[RecordKey]] = defaultdict(list)
    for person, agency, record_id in told.values_list("person__public_id", "agency", "record_id"):
        found[person].append((agency, record_id))
    return found


def once(browser: Client) -> float:
    """Seconds that the page takes."""
    start = time.perf_counter()
    assert browser.get("/people/?purpose=care").status_code == 200
    return time.perf_counter() - start


def stand(role: str) -> None:
    """Work in that role from now on; SQLite has none."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")


@contextmanager
def without_walls(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same page with its checks off: nothing is decided, no rights are read, no look is noted, all rows open."""
    shows = frozenset({EXISTENCE, MATCH_SUMMARY, IDENTITY})

    def subjects(people: Any, *_: Any) -> dict[str, Subject]:
        return {
            name: Subject(
                SubjectFacts(person_id=name, listed_by=frozenset(agency for agency, _ in records)), tuple(records)
            )
            for name, records in _members(people).items()
        }

    def answers(_: Judge, asked: dict[str, Subject], *__: Any) -> dict[str, Answer]:
        return {
            name: Answer({Action.SEE_PERSON: Decision(allowed=True, shown=dict.fromkeys(one.facts.listed_by, shows))})
            for name, one in asked.items()
        }

    @contextmanager
    def unnoted(*_: Any, **__: Any) -> Iterator[Any]:
        yield type("Unnoted", (), {"concerns": lambda *_: None})()

    @contextmanager
    def unwalled(*_: Any) -> Iterator[None]:
        yield

    stand(OPERATOR)
    with patch.context() as patched:
        patched.setattr(accessor, "subjects_of", subjects)
        patched.setattr(Judge, "answers", answers)
        patched.setattr(accessor, "reading", unnoted)
        patched.setattr(accessor, "behind_the_wall", unwalled)
        yield
    stand(WEB)


@pytest.mark.torture  # a matter of time, so not for every run
def test_the_walls_cost_a_quarter_of_a_list_of_a_hundred_at_most(pages: None, monkeypatch: pytest.MonkeyPatch) -> None:
    list_people("ORR", {f"p-{n:03}": FACTS for n in range(100)}, minors=frozenset(f"p-{n:03}" for n in range(60)))
    browser = browser_of(account("ana", "ORR", Role.CASE_WORKER))
    stand(WEB)
    walled, plain = [], []
    for _ in range(ROUNDS):  # in turns: a machine that grows busier shall not look like a wall
        walled += [once(browser) for _ in range(IN_A_ROW)]
        with without_walls(monkeypatch):
            plain += [once(browser) for _ in range(IN_A_ROW)]
    cost = min(walled) / min(plain) - 1
    print(f"\n{connection.vendor}: walled {min(walled) * 1000:.1f} ms, plain {min(plain) * 1000:.1f} ms: {cost:+.0%}")
    assert cost <= 0.25
