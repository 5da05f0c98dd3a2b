"""The forms by which people are written down, and what each of them states."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reencuentro.actions.registering import Stated
from reencuentro.interchange.values.ages import Age, read_age
from reencuentro.interchange.values.documents import kind_of_number, read_identifiers
from reencuentro.interchange.values.text import UnreadableError, clean, is_silent_name
from reencuentro.linkage.mentions import Identifier, Mention, Relation, Relative, Sex
from reencuentro.rules.registration import Concern, Wish, names_asker
from reencuentro.web.fields import PartialDateField
from reencuentro.web.registration_fields import (
    Line,
    PhotoField,
    Text,
    age_line,
    country_line,
    number_line,
    one_of,
    phones_line,
)
from reencuentro.web.said import tongues
from reencuentro.web.words import said_later, say

_NOT_SAID, _UNKNOWN = "", "unknown"
_SEXES = {"F": "person_female", "M": "person_male", _UNKNOWN: "person_not_known"}
_KINDS = {
    _NOT_SAID: "person_choose",
    **{one: f"person_document_{one}" for one in ("a_number", "curp", "dpi", "dui", "dni", "passport", "other_id")},
}
_KIN = {_NOT_SAID: "person_choose", **{one.value: f"person_kin_{one.value}" for one in Relation}}
_YES_NO = {"yes": "person_yes", "no": "person_no", _UNKNOWN: "person_not_known"}
MOST_SIBLINGS, MOST_SOUGHT = 12, 4
"""Siblings written down at once; people sought by name in one form."""


def _line(label: str, **options: Any) -> Line:
    return Line(label=said_later(label), **options)


class PersonForm(forms.Form):
    """What may be known of one person: everything may be left empty but one thing."""

    OPEN = 1

    full_name = _line("person_full_name", help_text=said_later("person_full_name_help"))
    no_name = forms.BooleanField(label=said_later("person_no_name"), required=False)
    sex = one_of("fact_sex", _SEXES, widget=forms.RadioSelect)
    age = age_line(label=said_later("fact_age"), help_text=said_later("person_age_help"))
    birth = PartialDateField(label=said_later("person_birth"), required=False)
    given_names = _line("fact_given_names")
    first_surname = _line("fact_first_surname")
    second_surname = _line("fact_second_surname")
    nickname = _line("person_nickname")
    other_names = _line("person_other_names")
    given_after = _line("person_given_after", help_text=said_later("person_given_after_help"))
    nationality = country_line(label=said_later("fact_nationality"))
    department = _line("fact_department")
    municipality = _line("fact_municipality")
    language = one_of("person_language", {_NOT_SAID: "person_choose"})
    other_languages = forms.MultipleChoiceField(
        label=said_later("person_other_languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": said_later("choice_unknown")},
    )
    document1_kind = one_of("person_document_kind", _KINDS)
    document1 = number_line(label=said_later("person_document"))
    document2_kind = one_of("person_document_other", _KINDS)
    document2 = number_line(label=said_later("person_document"))
    phone = phones_line(label=said_later("fact_phones"), help_text=said_later("person_phone_help"))
    address = _line("fact_address")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = tongues()
        for name, choices in (("language", [("", say("person_choose")), *offered]), ("other_languages", offered)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - so declared above
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where nothing at all is said."""
        cleaned: dict[str, Any] = super().clean() or {}
        for number in ("document1", "document2"):
            if cleaned.get(f"{number}_kind") and not cleaned.get(number) and number not in self.errors:
                self.add_error(number, say("person_number_missing"))
        if not self.errors and not self.says_anything():
            raise ValidationError(say("person_nothing_said"))
        return cleaned

    def says_anything(self) -> bool:
        """Whether any box holds anything."""
        return any(value not in _EMPTY for value in self.cleaned_data.values()) or bool(self.unknowns())

    def unknowns(self) -> list[str]:
        """The facts of which it is said that nobody knows them: not the same as left empty."""
        found = [name for name in ("sex", "separated") if self.cleaned_data.get(name) == _UNKNOWN]
        found += ["name"] if self.cleaned_data.get("no_name") else []
        return [*found, *(["birth"] if self.data.get("birth_unknown") else [])]

    def typed(self) -> dict[str, str]:
        """The boxes that hold anything, as they were typed: what is kept as the row."""
        names = [*self.fields, *(f"birth_{part}" for part in ("day", "month", "year", "unknown"))]
        told = ((name, "; ".join(_every(self.data, name))) for name in names if name in self.data)
        return {name: text for name, text in told if text.strip() and name != "photo"}

    def mention(self, on: date) -> Mention:
        """What is said of the person, to be compared; on: the day on which it is said."""
        said = self.cleaned_data
        parts = {name: said[name] for name in ("given_names", "first_surname", "second_surname")}
        age: Age | None = said["age"] or None
        return Mention(
            agency="",
            record_id="",
            **({**parts} if any(parts.values()) else {"full_name": _name(said["full_name"])}),
            sex=Sex(said["sex"]) if said["sex"] in set(Sex) else None,
            birth=said["birth"],
            age=age.years if age else None,
            age_estimated=bool(age and age.estimated),
            stated_on=on,
            nationality=said["nationality"],
            department=said["department"],
            municipality=said["municipality"],
            language=said["language"],
            identifiers=tuple(self._numbers()),
            phones=said["phone"] or (),
            address=said["address"],
        )

    def told(self) -> dict[str, Any]:
        """What a mention has no place for, and who the person is hangs on."""
        said = self.cleaned_data
        names = ("nickname", "other_names", "given_after", "other_languages", "marks", "belongings")
        told = {name: said[name] for name in names if said.get(name)}
        # Where parts were typed beside it, the whole name is one more way in which it is said.
        if said["full_name"] and any(said[name] for name in ("given_names", "first_surname", "second_surname")):
            told["full_name"] = said["full_name"]
        return told | ({"unknown": unknown} if (unknown := self.unknowns()) else {})

    def _numbers(self) -> Iterator[Identifier]:
        for number in ("document1", "document2"):
            if self.cleaned_data[number]:
                kind = self.cleaned_data[f"{number}_kind"] or kind_of_number(self.cleaned_data[number])
                yield from read_identifiers(kind, self.cleaned_data[number])


