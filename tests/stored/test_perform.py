"""The one door for change: all or nothing, and always a note of who did it."""

import pytest

from reencuentro.actions.perform import performing
from reencuentro.errors import JudgementError
from reencuentro.records.agencies import Agency
from reencuentro.records.audit import AuditEntry

pytestmark = pytest.mark.usefixtures("registry")


def notes() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", "outcome"))


def create_and_refuse(code: str) -> None:
    Agency.objects.create(code=code)
    raise JudgementError("no", remedy="none")


def create_and_stumble(code: str) -> None:
    Agency.objects.create(code=code)
    raise ZeroDivisionError


def test_deed_and_its_note_are_written_together() -> None:
    with performing("name", by="officer 7", about=["ORR:1"]):
        Agency.objects.create(code="ORR")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.about, entry.outcome) == ("name", "officer 7", ["ORR:1"], "done")


def test_refusal_undoes_the_deed_but_not_its_note() -> None:
    with pytest.raises(JudgementError), performing("name", by="tests"):
        create_and_refuse("ORR")
    assert not Agency.objects.exists()
    assert notes() == [("name", "refused")]


def test_inner_refusal_that_is_borne_undoes_the_inner_deed_alone() -> None:
    with performing("outer", by="tests"):
        Agency.objects.create(code="ORR")
        with pytest.raises(JudgementError), performing("inner", by="tests"):
            create_and_refuse("ICE")
    assert [agency.code for agency in Agency.objects.all()] == ["ORR"]
    assert notes() == [("inner", "refused"), ("outer", "done")]


def test_our_own_mistake_undoes_everything_and_is_no_refusal() -> None:
    with pytest.raises(ZeroDivisionError), performing("name", by="tests"):
        create_and_stumble("ORR")
    assert (Agency.objects.count(), notes()) == (0, [])
