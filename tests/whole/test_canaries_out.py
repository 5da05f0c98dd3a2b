"""A canary in every column of a list, sought in all that commands print, write, log and refuse."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reencuentro.actions.acting import system_login
from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.records.registry import open_registry
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from tests.stored.cast import NOW, invited
from tests.whole.commands import Said, run

COLUMNS = ("full_name", "phone", "address", "mother_name", "notes", "facility", "destination", "municipality")
CANARY = re.compile(r"Qz[A-Za-z_]+y", re.IGNORECASE)
OFFICE = (
    "officers list",
    "agencies list",
    "agreements list",
    "audit verify",
    "audit export --out log.txt",
    "audit checkpoint",
    "retention rules",
    "expire --dry-run",
    "tombstones --to tombstones",
    "check",
)
"""Commands about nobody, or that name keys alone."""
REFUSED = (
    "show QzPersony",
    "show ORR:Qzrecordy",
    "explain ORR:Qzrecordy ORR:2",
    "judge same ORR:1 ORR:2 --reason Qzwhyy",
    "subject access QzPersony --to answer.txt",
    "subject restrict QzPersony --ground court --why Qzwhyy",
    "subject correct ORR:2 birth Qzvaluey --evidence Qzevidencey",
    "officers add Qzloginy --name Qznamey --agency ORR",
    "look Qznamey",
)


@pytest.fixture(autouse=True)
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unblocked: None) -> Iterator[list[str]]:
    """A registry full of canaries, and every line that any logger writes meanwhile."""
    lines: list[str] = []

    class Hearing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    hearing = Hearing(level=logging.DEBUG)
    logging.getLogger().addHandler(hearing)
    monkeypatch.chdir(tmp_path)
    for agency in ("ORR", "DIF"):
        rows = [
            f"{n},{','.join(f'Qz{agency}{name}{n}'.replace(str(n), 'ab'[n - 1]) + 'y' for name in COLUMNS)}"
            for n in (1, 2)
        ]
        broken = f"3,{','.join(f'Qz{agency}broken{name}y' for name in COLUMNS)},1,2,3,4"
        Path(f"{agency}.csv").write_text("\n".join([f"record_id,{','.join(COLUMNS)}", *rows, broken, ""]), "utf-8")
    assert run("reconcile", "ORR.csv", "DIF.csv").code in (0, 3)
    yield lines
    logging.getLogger().removeHandler(hearing)


def become(*roles: Role) -> None:
    with open_registry("reencuentro/registry"):
        for code in ("ORR", "DIF"):
            add_agency(code, AgencyStated(name=code, kind=AgencyKind.CARE), by="tests", at=NOW)
        invited(system_login(), "ORR", *roles)


def found(told: Said) -> list[str]:
    return CANARY.findall(told.out + told.err)


def test_the_canaries_are_there() -> None:
    assert "full_name" in " ".join(found(run("show", "ORR:1")))


def test_what_is_printed_of_the_office_names_nobody() -> None:
    assert {command: found(run(*command.split())) for command in OFFICE} == {command: [] for command in OFFICE}
    written = [one for one in Path().rglob("*") if one.is_file() and one.name in ("log.txt", "tombstones.csv")]
    assert len(written) == 2
    assert not [one for one in written if CANARY.search(one.read_text("utf-8"))]


def test_what_an_agreement_would_show_is_counted_and_names_nobody() -> None:
    with open_registry("reencuentro/registry"):
        for code in ("ORR", "DIF"):
            add_agency(code, AgencyStated(name=code, kind=AgencyKind.CARE), by="tests", at=NOW)
    sides = 'agreement = "a"\ngiver = "ORR"\ntaker = "DIF"\npurposes = ["tracing"]\nroles = ["tracing_officer"]'
    Path("terms.toml").write_text(f'{sides}\nlevels = ["identity"]\nfrom = 2026-01-01\nuntil = 2027-01-01', "utf-8")
    assert run("agreements", "draft", "terms.toml").code == 0
    told = run("agreements", "try", "a", "1")
    assert "tracing_officer  identity: 0 → few; if assigned 0 → few" in told.out
    assert not found(told)


def test_what_is_counted_and_the_summary_name_nobody() -> None:
    told = run("reconcile")
    assert not found(told)
    assert not CANARY.search(Path("reencuentro/report.json").read_text("utf-8"))
    assert not CANARY.search(Path("reencuentro/report.html").read_text("utf-8"))


def test_the_registry_itself_holds_no_word_that_can_be_read() -> None:
    assert not [
        one for one in Path("reencuentro/registry").rglob("*") if one.is_file() and b"QzORR" in one.read_bytes()
    ]


def test_an_officer_is_printed_nothing_of_anothers_people() -> None:
    become(Role.CASE_WORKER)
    for told in (run("show", "ORR:1", "--purpose", "care"), run("show", "DIF:1", "--purpose", "care")):
        assert not [one for one in found(told) if "DIF" in one or "address" in one or "phone" in one]


@pytest.mark.parametrize("role", [None, Role.CASE_WORKER])
def test_no_refusal_and_no_log_names_anybody(role: Role | None, heard: list[str]) -> None:
    if role:
        become(role)
    for command in REFUSED:
        told = run(*command.split())
        assert not [one for one in found(told) if one not in command]
    assert not [line for line in heard if CANARY.search(line)]
