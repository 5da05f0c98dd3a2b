"""Lists as officers hand them in on the pages, for whichever tests need some."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reencuentro.actions.working import work_off_all
from reencuentro.records.drops import RosterDrop
from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure.vocabulary import Role
from tests.web.entered import account

HEADER = "Record ID,First Name,Last Name,DOB,Sex,Facility,Admission Date,Zimmer\n"
LIST = HEADER + "1,Ana,Paz Luna,2013-05-17,F,Casa Alma,2018-06-08,12\n2,Eva,Cruz,30/02/2011,F,Casa Sol,2018-06-11,3\n"
FOR = {"purpose": "care"}


def supplier(login: str = "ana", agency: str = "ORR", role: Role = Role.INTAKE) -> Officer:
    """Who hands in lists."""
    return account(login, agency, role)


def dropped(client: Client, content: str | bytes = LIST, name: str = "orr_2018-06-12.csv") -> Any:
    """The answer to a file."""
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post("/rosters/drop/", {**FOR, "roster": file})


def page(client: Client, token: str, beside: str = "") -> str:
    """What a list's page says."""
    return str(client.get(f"/rosters/{token}/{beside}?purpose=care").content.decode())


def shown(client: Client, **how: Any) -> RosterDrop:
    """A list that was dropped, and waits to be looked at."""
    assert dropped(client, **how).status_code == 302
    newest = RosterDrop.objects.order_by("-pk").first()
    assert newest is not None
    return newest


def taken(client: Client, one: RosterDrop, extent: str = "whole", *, work: bool = True, **said: Any) -> RosterDrop:
    """The list, once somebody has said that it shall be taken in."""
    work_off_all("tests")
    answer = client.post(f"/rosters/{one.token}/take/", {**FOR, "extent": extent, **said})
    assert answer.status_code == 302, answer.content.decode()
    if work:
        work_off_all("tests")
    one.refresh_from_db()
    return one
