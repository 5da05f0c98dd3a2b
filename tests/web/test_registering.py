"""Searching and writing people down on the pages: search first, one fact is enough, candidates come unasked."""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from reencuentro.records.photos import Photo
from reencuentro.records.registrations import Registration
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.behind import pages as stand_as_pages
from tests.web.entered import account, browser_of

pytestmark = pytest.mark.both

WHAT_FOR = {"purpose": "tracing"}


@pytest.fixture
def browser(pages: None) -> Client:
    """An intake worker of the ORR."""
    return browser_of(account("ana", "ORR", Role.INTAKE))


def token_of(page: str) -> str:
    """The form's own token."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def begin(browser: Client, words: str = "Rosa Escobar") -> str:
    """The form, as it opens behind a search."""
    return browser.post("/people/register/", WHAT_FOR | {"begin": "1", "name": words}).content.decode()


def write_down(browser: Client, **boxes: object) -> str:
    """Sends the form; where it leads to."""
    answer = browser.post("/people/register/", WHAT_FOR | {"token": token_of(begin(browser)), **boxes})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def photo(**saving: object) -> bytes:
    """A JPEG as a telephone makes it: with the place where it was taken."""
    picture = Image.new("RGB", (400, 300), "teal")
    exif = picture.getexif()
    exif[0x8825] = {1: "N", 2: (14.0, 5.0, 3.0), 3: "W", 4: (87.0, 1.0, 2.0)}
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif, **saving)
    return written.getvalue()


def test_a_search_as_one_types_holds_what_is_said_where_nobody_answers(browser: Client) -> None:
    page = browser.get("/people/search/?purpose=tracing").content.decode()
    assert re.search(r'role="alert"><div[^>]* hidden>.*The registry doesn(&#x27;|\')t answer', page)


def test_registering_begins_with_the_search_and_takes_its_words_along(browser: Client) -> None:
    first = browser.get("/people/register/?purpose=tracing").content.decode()
    assert 'action="/people/search/"' in first
    assert 'value="Rosa Escobar"' in begin(browser)


def test_one_fact_makes_a_record_and_the_next_page_says_its_id(browser: Client) -> None:
    page = browser.get(write_down(browser, full_name="Rosa Escobar")).content.decode()
    assert "Rosa Escobar" in page
    assert re.search(r"Registered as R-\w{4}-\w{4}", page)
    found = browser.post("/people/search/", WHAT_FOR | {"name": "escovar rosa"}).content.decode()
    assert "Rosa Escobar" in found
    assert "given names" in found


def test_an_infant_is_known_by_marks_and_an_id_of_the_registry(browser: Client) -> None:
    page = browser.get(write_down(browser, no_name="1", age="unos 8 meses", marks="birthmark")).content.decode()
    assert "birthmark" in page
    number = re.search(r"R-\w{4}-\w{4}", page)
    assert number
    found = browser.post("/people/search/", WHAT_FOR | {"name": number[0].lower()}).content.decode()
    assert "/people/P" in found


def test_nothing_at_all_is_no_record_and_what_was_typed_stays(browser: Client) -> None:
    sent = WHAT_FOR | {"token": token_of(begin(browser))}
    empty = browser.post("/people/register/", sent)
    assert (empty.status_code, "govuk-error-summary" in empty.content.decode()) == (400, True)
    wrong = browser.post("/people/register/", sent | {"full_name": "Rosa", "age": "very old", "marks": "a scar"})
    page = wrong.content.decode()
    assert wrong.status_code == 400
    assert 'href="#id_age"' in page
    assert all(text in page for text in ("very old", "a scar", 'value="Rosa"'))
    assert not Registration.objects.exists()


def test_pressed_twice_makes_one(browser: Client) -> None:
    sent = WHAT_FOR | {"token": token_of(begin(browser)), "full_name": "Rosa Escobar"}
    one, other = (browser.post("/people/register/", sent).headers["Location"] for _ in range(2))
    assert one == other
    assert Registration.objects.count() == 1


def test_siblings_become_records_of_their_own(browser: Client) -> None:
    write_down(browser, full_name="Rosa Escobar Mejía", siblings="Luis Escobar Mejía, 4\nbebé, 3 meses")
    assert Registration.objects.count() == 3
    page = browser.post("/people/search/", WHAT_FOR | {"name": "Luis Escobar Mejía"}).content.decode()
    assert "Luis Escobar Mejía" in page


def test_a_photo_loses_the_place_where_it_was_taken(browser: Client) -> None:
    taken = photo()
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(0x8825)
    where = write_down(browser, full_name="Rosa Escobar", photo=SimpleUploadedFile("a.jpg", taken, "image/jpeg"))
    person = where.split("/")[2]
    answer = browser.get(f"/people/{person}/photo/?purpose=tracing")
    kept = Image.open(io.BytesIO(answer.content))
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert (kept.format, dict(kept.getexif())) == ("JPEG", {})
    stranger = browser_of(account("eva", "DIF", Role.INTAKE))
    refused = [stranger.get(f"/people/{one}/photo/?purpose=tracing") for one in (person, "P-nobody")]
    assert refused[0].status_code == refused[1].status_code == 403
    assert refused[0].content == refused[1].content


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


BOMB = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
    + _chunk(b"IEND", b"")
)


@pytest.mark.parametrize("data", [b"not a photo", b"GIF89a" + b"\0" * 40, BOMB, b"\xff" * 10_000_001, photo()[:900]])
def test_what_is_no_photo_is_refused_beside_the_field(browser: Client, data: bytes) -> None:
    sent = WHAT_FOR | {"token": token_of(begin(browser)), "full_name": "Rosa Escobar"}
    answer = browser.post("/people/register/", sent | {"photo": SimpleUploadedFile("a.jpg", data, "image/jpeg")})
    assert answer.status_code == 400
    assert 'id="id_photo_error"' in answer.content.decode()
    assert not Photo.objects.exists()


def test_a_record_is_amended_and_two_tabs_dont_overwrite_each_other(browser: Client) -> None:
    person = write_down(browser, full_name="Rosa Escobar", notes="seen at the gate").split("/")[2]
    assert f"/people/{person}/amend/" in browser.get(f"/people/{person}/?purpose=tracing").content.decode()
    form = browser.get(f"/people/{person}/amend/?purpose=tracing").content.decode()
    assert 'value="Rosa Escobar"' in form
    assert "seen at the gate" not in form
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    sent = WHAT_FOR | {"version": version[1], "full_name": "Rosa Emma Escobar"}
    first = browser.post(f"/people/{person}/amend/", sent | {"token": token_of(form)})
    assert first.status_code == 302
    second = browser.post(f"/people/{person}/amend/", sent | {"token": "another", "full_name": "Rosa Inés Escobar"})
    assert second.status_code == 409
    assert "Rosa Inés Escobar" in second.content.decode()
    assert "Rosa Emma Escobar" in browser.get(f"/people/{person}/registered/?purpose=tracing").content.decode()


def test_a_request_is_one_form_for_who_asks_and_whom_they_seek(browser: Client) -> None:
    write_down(browser, full_name="Rosa Emma Escobar Santamaría", age="8", mother="María Santamaría López")
    form = browser.get("/people/request/?purpose=tracing").content.decode()
    sent = {"full_name": "María Santamaría López", "sex": "F", "child1": "Rosa Emma Escobar Santamaría"}
    kin = {"child1_kin": "child", "child1_age": "8", "token": token_of(form)}
    answer = browser.post("/people/request/", WHAT_FOR | sent | kin)
    assert answer.status_code == 302
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "Rosa Emma Escobar Santamaría" in page
    assert "May be a child" in page


def test_a_request_says_who_asks_and_the_family_is_told_its_number(browser: Client) -> None:
    form = browser.get("/people/request/?purpose=tracing").content.decode()
    sent = WHAT_FOR | {"child1": "Rosa Escobar", "notes": "lost at a bridge", "token": token_of(form)}
    refused = browser.post("/people/request/", sent)
    assert refused.status_code == 400
    for words in ("Say who asks", "Rosa Escobar", "lost at a bridge"):
        assert words in refused.content.decode()
    assert not Registration.objects.exists()
    told = browser.post("/people/request/", sent | {"phone": "+502 5512 3456"}, follow=True).content.decode()
    number = re.search(r"noted as (R-[0-9A-Z]{4}-[0-9A-Z]{4})\. Give that number to the family", told)
    assert number
    found = browser.post("/people/search/", WHAT_FOR | {"name": number[1]}).content.decode()
    assert number[1] in found
    assert "/people/P" in found


def test_suggestions_come_without_a_page_and_a_place_alone_shows_nobody(browser: Client) -> None:
    write_down(browser, full_name="Rosa Escobar", municipality="Yamaranguila", nationality="Honduras")
    asked = WHAT_FOR | {"name": "rosa esco"}
    part = browser.post("/people/search/", asked | {"name": "rosa escobar"}, headers={"HX-Request": "true"})
    assert "Rosa Escobar" in part.content.decode()
    assert "<html" not in part.content.decode()
    for place in ("Honduras", "Yamaranguila", "from Yamaranguila"):
        page = browser.post("/people/search/", asked | {"name": place}).content.decode()
        assert "/people/P" not in page


def test_who_may_not_register_is_told_so_and_nothing_else(pages: None) -> None:
    auditor = browser_of(account("eva", "ORR", Role.AUDITOR))
    assert auditor.get("/people/register/?purpose=tracing").status_code == 403
    assert auditor.post("/people/register/", WHAT_FOR | {"token": "t", "full_name": "Rosa"}).status_code == 403


@pytest.mark.usefixtures("pages")
def test_behind_the_second_wall_people_are_written_down_found_and_amended() -> None:
    browser = browser_of(account("ana", "ORR", Role.INTAKE))
    hotline = browser_of(account("luz", "SRE", Role.HOTLINE_AGENT))
    stranger = browser_of(account("eva", "DIF", Role.INTAKE))
    with as_the_pages():
        image = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
        told = {"full_name": "Rosa Emma Escobar Santamaría", "age": "8", "document1": "A201234567"}
        where = write_down(browser, **told, photo=image, siblings="Luis Escobar, 4")
        person = where.split("/")[2]
        assert "Luis Escobar" in browser.get(where).content.decode()
        assert browser.get(f"/people/{person}/photo/?purpose=tracing").status_code == 200
        form = browser.get(f"/people/{person}/amend/?purpose=tracing").content.decode()
        version = re.search(r'name="version" value="(\d+)"', form)
        sent = WHAT_FOR | {"version": version[1] if version else "", "token": token_of(form), **told, "marks": "a scar"}
        assert browser.post(f"/people/{person}/amend/", sent).status_code == 302
        assert "a scar" in browser.get(where).content.decode()
        for words in ("rosa escobar", "201234567", "Santamaría Rosa, 8 years"):
            assert person in browser.post("/people/search/", WHAT_FOR | {"name": words}).content.decode()
            assert "/people/P" not in stranger.post("/people/search/", WHAT_FOR | {"name": words}).content.decode()
        asked = {"full_name": "María Santamaría López", "sex": "F", "child1": "Rosa Emma Escobar", "token": "t"}
        assert hotline.post("/people/request/", WHAT_FOR | asked).headers["Location"] == "/"
    assert Registration.objects.count() == 4


@contextmanager
def as_the_pages() -> Iterator[None]:
    """In the role of the pages, where there is one."""
    if connection.vendor != "postgresql":
        yield
        return
    with stand_as_pages():
        yield
