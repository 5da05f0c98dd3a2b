"""Every fact about people has its compartment; a new one fails here until it is given one."""

import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import pytest
from django.apps import apps

from reencuentro.linkage.mentions import Birth, Identifier, Mention, Relative
from reencuentro.rules.disclosure.fields import FIELDS, place_of
from reencuentro.rules.disclosure.vocabulary import CONTACT, IDENTITY, LOCATION, NOTES, RECORD, Level

VALUES = (Mention, Relative, Identifier, Birth)
# Tables about agencies, officers and the registry itself, and the index of words, which is shown to nobody. Any other
# is about people, and each of its fields is placed.
OF_NOBODY = frozenset(
    """
    Agency AgreementVersion AgreementSignature AgreementWithdrawal Officer RoleHeld Enrolment Session Tries Roster
    AuditEntry AuditHead AuditCheckpoint AuditSecret SealingRoot AgencyKey RecordKey
    SearchKey SearchSound SearchWord SearchTotals Rarity RetentionRule PendingShred
    CallPlace Cover Leave WorkingGroup GroupMember GroupItem
    """.split()
)
OF_PEOPLE = [model for model in apps.get_app_config("records").get_models() if model.__name__ not in OF_NOBODY]
# A row's own number, and when we believed it, tell nothing of anybody.
OF_THE_ROW = {"id", "known_from", "known_until"}


def named(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def unplaced(name: str, facts: Iterable[str]) -> list[str]:
    return [f"{named(name)}.{fact}" for fact in facts if place_of(f"{named(name)}.{fact}") is None]


@pytest.mark.parametrize("value", VALUES)
def test_every_fact_that_a_source_tells_has_its_compartment(value: type[Any]) -> None:
    assert unplaced(value.__name__, (one.name for one in fields(value))) == []


@pytest.mark.parametrize("model", OF_PEOPLE, ids=lambda model: model.__name__)
def test_every_fact_that_is_kept_of_a_person_has_its_compartment(model: type[Any]) -> None:
    kept = {one.name for one in model._meta.get_fields() if one.concrete} - OF_THE_ROW

    assert unplaced(model.__name__, sorted(kept)) == []


def test_a_fact_without_a_place_is_found() -> None:
    assert unplaced("SourceRecord", ["cells", "shoe_size"]) == ["source_record.shoe_size"]


def test_no_table_that_points_at_a_person_is_left_out() -> None:
    tables = apps.get_app_config("records").get_models()
    pointing = {model.__name__ for model in tables if {"person", "child"} & {one.name for one in model._meta.fields}}

    assert pointing
    assert pointing.isdisjoint(OF_NOBODY)


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("mention.phones", CONTACT),
        ("mention.address", LOCATION),
        ("mention.facility", LOCATION),
        ("mention.notes", NOTES),
        ("mention.full_name", IDENTITY),
        ("source_record.cells", RECORD),
        ("quarantined.value", RECORD),
    ],
)
def test_what_could_do_harm_is_where_it_belongs(field: str, place: object) -> None:
    assert place_of(field) == place


def test_what_is_free_text_is_protected() -> None:
    free = [name for name in FIELDS if name.split(".")[1] in {"notes", "text", "cells", "value", "reason"}]
    loose = [name for name in free if FIELDS[name].level is not Level.PROTECTED]

    assert sorted(loose) == ["alarm.reason", "identifier.value"]  # a word of our own, and a number, which has its kind
