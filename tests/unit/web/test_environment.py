"""Settings that are wrong or missing stop the start, and say which one and what to write."""

from pathlib import Path

import pytest

from reencuentro.errors import SettingsError
from reencuentro.web.environment import read_environment

GOOD = {
    "REENCUENTRO_REGISTRY": "postgresql://app@database/reencuentro",
    "REENCUENTRO_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghij",
    "REENCUENTRO_HOSTS": "registro.example.org, registry.example.org",
    "REENCUENTRO_PROXIES": "1",
}


def test_complete_settings_are_read() -> None:
    read = read_environment(GOOD)
    assert read.hosts == ("registro.example.org", "registry.example.org")
    assert (read.proxies, read.local) == (1, False)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("REENCUENTRO_REGISTRY", "", "REENCUENTRO_REGISTRY isn't set"),
        ("REENCUENTRO_SECRET_KEY", "", "secret key"),
        ("REENCUENTRO_SECRET_KEY", "short", "secret key"),
        ("REENCUENTRO_SECRET_KEY", "ab" * 40, "too weak"),
        ("REENCUENTRO_SECRET_KEY_FILE", "/nowhere/key", "can't be read"),
        ("REENCUENTRO_HOSTS", "", "REENCUENTRO_HOSTS isn't set"),
        ("REENCUENTRO_HOSTS", "*", "every name"),
        ("REENCUENTRO_PROXIES", "two", "REENCUENTRO_PROXIES"),
        ("REENCUENTRO_PROXIES", "-1", "REENCUENTRO_PROXIES"),
        ("REENCUENTRO_PROXIES", "9", "REENCUENTRO_PROXIES"),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy(name: str, value: str, problem: str) -> None:
    with pytest.raises(SettingsError, match=problem) as refusal:
        read_environment(GOOD | {name: value})
    assert refusal.value.remedy
    assert not value or value not in str(refusal.value) + refusal.value.remedy or name != "REENCUENTRO_SECRET_KEY"


def test_secret_key_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(GOOD["REENCUENTRO_SECRET_KEY"] + "\n")
    given = {**GOOD, "REENCUENTRO_SECRET_KEY": "", "REENCUENTRO_SECRET_KEY_FILE": str(file)}
    assert read_environment(given).secret_key == GOOD["REENCUENTRO_SECRET_KEY"]


def test_pages_of_this_machine_answer_to_this_machine_alone() -> None:
    read = read_environment(GOOD | {"REENCUENTRO_LOCAL": "1", "REENCUENTRO_HOSTS": ""})
    assert set(read.hosts) == {"localhost", "127.0.0.1", "[::1]"}