def _every(data: Any, name: str) -> list[str]:
    """All that stands in the boxes of that name."""
    return [str(one) for one in data.getlist(name)]


_EMPTY: tuple[Any, ...] = ("", None, False, [], (), b"", _UNKNOWN)


def _name(text: str) -> str:
    return "" if is_silent_name(text) else text


class RegisterForm(PersonForm):
    """Somebody is written down: a child more often than not, and perhaps one who can't say who they are."""

    photo = PhotoField(label=said_later("person_photo"), help_text=said_later("person_photo_help"))
    marks = Text(label=said_later("person_marks"), help_text=said_later("person_marks_help"))
    belongings = Text(label=said_later("person_belongings"), help_text=said_later("person_belongings_help"))
    mother = _line("person_mother")
    father = _line("person_father")
    siblings = Text(label=said_later("person_siblings"), help_text=said_later("person_siblings_help"))
    sought1 = _line("person_sought")
    sought1_kin = one_of("person_sought_kin", _KIN)
    sought2 = _line("person_sought_2")
    sought2_kin = one_of("person_sought_kin", _KIN)
    sought3 = _line("person_sought_3")
    sought3_kin = one_of("person_sought_kin", _KIN)
    wants = one_of("person_wants", {one.value: f"person_wants_{one.value}" for one in Wish}, widget=forms.RadioSelect)
    wants_why = Text(label=said_later("person_wants_why"))
    facility = _line("person_facility")
    separated = one_of("person_separated", _YES_NO, widget=forms.RadioSelect)
    separation_reason = Text(label=said_later("person_separation_reason"))
    concern = one_of(
        "person_concern",
        {_NOT_SAID: "person_concern_none", **{one.value: f"person_concern_{one.value}" for one in Concern}},
    )
    concern_text = Text(label=said_later("person_concern_text"))
    informant = _line("person_informant", help_text=said_later("person_informant_help"))
    notes = Text(label=said_later("fact_notes"))

    SECTIONS: Sequence[tuple[str, tuple[str, ...]]] = (
        ("person_part_who", ("full_name", "no_name", "sex", "age", "birth", "photo")),
        (
            "person_part_names",
            ("given_names", "first_surname", "second_surname", "nickname", "other_names", "given_after"),
        ),
        ("person_part_known_by", ("marks", "belongings")),
        ("person_part_family", ("mother", "father", "siblings")),
        (
            "person_part_sought",
            *(("sought1", "sought1_kin", "sought2", "sought2_kin", "sought3", "sought3_kin", "wants", "wants_why"),),
        ),
        ("person_part_origin", ("nationality", "department", "municipality", "language", "other_languages")),
        (
            "person_part_numbers",
            ("document1_kind", "document1", "document2_kind", "document2", "phone", "address"),
        ),
        ("person_part_separation", ("facility", "separated", "separation_reason")),
        ("person_part_concern", ("concern", "concern_text", "informant", "notes")),
    )
    """The parts of the page, and what is asked in each; the first of them (OPEN) stand open."""

    def clean_siblings(self) -> list[tuple[str, Age | None]]:
        """Each line a name and perhaps an age. Raises ValidationError for more than a family has."""
        lines = [clean(line) for line in self.cleaned_data["siblings"].splitlines() if clean(line)]
        if len(lines) > MOST_SIBLINGS:
            raise ValidationError(say("person_siblings_many", most=MOST_SIBLINGS))
        return [_name_and_age(line) for line in lines]

    def stated(self, on: date) -> Stated:
        """What is stated of the person."""
        said = self.cleaned_data
        mention = replace(
            self.mention(on),
            facility=said["facility"],
            separated={"yes": True, "no": False}.get(said["separated"]),
            separation_reason=said["separation_reason"],
            relatives=tuple(self._relatives()),
            notes=said["notes"],
        )
        concern = {name: said[name] for name in ("concern", "concern_text", "wants", "wants_why", "informant")}
        wishes = [{"name": name, "relation": kin} for name, kin in self._sought()]
        return Stated(
            mention=mention,
            cells=self.typed(),
            told=self.told() | ({"wishes": wishes} if wishes else {}),
            concern={name: text for name, text in concern.items() if text},
            photo=said["photo"],
        )

    def stated_siblings(self, on: date) -> list[Stated]:
        """Those who came along: by the same parents where no more is said."""
        parents = tuple(one for one in self._relatives() if one.relation in (Relation.MOTHER, Relation.FATHER))
        return [
            Stated(
                mention=Mention(
                    agency="",
                    record_id="",
                    full_name=_name(name),
                    age=age.years if age else None,
                    age_estimated=bool(age and age.estimated),
                    stated_on=on,
                    relatives=parents,
                    facility=self.cleaned_data["facility"],
                ),
                cells={"full_name": name, "age": f"{age.years:g}" if age else ""},
            )
            for name, age in self.cleaned_data["siblings"]
        ]

    def _relatives(self) -> Iterator[Relative]:
        said = self.cleaned_data
        if _name(said["mother"]):
            yield Relative(relation=Relation.MOTHER, name=said["mother"], sex=Sex.FEMALE)
        if _name(said["father"]):
            yield Relative(relation=Relation.FATHER, name=said["father"], sex=Sex.MALE)
        named = {said["mother"], said["father"]}
        for name, kin in self._sought():
            if name not in named:
                yield Relative(relation=Relation(kin or Relation.OTHER), name=name)

    def _sought(self) -> list[tuple[str, str]]:
        """Whom the person wishes to find, dearest first."""
        said = self.cleaned_data
        pairs = ((said[f"sought{place}"], said[f"sought{place}_kin"]) for place in (1, 2, 3))
        return [(name, kin) for name, kin in pairs if _name(name)]


