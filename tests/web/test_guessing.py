"""Whoever guesses learns nothing: not which logins there are, neither by the answer nor by the time it takes."""

import time

import pytest
from django.test import Client

from reencuentro.actions.officers import suspend_officer
from reencuentro.records.officers import Officer
from reencuentro.records.tries import Tries
from tests.stored.cast import LATER, officer


@pytest.fixture(autouse=True)
def _officers(pages: None) -> None:
    officer("ana", "ORR")
    suspend_officer(officer("out", "ORR"), by="tests", at=LATER)


def wrong(client: Client, login: str) -> tuple[int, str, float]:
    """Status, page and seconds of a wrong password."""
    begun = time.perf_counter()
    answer = client.post("/sign-in/", {"login": login, "password": "wrong wrong wrong"})
    took = time.perf_counter() - begun
    page = answer.content.decode().replace(login, "LOGIN")
    return answer.status_code, _without_tokens(page), took


def _without_tokens(page: str) -> str:
    return "\n".join(line.split('csrfmiddlewaretoken" value="')[0] for line in page.splitlines())


@pytest.mark.parametrize("login", ["nobody", "out", "Ana", "ana@example.org", "x" * 250])
def test_wrong_password_gets_the_same_answer_whoever_it_is(client: Client, login: str) -> None:
    assert wrong(client, login)[:2] == wrong(client, "ana")[:2]


def test_too_many_tries_get_the_same_answer_whoever_it_is(client: Client) -> None:
    answers = {login: [wrong(client, login)[:2] for _ in range(7)] for login in ("ana", "nobody")}
    assert answers["ana"] == answers["nobody"]
    assert answers["ana"][-1] != answers["ana"][0]


def told_apart(left: list[float], right: list[float]) -> float:
    """How well times tell two cases apart: 0.5 is chance, 1 always (the area under the curve)."""
    above = sum((one > other) + (one == other) / 2 for one in left for other in right) / (len(left) * len(right))
    return max(above, 1 - above)


def test_measure_finds_a_difference_where_there_is_one() -> None:
    assert told_apart([1, 2, 3], [4, 5, 6]) == 1
    assert told_apart([1, 2, 3], [1, 2, 3]) == 0.5


@pytest.mark.parametrize(
    ("pairs", "chance"),
    [
        (20, 0.75),  # so few can't tell more surely: three standard deviations
        pytest.param(1_000, 0.55, marks=[pytest.mark.torture, pytest.mark.slow]),
    ],
)
def test_time_tells_nothing_of_whether_there_is_such_an_officer(client: Client, pairs: int, chance: float) -> None:
    assert Officer.objects.filter(login="ana").exists()
    wrong(client, "nobody")
    times: dict[str, list[float]] = {"ana": [], "nobody": []}
    for number in range(2 * pairs):
        Tries.objects.all().delete()
        # In turns, and each first as often as second: a machine that grows busier shall not look like a difference.
        login = ("ana", "nobody", "nobody", "ana")[number % 4]
        times[login].append(wrong(client, login)[2])
    area = told_apart(times["ana"], times["nobody"])
    print(f"AUC {area:.3f} over {pairs} pairs")
    assert area <= chance
