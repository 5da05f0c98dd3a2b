"""The parts of pages: a kitchen sink of all of them, in both languages, with hostile texts in every place."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from reencuentro.linkage.mentions import Birth
from reencuentro.rules.disclosure.vocabulary import Purpose
from reencuentro.web.dates import day, moment
from reencuentro.web.fields import DayField, PartialDateField
from reencuentro.web.words import all_words, say, say_count

HOSTILE = "\"><script>alert(1)</script>'{{ 7100000|add:7171 }}{% now 'Y' %}"


EITHER = Birth(year=2012, month=5, day=3, ambiguous=True)


class Sink(forms.Form):
    """A field of each kind."""

    name = forms.CharField(label="Name", help_text="as heard")
    note = forms.CharField(label="Note", widget=forms.Textarea)
    born = PartialDateField(label="Born")
    on = DayField(label="On")
    one = forms.ChoiceField(label="One", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    some = forms.MultipleChoiceField(label="Some", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    which = forms.ChoiceField(label="Which", choices=[("a", "A")])
    sure = forms.BooleanField(label="Sure")
    file = forms.FileField(label="File")
    hidden = forms.CharField(widget=forms.HiddenInput)


PARTS = Path(__file__).with_name("kitchen_sink.html").read_text("utf-8")


def drawn(parts: str, **facts: Any) -> str:
    template = engines["django"].from_string(CottonCompiler().process(parts))
    return str(template.render(facts, _asking()))


def _asking() -> HttpRequest:
    request = RequestFactory().get("/")
    request.user, request.resolver_match = AnonymousUser(), None
    request._messages = []  # type: ignore[attr-defined]  # as the middleware lays them
    return request


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_part_is_drawn_and_lets_nothing_hostile_through(language: str) -> None:
    typed = {"name": HOSTILE, "note": HOSTILE, "born_day": HOSTILE, "which": HOSTILE, "hidden": HOSTILE}
    with translation.override(language):
        page = drawn(PARTS, bad=HOSTILE, form=Sink(typed), purpose=Purpose.CARE, zero=0, yes=True)
    assert "<script" not in page
    assert "<c-" not in page
    assert "onerror" not in page
    assert "7107171" not in page.replace("{{ 7100000|add:7171 }}", "")
    assert page.count("{{ 7100000|add:7171 }}") >= 40  # shown as it was typed, never worked out


def test_the_summary_leads_to_the_first_control_of_each_wrong_field() -> None:
    with translation.override("en"):
        page = drawn('<c-fields :form="form" />', form=Sink({"on_day": "3"}))
    for control in ("id_name", "id_note", "id_born_day", "id_on_day", "id_one_0", "id_some_0", "id_sure", "id_file"):
        assert f'href="#{control}"' in page
        assert f'id="{control}"' in page


def test_what_was_typed_stays_in_the_boxes_of_a_date() -> None:
    form = Sink({"born_day": "31", "born_month": "2", "born_year": "2018"})
    page = drawn('<c-field :field="form.born" />', form=form)
    assert all(f'value="{one}"' in page for one in ("31", "2", "2018"))


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        (("3", "5", "2012"), Birth(year=2012, month=5, day=3)),
        (("", "5", "2012"), Birth(year=2012, month=5)),
        (("", "", "2012"), Birth(year=2012)),
        (("29", "2", "2012"), Birth(year=2012, month=2, day=29)),
    ],
)
def test_a_date_is_taken_as_far_as_it_is_known(typed: tuple[str, str, str], understood: Birth) -> None:
    assert PartialDateField().clean((*typed, "")) == understood


def test_not_known_is_an_answer_and_an_empty_date_is_none() -> None:
    assert PartialDateField().clean(("", "", "", "1")) is None
    with pytest.raises(forms.ValidationError):
        PartialDateField().clean(("", "", "", ""))


@pytest.mark.parametrize(
    "typed",
    [
        ("31", "2", "2018"),
        ("29", "2", "2013"),
        ("3", "", "2012"),
        ("3", "5", ""),
        ("3", "13", "2012"),
        ("0", "5", "2012"),
        ("3", "5", "12"),
        ("3", "5", "20123"),
        ("³", "5", "2012"),
        ("-3", "5", "2012"),
        ("3", "5", "٢٠١٢"),
        ("\0", "5", "2012"),
    ],
)
def test_a_date_that_there_is_not_is_refused(typed: tuple[str, str, str]) -> None:
    with pytest.raises(forms.ValidationError):
        PartialDateField().clean((*typed, ""))


def test_a_whole_date_needs_all_its_parts() -> None:
    assert DayField().clean(("3", "5", "2012", "")) == date(2012, 5, 3)
    with pytest.raises(forms.ValidationError):
        DayField().clean(("", "5", "2012", ""))


@pytest.mark.parametrize(
    ("value", "es", "en"),
    [
        (date(2018, 6, 19), "19 de junio de 2018", "19 June 2018"),
        ("2018-06-19", "19 de junio de 2018", "19 June 2018"),
        ("2018-06", "junio de 2018", "June 2018"),
        ("2018", "2018", "2018"),
        ({"year": 2012, "month": 5}, "mayo de 2012", "May 2012"),
        (EITHER, "3 de mayo de 2012 o 5 de marzo de 2012", "3 May 2012 or 5 March 2012"),
        (None, "no se sabe", "not known"),
        ("about Easter", "about Easter", "about Easter"),
        ("2018-13", "2018-13", "2018-13"),
    ],
)
def test_dates_are_written_as_people_write_them(value: Any, es: str, en: str) -> None:
    for language, wanted in (("es", es), ("en", en)):
        with translation.override(language):
            assert day(value) == wanted


def test_a_moment_says_its_zone() -> None:
    with translation.override("es"):
        assert moment(datetime(2018, 6, 19, 14, 5, tzinfo=UTC)) == "19 de junio de 2018, 14:05 UTC"


def test_every_text_is_there_in_both_languages() -> None:
    silent = [key for key, said in all_words().items() if said.keys() != {"es", "en"} or not all(said.values())]
    assert silent == []


def test_the_same_facts_stand_in_both_languages() -> None:
    def facts(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    apart = [key for key, said in all_words().items() if facts(said["es"]) != facts(said["en"])]
    assert apart == []


def test_what_is_counted_has_a_text_for_one_and_for_many() -> None:
    with translation.override("es"):
        assert say_count("match_days", 1) != say_count("match_days", 2)


def test_a_text_that_there_is_not_fails_loudly() -> None:
    with pytest.raises(KeyError):
        say("nobody ever wrote this")
