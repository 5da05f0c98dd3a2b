"""Somebody is looked for while one types, and written down: in both languages, on a telephone, and without script."""

import re

import pytest
from playwright.sync_api import expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import PHONE, look
from tests.journeys.walking import said


@pytest.mark.parametrize(
    ("language", "name"), [("es", "Quetzalina Inventada Tzoc"), ("en", "Xiomarita Fabulosa Ixtab")]
)
def test_candidates_come_as_one_types_and_the_words_are_carried_over(enter: Enter, language: str, name: str) -> None:
    page = enter(Role.INTAKE, language, viewport=PHONE)
    page.goto("/people/register/?purpose=tracing")
    look(page)
    page.locator("#name").press_sequentially(f"{name}, 2014", delay=20)
    expect(page.locator("#found")).to_contain_text(said("people_nobody_found", language))
    page.get_by_role("button", name=said("people_register_anew", language)).click()
    expect(page.locator("#id_full_name")).to_have_value(name)
    expect(page.locator("#id_birth_year")).to_have_value("2014")
    look(page)
    page.locator("summary").filter(has_text=said("person_part_known_by", language)).click()
    page.locator("#id_marks").fill("lunar")
    page.get_by_role("button", name=said("register_save", language)).click()
    expect(page.locator("main h1")).to_have_text(name)
    expect(page.locator("main")).to_contain_text(re.compile(r"R-\w{4}-\w{4}"))
    look(page)
    page.goto("/people/search/?purpose=tracing")
    page.locator("#name").press_sequentially(" ".join(reversed(name.lower().split())), delay=20)
    expect(page.locator("#found").get_by_role("link").first).to_have_text(name)
    look(page)


def test_without_script_the_same_is_done_by_pressing_search(enter: Enter) -> None:
    page = enter(Role.INTAKE, "es", java_script_enabled=False)
    page.goto("/people/search/?purpose=tracing")
    page.locator("#name").fill("Honduras")
    page.get_by_role("button", name=said("search", "es")).click()
    expect(page.locator("#found")).to_contain_text(said("people_place_alone", "es")[:40])
