"""Every test here works in a folder of its own, with the command's real registry."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unblocked: None) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("REENCUENTRO_REGISTRY", "REENCUENTRO_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REENCUENTRO_BY", "tests")
