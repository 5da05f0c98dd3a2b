"""`reencuentro keys`: what opens the registry changes, and what it holds stays."""

from pathlib import Path

import pytest

from tests.stored.templates import Begin
from tests.whole.commands import run
from tests.whole.lists import CHILD, MOTHER, results, roster


@pytest.fixture(autouse=True)
def _own_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", "keys")


@pytest.fixture
def before(begin_with: Begin) -> dict[str, bytes]:
    """The results of a registry that was just made."""
    begin_with(first_run)
    return results()


def first_run() -> None:
    """A registry, which tells once to keep its key safe."""
    said = run("reconcile", f"good={roster('good_2018-06-19.csv', MOTHER, CHILD)}")
    assert (said.code, said.err.count("to a safe place: without it")) == (0, 1)


def again() -> dict[str, bytes]:
    """The results of matching what the registry holds."""
    said = run("reconcile", "--out", "again", "--registry", "reencuentro/registry")
    assert (said.code, said.err) == (0, ""), said
    return results("again")


def test_rotated_keys_change_no_result(before: dict[str, bytes]) -> None:
    # Two rows, and the alarm about one of them.
    assert run("keys", "rotate", "--json").json == {"agencies": ["good"], "records": 3}
    assert run("keys", "rotate", "good").code == 0
    said = run("keys", "rotate", "nobody")
    assert (said.code, "What to do: " in said.err) == (1, True)
    assert again() == before


def test_passphrase_takes_the_place_of_the_kept_key(before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    Path("new.txt").write_text("five words nobody would guess\n")
    assert run("keys", "passphrase", "--new-passphrase-file", "new.txt").code == 0
    said = run("reconcile")
    assert (said.code, "wasn't given" in said.err) == (1, True)
    monkeypatch.setenv("REENCUENTRO_PASSPHRASE_FILE", "new.txt")
    assert again() == before
    assert run("keys", "passphrase", "--random").code == 0
    monkeypatch.delenv("REENCUENTRO_PASSPHRASE_FILE")
    assert again() == before


def test_short_passphrase_is_used_wrongly(before: dict[str, bytes]) -> None:
    Path("new.txt").write_text("short\n")
    assert run("keys", "passphrase", "--new-passphrase-file", "new.txt").code == 2
    assert again() == before


def test_secrets_of_the_records_are_moved_out(before: dict[str, bytes]) -> None:
    said = run("keys", "apart")
    assert said.code == 0
    assert Path(said.out.split()[-1]).is_file()
    assert again() == before


@pytest.mark.parametrize("content", [b"\xff\xfe" * 20, b""], ids=["no text", "empty"])
def test_new_passphrase_that_is_none_is_used_wrongly(before: dict[str, bytes], content: bytes) -> None:
    Path("new.txt").write_bytes(content)
    assert run("keys", "passphrase", "--new-passphrase-file", "new.txt").code == 2
    assert again() == before


def test_without_a_terminal_it_says_how_to_give_the_new_passphrase(before: dict[str, bytes]) -> None:
    said = run("keys", "passphrase")
    assert (said.code, "no terminal" in said.err) == (2, True)
    assert again() == before


def test_passphrase_of_bytes_that_are_no_text_is_refused(
    before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REENCUENTRO_PASSPHRASE", "\udcff\udcfe")
    said = run("reconcile")
    assert (said.code, "no text" in said.err) == (1, True)
