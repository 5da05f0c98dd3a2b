"""Exported logs: whatever is done to the file, both verifiers find it."""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from reencuentro.interchange.transparency.log_files import Verified, verify_log_file
from reencuentro.interchange.transparency.notes import parse_key
from reencuentro.interchange.transparency.verifying import FaultKind
from tests.unit.interchange.transparency.tampering import LOG, exported, head, sample, sign_otherwise, tampered
from tools.verify_audit_log import problems_of

ROOT = Path(__file__).resolve().parents[4]
KEY = str(LOG.public())


def first(path: Path, data: bytes, witnessed: int = 0) -> Verified:
    """What the project's own verifier says."""
    path.write_bytes(data)
    return verify_log_file(path, [head(sample(witnessed))] if witnessed else [], parse_key(KEY))


def second(data: bytes, witnessed: int = 0) -> list[str]:
    """What the verifier that was written apart says."""
    return problems_of(data, KEY, (str(head(sample(witnessed)).signed(LOG)),) if witnessed else ())


@pytest.mark.parametrize("size", [0, 1, 2, 7, 8, 33])
def test_a_whole_log_is_whole_to_both(tmp_path: Path, size: int) -> None:
    data = exported(sample(size))
    verified = first(tmp_path / "log", data)

    assert (verified.faults, verified.size) == ((), size)
    assert second(data) == []


@pytest.mark.parametrize("witnessed", range(1, 12))
def test_a_log_that_goes_on_from_an_earlier_checkpoint_is_whole_to_both(tmp_path: Path, witnessed: int) -> None:
    data = exported(sample(11))

    assert first(tmp_path / "log", data, witnessed).faults == ()
    assert second(data, witnessed) == []


@pytest.mark.parametrize("rounds", [300, pytest.param(10_000, marks=pytest.mark.torture)])
def test_whatever_is_done_to_the_file_both_find_it(tmp_path: Path, rounds: int) -> None:
    chance = random.Random(rounds)  # noqa: S311 a choice of damages, not a secret
    missed: Counter[str] = Counter()
    for _ in range(rounds):
        size = chance.randint(3, 20)
        witnessed = chance.randint(1, size)
        name, data = tampered(size, witnessed, chance)
        if not first(tmp_path / "log", data, witnessed).faults:
            missed[f"first: {name}"] += 1
        if not second(data, witnessed):
            missed[f"second: {name}"] += 1

    assert not missed


@pytest.mark.parametrize(
    ("change", "kind", "entry"),
    [
        (lambda lines: [*lines[:5], lines[5].replace(b"P-12", b"P-13"), *lines[6:]], FaultKind.ALTERED, 4),
        (lambda lines: [*lines[:5], *lines[6:]], FaultKind.MISSING, 4),
        (lambda lines: [*lines[:6], *lines[5:]], FaultKind.OUT_OF_PLACE, 4),
    ],
)
def test_both_say_at_which_entry(tmp_path: Path, change: object, kind: FaultKind, entry: int) -> None:
    assert callable(change)
    data = b"".join(change(exported(sample(9)).splitlines(keepends=True)))
    found = first(tmp_path / "log", data).faults[0]

    assert (found.kind, found.entry) == (kind, entry)
    assert any(problem.startswith(f"entry {entry + (kind is FaultKind.OUT_OF_PLACE)} ") for problem in second(data))


def test_a_forger_with_a_key_of_their_own_is_found_by_whoever_knows_the_right_one(tmp_path: Path) -> None:
    data = sign_otherwise(5, 5, random.Random(1))  # noqa: S311 a choice of damages, not a secret

    assert [fault.kind for fault in first(tmp_path / "log", data).faults] == [FaultKind.SIGNATURE]
    assert second(data) == ["the log names another key than the one given"]


def test_a_copy_of_before_is_called_that(tmp_path: Path) -> None:
    data = exported(sample(3))

    assert [fault.kind for fault in first(tmp_path / "log", data, 5).faults] == [FaultKind.SHORTER]
    assert "put back" in second(data, 5)[0]


def test_what_is_no_log_at_all_is_unreadable(tmp_path: Path) -> None:
    for data in (b"", b"\xff\xfe", b"id,name\n1,x\n", b"\n\n", exported(sample(2)).replace(b"log 1 ", b"log 2 ")):
        assert [fault.kind for fault in first(tmp_path / "log", data).faults] == [FaultKind.UNREADABLE]
        assert second(data)


def test_the_second_verifier_needs_nothing_but_python(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(exported(sample(9)))
    (tmp_path / "earlier").write_text(str(head(sample(4)).signed(LOG)), "utf-8")
    command = [sys.executable, "-I", "-S", str(ROOT / "tools/verify_audit_log.py"), "log", "--key", KEY]

    def say(*more: str) -> tuple[int, str]:
        done = subprocess.run([*command, *more], cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip()

    assert say("--checkpoint", "earlier") == (0, "The log is whole.")
    (tmp_path / "log").write_bytes(exported(sample(3)))
    assert say("--checkpoint", "earlier")[0] == 1
    assert say("--checkpoint", "nowhere")[0] == 2


def test_the_second_verifier_is_small_enough_to_be_read() -> None:
    assert len((ROOT / "tools/verify_audit_log.py").read_text("utf-8").splitlines()) <= 250
