"""What the walls cost on a list of a hundred people."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client

from reencuentro.linkage.mentions import Birth
from reencuentro.records.visible import people as accessor
from reencuentro.records.visible.deciding import Answer, Judge
from reencuentro.records.visible.subjects import Subject, _members
from reencuentro.rules.disclosure.asking import SubjectFacts
from reencuentro.rules.disclosure.deciding import Decision
from reencuentro.rules.disclosure.vocabulary import EXISTENCE, IDENTITY, MATCH_SUMMARY, Action, Role
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

FACTS = {"full_name": "Ana Canaria", "birth": Birth(year=2012), "phones": ("555",), "facility": "Casa", "notes": "aunt"}


def fastest(browser: Client, times: int = 15) -> float:
    """Seconds that the page takes when nothing disturbs it."""

    def once() -> float:
        start = time.perf_counter()
        assert browser.get("/people/?purpose=care").status_code == 200
        return time.perf_counter() - start

    return min(once() for _ in range(times))


@contextmanager
def without_walls(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same page with its checks off: nothing is decided, no rights are read, no look is noted."""
    shows = frozenset({EXISTENCE, MATCH_SUMMARY, IDENTITY})

    def subjects(people: Any, *_: Any) -> dict[str, Subject]:
        return {
            name: Subject(
                SubjectFacts(person_id=name, listed_by=frozenset(agency for agency, _ in records)), tuple(records)
            )
            for name, records in _members(people, None).items()
        }

    def answers(_: Judge, asked: dict[str, Subject], *__: Any) -> dict[str, Answer]:
        return {
            name: Answer({Action.SEE_PERSON: Decision(allowed=True, shown=dict.fromkeys(one.facts.listed_by, shows))})
            for name, one in asked.items()
        }

    @contextmanager
    def unnoted(*_: Any, **__: Any) -> Iterator[Any]:
        yield type("Unnoted", (), {"concerns": lambda *_: None})()

    with patch.context() as patched:
        patched.setattr(accessor, "subjects_of", subjects)
        patched.setattr(Judge, "answers", answers)
        patched.setattr(accessor, "reading", unnoted)
        yield


@pytest.mark.torture  # a matter of time, so not for every run
def test_the_walls_cost_a_quarter_of_a_list_of_a_hundred_at_most(pages: None, monkeypatch: pytest.MonkeyPatch) -> None:
    list_people("ORR", {f"p-{n:03}": FACTS for n in range(100)}, minors=frozenset(f"p-{n:03}" for n in range(60)))
    browser = browser_of(account("ana", "ORR", Role.CASE_WORKER))
    fastest(browser, 3)
    walled = fastest(browser)
    with without_walls(monkeypatch):
        plain = fastest(browser)
    print(f"walled {walled * 1000:.1f} ms, plain {plain * 1000:.1f} ms: {walled / plain - 1:+.0%}")
    assert walled <= plain * 1.25
