"""The container and compose files: linted, held to their schema, and free of secrets. They are not run here."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.house.tree import ROOT

DEPLOY = ROOT / "deploy"
HADOLINT = Path(sys.executable).with_name("hadolint")
SERVICE = set(
    "image build read_only tmpfs cap_drop security_opt restart environment secrets volumes networks healthcheck"
    " command depends_on ports".split()
)
TOP = {"name", "services", "networks", "volumes", "secrets", "x-program"}


def lint(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([HADOLINT, "--no-color", file], capture_output=True, text=True, check=False)


def compose() -> dict[str, Any]:
    read = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert isinstance(read, dict)
    return read


def troubles(told: dict[str, Any]) -> list[str]:
    """What a compose file gets wrong, of the part of the schema that ours uses."""
    wrong = [f"unknown: {key}" for key in set(told) - TOP]
    for name, service in told["services"].items():
        wrong += [f"{name}: unknown: {key}" for key in set(service) - SERVICE]
        wrong += [f"{name}: no image" for _ in [0] if "image" not in service]
        for kind in ("secrets", "networks"):
            wrong += [f"{name}: no such {kind}: {one}" for one in set(service.get(kind, [])) - set(told[kind])]
        for volume in service.get("volumes", []):
            wrong += [f"{name}: no such volume: {volume}" for _ in [0] if volume.split(":")[0] not in told["volumes"]]
        for other, how in service.get("depends_on", {}).items():
            known = other in told["services"] and how["condition"].startswith("service_")
            wrong += [] if known else [f"{name}: depends on nothing: {other}"]
        texts = service.get("environment", {}).values()
        wrong += [f"{name}: not a text: {text}" for text in texts if not isinstance(text, str)]
    return wrong


def test_container_file_passes_the_linter() -> None:
    done = lint(DEPLOY / "Containerfile")
    assert done.returncode == 0, done.stdout


def test_linter_finds_what_is_wrong(tmp_path: Path) -> None:
    bad = tmp_path / "Containerfile"
    bad.write_text("FROM debian:latest\nRUN cd /tmp && sudo apt-get install -y vim\n")
    assert lint(bad).returncode == 1


def test_compose_file_keeps_its_schema() -> None:
    assert troubles(compose()) == []


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        ((), "service", {}),
        (("services", "pages"), "enviroment", {}),
        (("services", "pages"), "secrets", ["nobody"]),
        (("services", "pages"), "depends_on", {"nobody": {"condition": "service_healthy"}}),
        (("services", "pages"), "environment", {"A": 1}),
    ],
)
def test_wrong_compose_file_is_caught(where: tuple[str, ...], key: str, value: object) -> None:
    told = compose()
    place = told
    for step in where:
        place = place[step]
    place[key] = value
    assert troubles(told)


def test_program_runs_as_nobody_in_particular_and_writes_nothing() -> None:
    for name in ("schema", "pages"):
        service = compose()["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert "\nUSER 10001\n" in (DEPLOY / "Containerfile").read_text("utf-8")


def test_database_is_reached_from_within_alone_and_secrets_lie_in_files() -> None:
    told = compose()
    assert told["networks"]["inside"]["internal"] is True
    assert "ports" not in told["services"]["database"]
    assert all(set(secret) == {"file"} for secret in told["secrets"].values())
    assert told["services"]["pages"]["ports"] == ["127.0.0.1:8000:8000"]
