"""Who acts at the terminal: the officer of the process's own login, else the operator; and what each may see so."""

from pathlib import Path

import pytest

from reencuentro.actions.acting import system_login
from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.records.audit import AuditEntry
from reencuentro.records.registry import open_registry
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from tests.stored.cast import NOW, invited
from tests.stored.templates import Begin
from tests.whole.commands import Said, run

ORR = "record_id,full_name,date_of_birth,facility\n1,Ana López Pérez,1990-01-02,Casa Azul\n"
DIF = "record_id,full_name,date_of_birth,facility\n9,Carla Ruiz Sosa,1991-03-04,Casa Verde\n"


@pytest.fixture(autouse=True)
def _registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unblocked: None, begin_with: Begin) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REENCUENTRO_BY", "somebody else")
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", "keys")
    begin_with(two_lists)


def two_lists() -> None:
    """A registry with a list of each agency."""
    Path("orr.csv").write_text(ORR, "utf-8")
    Path("dif.csv").write_text(DIF, "utf-8")
    assert run("reconcile", "ORR=orr.csv", "DIF=dif.csv").code == 0


def become(*roles: Role) -> None:
    """From now on the login of this process is an officer of ORR."""
    with open_registry("reencuentro/registry"):
        for code in ("ORR", "DIF"):
            add_agency(code, AgencyStated(name=code, kind=AgencyKind.CARE), by="tests", at=NOW)
        invited(system_login(), "ORR", *roles)


def show(record: str, *more: str) -> Said:
    return run("show", record, *more)


def test_without_officers_whoever_runs_the_registry_sees_it_whole() -> None:
    assert "Casa Azul" in show("ORR:1").out
    assert "Casa Verde" in show("DIF:9").out


def test_an_officer_sees_at_the_terminal_what_their_roles_allow() -> None:
    become(Role.CASE_WORKER)
    mine = show("ORR:1", "--purpose", "care").out
    assert "Ana López Pérez" in mine
    assert "Casa Azul" not in mine


def test_somebody_elses_record_and_none_are_answered_alike() -> None:
    become(Role.CASE_WORKER)
    elses, none = show("DIF:9", "--purpose", "care"), show("DIF:8", "--purpose", "care")
    assert (elses.code, elses.out) == (none.code, none.out) == (1, "")
    assert elses.err.replace("9", "8") == none.err


def test_what_for_is_asked_where_several_purposes_fit() -> None:
    become(Role.CASE_WORKER)
    said = show("ORR:1")
    assert said.code == 1
    assert "--purpose" in said.err


def test_the_environment_makes_nobody_the_operator() -> None:
    become(Role.ADMINISTRATOR)
    assert show("ORR:1").code == 1
    assert run("reconcile").code == 1
    assert run("look", "Ana Lopez").code == 1
    assert run("judge", "same", "ORR:1", "DIF:9", "reject", "--reason", "two people").code == 1
    assert run("explain", "ORR:1", "DIF:9").code == 1


def test_a_look_at_the_terminal_is_noted_with_the_officer_and_the_purpose() -> None:
    become(Role.CASE_WORKER)
    show("ORR:1", "--purpose", "care")
    with open_registry("reencuentro/registry"):
        entry = AuditEntry.objects.order_by("sequence").last()
    assert entry is not None
    assert (entry.agency, entry.purpose, entry.by[:8]) == ("ORR", "care", "officer:")


def test_access_is_explained_with_what_is_seen_why_and_what_would_be_needed() -> None:
    with open_registry("reencuentro/registry"):
        for code in ("ORR", "DIF"):
            add_agency(code, AgencyStated(name=code, kind=AgencyKind.CARE), by="tests", at=NOW)
        invited("ana", "ORR", Role.CASE_WORKER)
    told = run("access", "explain", "ana", "ORR:1", "--purpose", "care", "--json").json["purposes"][0]["looks"]
    assert told["see_person"]["why"][0]["row"] == "W2"
    assert told["see_location"]["against"][0]["code"] in ("not_assigned", "location_unassigned")
    spanish = run("access", "explain", "ana", "DIF:9", "--purpose", "care", "--language", "es").out
    assert "ningún convenio vigente lo da" in spanish
    assert "Carla" not in spanish
    assert run("access", "explain", "ana", "nobody").code == 1
    assert run("access", "explain", "nobody", "ORR:1").code == 1
    past = run("access", "explain", "ana", "ORR:1", "--purpose", "care", "--as-of", "2017-01-01")
    assert past.code == 1


OFFICE = (
    "officers list",
    "agencies list",
    "agreements list",
    "audit verify",
    "audit key",
    "audit checkpoint",
    "keys rotate",
    "retention rules",
    "expire --dry-run",
    "tombstones --to tombstones",
)


@pytest.mark.parametrize("command", OFFICE)
def test_what_concerns_the_office_is_done_by_the_operator_and_refused_to_case_workers(command: str) -> None:
    assert run(*command.split()).code == 0

    become(Role.CASE_WORKER)
    told = run(*command.split())

    assert told.code == 1
    assert "isn't for you" in told.err


def test_an_officer_does_at_the_terminal_what_takes_no_fresh_sign_in_there() -> None:
    become(Role.AUDITOR)
    assert run("audit", "verify").code == 0
    assert run("officers", "list").code == 1


def test_whoever_may_not_is_noted() -> None:
    become(Role.CASE_WORKER)
    run("officers", "suspend", system_login())
    with open_registry("reencuentro/registry"):
        refused = AuditEntry.objects.order_by("sequence").last()
        assert refused is not None
        assert (refused.action, refused.outcome) == ("manage_officers", "refused")
