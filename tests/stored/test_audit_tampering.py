"""Whatever somebody does to the log inside the database, both verifiers find it."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from reencuentro.actions.auditing import export_log, sign_checkpoint
from reencuentro.actions.perform import performing
from reencuentro.errors import RegistryError
from reencuentro.interchange.transparency.checkpoints import Checkpoint, opened
from reencuentro.records.audit import signing_key
from reencuentro.records.noting import Capacity
from reencuentro.records.reading import reading
from reencuentro.records.verification import verify_registry
from tests.stored.tampering import WAYS, drop_guards
from tools.verify_audit_log import problems_of

pytestmark = pytest.mark.usefixtures("registry")
WITNESSED, LATER = 12, 6


def fill(entries: int) -> None:
    """Deeds and looks of several officers."""
    for number in range(entries):
        capacity = Capacity(officer=f"officer:{number % 3}", agency="ORR", purpose="tracing", levels=(1, 2))
        with reading("look_up", by="tests", about=[f"ORR:{number}"], sought=["Ana"], capacity=capacity):
            pass
        if number % 2:
            with performing("judge_identity", by="tests", about=["ORR:1", "ICE:2"]):
                pass


def second(path: Path, key: str, note: str) -> list[str]:
    """What the verifier that was written apart says of the log as it can be exported; none can be of a lost head."""
    try:
        export_log(path)
    except RegistryError as error:
        return [str(error)]
    return problems_of(path.read_bytes(), key, (note,))


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("rounds", [150, pytest.param(5_000, marks=pytest.mark.torture)])
def test_whatever_is_done_to_the_database_both_find_it(tmp_path: Path, rounds: int) -> None:
    fill(WITNESSED)
    note, key = sign_checkpoint(by="tests"), signing_key().public()
    witnessed: Checkpoint = opened(note, [key])[0]
    fill(LATER)
    drop_guards()
    chance = random.Random(rounds)  # noqa: S311 a choice of damages, not a secret
    missed: Counter[str] = Counter()
    for _ in range(rounds):
        way = chance.choice(WAYS)
        with undone():
            way(chance, witnessed.size)
            if not verify_registry([witnessed], key).faults:
                missed[f"first: {way.__name__}"] += 1
            if not second(tmp_path / "log.txt", str(key), note):
                missed[f"second: {way.__name__}"] += 1

    assert not missed
    assert verify_registry([witnessed], key).faults == ()
    assert second(tmp_path / "log.txt", str(key), note) == []
