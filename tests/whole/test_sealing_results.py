"""Results with names, sealed to whoever shall read them; and whose key may lie beside its registry."""

import os
from pathlib import Path

import pyrage  # type: ignore[import-untyped]  # ships no hints
import pytest

from reencuentro.cli.options import DEMO_KEYS, DEMO_MARK, registry_place
from tests.whole.commands import run

LIST = "Id,Name,Birth date,Sex\n1,Xochitl Canarytzul,2011-05-17,F\n"


def test_tables_are_sealed_to_the_recipient_and_no_open_one_stays(tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "shelter.csv").write_text(LIST, "utf-8")

    out = tmp_path / "results"
    told = run("reconcile", tmp_path / "shelter.csv", "--out", out, "--recipient", key.to_public())

    assert told.code == 0
    assert "sealed" in told.out
    assert not list(out.glob("*.csv"))
    assert not [one for one in out.iterdir() if one.is_file() and b"Canarytzul" in one.read_bytes()]
    assert b"shelter,1" in pyrage.decrypt((out / "people.csv.age").read_bytes(), [key])


def test_what_is_no_public_key_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (tmp_path / "shelter.csv").write_text(LIST, "utf-8")
    out = tmp_path / "results"
    told = run("reconcile", tmp_path / "shelter.csv", "--out", out, "--recipient", "AGE-SECRET-KEY-1QQ")
    assert told.code
    assert "AGE-SECRET" not in told.out + told.err
    assert not out.exists()


def test_only_a_demo_is_opened_with_a_key_that_lies_beside_its_registry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", "")
    del os.environ["REENCUENTRO_KEY_FOLDER"]
    keys = tmp_path / DEMO_KEYS
    keys.mkdir()
    registry_place(str(tmp_path / "registry"), tmp_path)
    assert "REENCUENTRO_KEY_FOLDER" not in os.environ

    (tmp_path / DEMO_MARK).touch()
    registry_place(str(tmp_path / "registry"), tmp_path)
    assert os.environ["REENCUENTRO_KEY_FOLDER"] == str(keys)
