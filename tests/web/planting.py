"""Canaries written as officers write: on the forms of the pages, in files and their names, and in what both leave."""

import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from reencuentro.records.cases import CaseSettlement, CaseStep
from reencuentro.records.drops import DropState, Mend, RosterDrop
from reencuentro.records.exact import as_json
from reencuentro.records.loading import load_rows
from reencuentro.records.officers import Officer
from reencuentro.records.rosters import Quarantined, SourceRecord
from tests.web.entered import browser_of

Canary = Callable[[str], str]
FOR = {"purpose": "tracing"}
_REGISTERED = (
    "full_name nickname other_names given_after department municipality marks belongings mother father siblings sought1"
    " wants_why facility separation_reason concern_text informant notes address"
).split()
_REQUESTED = "full_name nickname other_names department municipality address notes message child1".split()


def write_on_the_pages(officer: Officer, canary: Canary) -> None:
    """Somebody is written down, with a photo; a family asks; a list is dropped, and a column of it given a meaning."""
    browser = browser_of(officer, stepped_up=True)
    _register(browser, canary)
    asked = {name: canary(f"request.{name.rstrip('1')}") for name in _REQUESTED}
    _sent(browser, "/people/request/", {**asked, "token": "two"})
    _drop(browser, canary)


def _sent(browser: Client, address: str, form: dict[str, object]) -> None:
    answer = browser.post(address, FOR | form)
    assert answer.status_code == 302, (address, answer.status_code, answer.content.decode())


def _register(browser: Client, canary: Canary) -> None:
    boxes: dict[str, object] = {name: canary(f"register.{name.rstrip('1')}") for name in _REGISTERED}
    boxes |= {"concern": "medical", "wants": "yes", "token": "one"}
    picture = Image.new("RGB", (40, 30), "teal")
    told = picture.getexif()
    told[0x010E] = canary("photo.description")
    kept = io.BytesIO()
    picture.save(kept, "JPEG", exif=told, comment=canary("photo.comment").encode())
    boxes["photo"] = SimpleUploadedFile(f"{canary('photo.file_name')}.jpg", kept.getvalue(), "image/jpeg")
    _sent(browser, "/people/register/", boxes)


def _drop(browser: Client, canary: Canary) -> None:
    header, cell = canary("ColumnMeant.header"), canary("RosterDrop.shown")
    lists = f"record_id,full_name,{header}\nq-1,{cell},{cell}\nq-2,{cell},\n"
    name = f"{canary('RosterDrop.file_name')}.csv"
    _sent(browser, "/rosters/drop/", {"roster": SimpleUploadedFile(name, lists.encode(), "text/csv")})
    dropped = RosterDrop.objects.latest("pk")
    assert header in str(dropped.shown)
    _sent(browser, f"/rosters/{dropped.token}/column/", {"column": "2", "field": "notes"})


def leave_behind(officer: Officer, settler: Officer, canary: Canary) -> None:
    """What isn't written on a form: a list that was refused, a cell that was put right, a step that was refused."""
    now = timezone.now()
    told = {"problem": canary("RosterDrop.problem"), "remedy": canary("RosterDrop.remedy")}
    RosterDrop.objects.create(
        token="refused",  # noqa: S106 - no secret: the list's name in its address
        agency=officer.agency,
        officer=officer,
        file_name="refused.csv",
        size=9,
        state=DropState.REFUSED.value,
        dropped_at=now,
        told={"changes": {canary("RosterDrop.told"): 1}},
        **told,
    )
    broken = Quarantined.objects.filter(agency=officer.agency).select_related("roster").latest("pk")
    row = SourceRecord.objects.filter(roster=broken.roster, line=broken.line).latest("pk")
    mended = (row.pk, as_json("DOB"), as_json(canary("Mend.value")), "tests", now)
    load_rows(Mend, ("row", "column", "value", "by", "at"), [mended], agency=officer.agency_id)
    step = CaseStep.objects.filter(needs_second=True, officer=officer).exclude(case__agency=officer.agency).latest("pk")
    CaseSettlement.objects.create(
        step=step,
        case=step.case,
        verdict="refused",
        proposer=officer,
        officer=settler,
        agency=settler.agency,
        at=now,
        reason=canary("CaseSettlement.reason"),
    )
