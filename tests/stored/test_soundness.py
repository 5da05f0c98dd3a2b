"""An installation says of itself what is wrong, and what to do."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from reencuentro.actions.perform import performing
from reencuentro.records.sealing.keys import SealingRoot
from reencuentro.web.soundness import Finding, soundness


def findings(place: str, given: dict[str, str] | None = None, *, pages: bool = False) -> dict[str, Finding]:
    return {one.what: one for one in soundness(place, given or {}, pages=pages)}


def test_new_registry_is_sound_but_for_a_database_user_who_may_do_everything(registry: str) -> None:
    wrong = [one.what for one in findings(registry).values() if not one.sound]
    assert wrong == (["database's user"] if connection.vendor == "postgresql" else [])


def test_clock_behind_the_audit_is_noticed(registry: str) -> None:
    with performing("sign_in", by="tests", at=datetime.now(UTC) + timedelta(days=1)):
        pass
    assert not findings(registry)["clock"].sound


def test_folder_that_others_may_enter_is_noticed(registry: str) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("a database has no folder")
    Path(registry).chmod(0o755)
    found = findings(registry)["registry's folder"]
    assert found.remedy == f"chmod 700 {registry}"


def test_secrets_of_the_records_within_the_registry_are_told_of(registry: str) -> None:
    assert not findings(registry)["records' secrets"].remedy
    SealingRoot.objects.update(tree="sealed")
    found = findings(registry)["records' secrets"]
    assert (found.sound, "keys apart" in found.remedy) == (True, True)


def test_pages_for_others_need_settings_https_and_copies(registry: str, tmp_path: Path) -> None:
    bad = findings(registry, {"REENCUENTRO_LOCAL": "1", "REENCUENTRO_DEBUG": "1"}, pages=True)
    assert {what for what in ("settings", "connection", "debugging", "copies") if not bad[what].sound} == {
        "settings",
        "connection",
        "debugging",
        "copies",
    }
    copy = tmp_path / "copies" / "today"
    copy.parent.mkdir()
    copy.touch()
    assert findings(registry, {"REENCUENTRO_BACKUPS": str(copy.parent)}, pages=True)["copies"].sound
    os.utime(copy, (0, 0))
    assert not findings(registry, {"REENCUENTRO_BACKUPS": str(copy.parent)}, pages=True)["copies"].sound
