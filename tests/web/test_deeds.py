"""Deeds about a person: offered to whoever may do them, asked by a form, refused in the reader's words."""

import pytest
from django.test import Client

from reencuentro.actions.assignments import assign
from reencuentro.actions.officers import officer_of
from reencuentro.records.assignments import Assignment
from reencuentro.records.consents import Consent
from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

pytestmark = pytest.mark.both

CONSENT = {"purpose": "care", "agency": "SRE", "use": "tracing", "levels": ["3"], "basis": "person", "language": "mam"}


@pytest.fixture
def boss(pages: None) -> Client:
    """A supervisor of ORR; p-1 is on ORR's list, p-3 on DIF's."""
    list_people("ORR", {"p-1": {"full_name": "Ana Canaria"}}, minors=frozenset({"p-1"}))
    list_people("DIF", {"p-3": {"full_name": "Carla Canaria"}}, minors=frozenset({"p-3"}))
    return browser_of(account("boss", "ORR", Role.SUPERVISOR), stepped_up=True)


def body(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_persons_page_offers_what_this_officer_may_do_and_nothing_else(boss: Client) -> None:
    page = body(boss, "/people/p-1/?purpose=care")
    assert "/people/p-1/assign/?purpose=care" in page
    assert "/people/p-1/withhold/?purpose=care" in page
    assert "/people/p-1/gate/" not in page
    worker = browser_of(account("worker", "ORR", Role.CASE_WORKER))
    page = body(worker, "/people/p-1/?purpose=care")
    assert "/people/p-1/assign/" not in page
    assert "/people/p-1/consent/" not in page
    assign(officer_of("worker"), "p-1", by="tests", at=NOW)
    assert "/people/p-1/consent/" in body(worker, "/people/p-1/?purpose=care")


@pytest.mark.parametrize("deed", ["assign", "consent", "withhold"])
def test_the_form_is_for_whom_it_concerns_and_nobody_can_be_told_from_a_stranger(boss: Client, deed: str) -> None:
    assert boss.get(f"/people/p-1/{deed}/?purpose=care").status_code == 200
    stranger, nobody = (boss.get(f"/people/{who}/{deed}/?purpose=care") for who in ("p-3", "p-9"))
    assert stranger.status_code == nobody.status_code == 403
    assert stranger.content == nobody.content


def test_a_form_of_a_deed_names_nobody(boss: Client) -> None:
    assert "Canaria" not in body(boss, "/people/p-1/consent/?purpose=care")


def test_what_was_typed_stays_and_the_message_stands_beside_the_field(boss: Client) -> None:
    answer = boss.post("/people/p-1/consent/", {**CONSENT, "language": "", "levels": []})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#id_levels_0"' in page
    assert 'id="id_levels_error"' in page
    assert '<option value="SRE" selected>' in page
    assert not Consent.objects.exists()


def test_a_consent_needs_the_language_in_which_it_was_explained_unless_a_court_gave_it(boss: Client) -> None:
    assert boss.post("/people/p-1/consent/", {**CONSENT, "language": ""}).status_code == 400
    assert boss.post("/people/p-1/consent/", {**CONSENT, "language": "", "basis": "court"}).status_code == 302
    assert Consent.objects.get().basis == "court"


def test_colleagues_alone_can_be_assigned(boss: Client) -> None:
    account("carl", "ORR", Role.CASE_WORKER)
    account("dora", "DIF", Role.CASE_WORKER)
    page = body(boss, "/people/p-1/assign/?purpose=care")
    assert 'value="carl"' in page
    assert "dora" not in page
    assert boss.post("/people/p-1/assign/", {"purpose": "care", "officer": "dora"}).status_code == 400
    assert boss.post("/people/p-1/assign/", {"purpose": "care", "officer": "carl"}).status_code == 302
    assert Assignment.objects.get().person == "p-1"


@pytest.mark.parametrize(
    ("language", "said"), [("es", "Esa persona ya está asignada"), ("en", "That officer is assigned already")]
)
def test_a_refusal_is_said_in_the_readers_language(boss: Client, language: str, said: str) -> None:
    Officer.objects.filter(login="boss").update(language=language)
    assign(account("carl", "ORR", Role.CASE_WORKER), "p-1", by="tests", at=NOW)
    answer = boss.post("/people/p-1/assign/", {"purpose": "care", "officer": "carl"})
    assert answer.status_code == 409
    assert said in answer.content.decode()


def test_the_deed_leads_back_to_the_person_and_says_that_it_is_done(boss: Client) -> None:
    answer = boss.post("/people/p-1/consent/", CONSENT, follow=True)
    assert answer.redirect_chain == [("/people/p-1/?purpose=care", 302)]
    assert "Done, and noted." in answer.content.decode()


@pytest.mark.parametrize("box", ["agency", "use", "levels", "topics", "basis"])
def test_a_choice_that_was_not_offered_is_asked_again_without_being_repeated(boss: Client, box: str) -> None:
    answer = boss.post("/people/p-1/consent/", {**CONSENT, box: "<script>nothing we offer"})
    assert answer.status_code == 400
    assert "nothing we offer" not in answer.content.decode()


def test_an_emergency_begins_with_a_number_and_looks_nobody_up(boss: Client) -> None:
    answer = boss.post("/emergencies/begin/", {"person": " paaaabbbbcccc\n"})
    assert answer.headers["Location"] == "/people/PAAAABBBBCCCC/emergency/"


@pytest.mark.parametrize("address", ["/emergencies/begin/", "/looks/"])
@pytest.mark.parametrize("typed", ["Ana", "Ana Canaria Torres", "../x", "\0", "P" * 5_000])
def test_a_name_where_a_number_is_asked_for_gets_into_no_address(boss: Client, address: str, typed: str) -> None:
    assert 'method="post"' in boss.get(address).content.decode()
    odd = boss.post(address, {"person": typed})
    assert (odd.status_code, "id_person_error" in odd.content.decode()) == (400, True)


@pytest.mark.parametrize("came", ["looks", "?purpose=care", "x y", "http://[", "//elsewhere.example/"])
def test_what_is_no_page_of_ours_leads_to_the_first_one(boss: Client, came: str) -> None:
    assert boss.get("/language/en/", headers={"referer": came}).headers["Location"] == "/"
    assert boss.post("/purpose/", {"purpose": "care", "back": came}).headers["Location"] == "/"


def test_the_language_is_chosen_by_a_link_for_good_and_by_no_other_site(boss: Client) -> None:
    boss.get("/language/es/", headers={"sec-fetch-site": "cross-site"})
    assert Officer.objects.get(login="boss").language == "en"
    came = boss.get("/language/es/", headers={"referer": "http://localhost/help/"})
    assert came.headers["Location"] == "http://localhost/help/"
    assert Officer.objects.get(login="boss").language == "es"
    assert boss.get("/language/xx/", headers={"referer": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_no_other_site_signs_anybody_out(boss: Client) -> None:
    boss.get("/leave/", headers={"sec-fetch-site": "cross-site"})
    assert boss.get("/").status_code == 200
    boss.get("/leave/", headers={"sec-fetch-site": "same-origin"})
    assert boss.get("/").status_code == 302
