"""Guessing: never more tries than the limit, however many at once, and nobody is shut out of their own place."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from reencuentro.actions.tries import FREE_ELSEWHERE, FREE_HERE, FREE_PLACE, Guess, claim, claim_once, succeeded
from reencuentro.records.tries import Tries
from tests.stored.cast import NOW

pytestmark = pytest.mark.usefixtures("registry")

HOME, ELSEWHERE = "192.0.2.0/24", "198.51.100.0/24"


def guess(place: str = HOME, account: str = "ana") -> Guess:
    return Guess("password", account, place)


def claimed(one: Guess, times: int, at: datetime = NOW) -> int:
    return sum(claim(one, at=at) for _ in range(times))


def test_wrong_tries_must_wait_longer_and_longer() -> None:
    assert claimed(guess(), 50) == FREE_HERE
    waits = []
    at = NOW
    for _ in range(7):
        before = at
        while not claim(guess(), at=at):
            at += timedelta(seconds=10)
        waits.append((at - before).total_seconds())
    assert waits == [30, 60, 120, 300, 900, 3600, 3600]


def test_right_secret_begins_the_count_anew() -> None:
    claimed(guess(), FREE_HERE - 1)
    assert claim(guess(), at=NOW)
    succeeded(guess(), at=NOW)
    assert claimed(guess(), 50) == FREE_HERE


def test_day_later_it_is_forgotten() -> None:
    claimed(guess(), 50)
    assert claimed(guess(), 50, NOW + timedelta(hours=25)) == FREE_HERE


def test_guesses_from_everywhere_are_counted_together() -> None:
    places = [f"10.0.{number}.0/24" for number in range(200)]
    assert sum(claim(guess(place), at=NOW) for place in places) == FREE_ELSEWHERE


def test_guesses_at_everybody_from_one_place_are_counted_together() -> None:
    assert sum(claim(guess(account=f"officer {number}"), at=NOW) for number in range(300)) == FREE_PLACE


def test_nobody_is_shut_out_of_the_place_from_which_they_came_in() -> None:
    assert claim(guess(HOME), at=NOW)
    succeeded(guess(HOME), at=NOW)
    for number in range(100):
        claim(guess(f"10.0.{number}.0/24"), at=NOW)
    for number in range(300):
        claim(guess(HOME, f"officer {number}"), at=NOW)
    assert not claim(guess(ELSEWHERE), at=NOW)
    assert claim(guess(HOME), at=NOW)


def test_clock_set_back_gives_no_new_tries() -> None:
    claimed(guess(), 50)
    assert claimed(guess(), 50, NOW - timedelta(days=3)) == 0


def test_code_is_used_once() -> None:
    assert claim_once("code", "of-1 123456", at=NOW)
    assert not claim_once("code", "of-1 123456", at=NOW)
    assert claim_once("code", "of-2 123456", at=NOW)


def test_table_tells_neither_logins_nor_places() -> None:
    claim(guess(), at=NOW)
    told = str(list(Tries.objects.values()))
    assert "ana" not in told
    assert "192.0.2" not in told


@pytest.mark.parametrize("tries", [100, pytest.param(1_000, marks=[pytest.mark.torture, pytest.mark.slow])])
def test_many_at_once_get_no_more_than_the_limit(tries: int) -> None:
    def one(_: int) -> bool:
        try:
            return claim(guess(), at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(one, range(tries))) == FREE_HERE
