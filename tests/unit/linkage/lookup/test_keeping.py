"""People kept in a file: opened again they are the same, and a file that isn't theirs is refused unread."""

import os
import pickle
import stat
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reencuentro.errors import RosterRefusedError
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.lookup.keeping import KnownPeople, keep, known_people
from reencuentro.linkage.plain import link_people
from tests.unit.linkage.lookup.test_joining import NEW, OLD


@pytest.fixture(scope="module")
def people() -> KnownPeople:
    columns = columns_of(OLD)
    persons = link_people(columns)
    return KnownPeople.of(columns, persons, [f"P{person}" for person in persons])


@pytest.fixture
def kept(people: KnownPeople, tmp_path: Path) -> Path:
    keep(tmp_path / "known.index", people)
    return tmp_path / "known.index"


def test_a_new_list_is_joined_to_the_kept_as_to_those_in_memory(people: KnownPeople, kept: Path) -> None:
    here, there = (known.joined(columns_of(NEW)) for known in (people, known_people(kept)))

    assert there.persons.tolist() == here.persons.tolist()
    assert there.known_ids[0] == people.ids[0].decode()
    assert there.known.sum() == len(there.known_ids) == 41
    assert there.united == 0


def test_whoever_unites_two_known_persons_is_counted(people: KnownPeople) -> None:
    apart = KnownPeople.of(
        people.index.columns, np.arange(len(OLD), dtype=np.int32), [f"P{i}" for i in range(len(OLD))]
    )
    twice = KnownPeople.of(
        columns_of([*OLD, *NEW[:1]]), np.arange(len(OLD) + 1, dtype=np.int32), ["P"] * (len(OLD) + 1)
    )

    assert apart.joined(columns_of(NEW[:1])).united == 0
    assert twice.joined(columns_of(NEW[:1])).united == 1


def test_only_its_owner_may_read_it(kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_failed_attempt_leaves_what_was_there(
    kept: Path, monkeypatch: pytest.MonkeyPatch, people: KnownPeople
) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    before = kept.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(kept, people)

    assert kept.read_bytes() == before
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


@pytest.mark.parametrize(
    ("forged", "problem"),
    [
        (lambda whole: b"", "no index of people"),
        (lambda whole: b"record_id,person_id\n", "no index of people"),
        (lambda whole: whole[:-1], "not whole"),
        (lambda whole: whole[:30], "not whole"),
        (lambda whole: whole[:18] + b"\xff\xff\0\0" + whole[22:], "another version"),
        (lambda whole: whole.replace(b"reencuentro.linkage.words", b"reencuentro.linkage.swords"[:25]), "damaged"),
    ],
    ids=["empty", "a table", "cut", "hardly begun", "version", "damaged"],
)
def test_another_file_is_refused_with_the_remedy(kept: Path, forged: Any, problem: str) -> None:
    kept.write_bytes(forged(kept.read_bytes()))

    with pytest.raises(RosterRefusedError, match=problem) as refused:
        known_people(kept)
    assert "--keep" in refused.value.remedy


class Evil:
    """Runs a command when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (str(self.trace),))


def test_a_forged_file_can_run_nothing(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = pickle.dumps
    monkeypatch.setattr(pickle, "dumps", lambda _shape, *rest, **more: honest(Evil(tmp_path / "trace"), *rest, **more))
    keep(kept, known_people(kept))

    with pytest.raises(RosterRefusedError, match="damaged"):
        known_people(kept)
    assert not (tmp_path / "trace").exists()