def _name_and_age(line: str) -> tuple[str, Age | None]:
    """ "Luis, 4" or "bebé, 3 meses"; a line without an age is all name."""
    name, comma, last = line.rpartition(",")
    try:
        return (name.strip(), read_age(last)) if comma else (line, None)
    except UnreadableError:
        return line, None


def _sought_boxes(place: int) -> tuple[str, ...]:
    """The boxes about one of those who are sought."""
    return tuple(f"child{place}{part}" for part in ("", "_kin", "_age"))


class RequestForm(PersonForm):
    """Somebody asks the registry to search: who they are, and whom they seek."""

    message = Text(label=said_later("request_message"), help_text=said_later("request_message_help"))
    notes = Text(label=said_later("request_separation"))

    OPEN = 2
    SECTIONS: Sequence[tuple[str, tuple[str, ...]]] = (
        ("request_part_sought", _sought_boxes(1)),
        ("request_part_who", ("full_name", "sex", "age", "birth", "phone", "address", "language")),
        *((f"request_part_sought_{place}", _sought_boxes(place)) for place in range(2, MOST_SOUGHT + 1)),
        ("person_part_names", ("given_names", "first_surname", "second_surname", "nickname", "other_names")),
        ("person_part_origin", ("nationality", "department", "municipality", "other_languages")),
        ("person_part_numbers", ("document1_kind", "document1", "document2_kind", "document2")),
        ("request_part_message", ("notes", "message")),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for place in range(1, MOST_SOUGHT + 1):
            self.fields[f"child{place}"] = _line("request_child")
            self.fields[f"child{place}_kin"] = one_of("request_child_kin", _SOUGHT_KIN)
            self.fields[f"child{place}_age"] = age_line(label=said_later("fact_age"))

    def clean(self) -> dict[str, Any]:
        """What is missing stands beside its box: whom they seek, and who asks."""
        cleaned = super().clean()
        if not self.errors and not any(cleaned[f"child{place}"] for place in range(1, MOST_SOUGHT + 1)):
            self.add_error("child1", say("request_nobody_sought"))
        if not self.errors and not names_asker(self.mention(date.min)):
            self.add_error("full_name", say("request_nobody_asks"))
        return cleaned

    def stated(self, on: date) -> Stated:
        """What is stated of whoever asks, and of those whom they seek."""
        said = self.cleaned_data
        relatives = [
            Relative(
                relation=Relation(said[f"child{place}_kin"] or Relation.CHILD),
                name=_name(said[f"child{place}"]),
                age=said[f"child{place}_age"].years if said[f"child{place}_age"] else None,
            )
            for place in range(1, MOST_SOUGHT + 1)
            if said[f"child{place}"]
        ]
        mention = replace(self.mention(on), relatives=tuple(relatives), called_on=on, notes=said["notes"])
        return Stated(mention=mention, cells=self.typed(), told=self.told(), message=said["message"])

    def stated_siblings(self, on: date) -> list[Stated]:
        """Nobody came along."""
        return []


_SOUGHT_KIN = {
    one.value: f"request_kin_{one.value}"
    for one in (Relation.CHILD, Relation.GRANDCHILD, Relation.NIECE_NEPHEW, Relation.SIBLING, Relation.OTHER)
}
