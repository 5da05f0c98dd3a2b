"""Every fact about people has its compartment; a new one fails here until it is given one."""

import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import pytest
from django.apps import apps

from reencuentro.linkage.mentions import Birth, Identifier, Mention, Relative
from reencuentro.records import matches, people, rosters
from reencuentro.records.certified import Certified, CertifiedEntry
from reencuentro.records.judgements import Judgement
from reencuentro.rules.disclosure.fields import FIELDS, place_of
from reencuentro.rules.disclosure.vocabulary import CONTACT, IDENTITY, LOCATION, NOTES, RECORD, Level

VALUES = (Mention, Relative, Identifier, Birth)
MODELS = (
    *(people.Person, people.Membership, people.Minor),
    *(matches.IdentityProposal, matches.Tie, matches.Separation),
    *(rosters.SourceRecord, rosters.Mention, rosters.Identifier, rosters.Claim, rosters.Quarantined),
    *(Judgement, Certified, CertifiedEntry),
)
# A row's own number, and when we believed it, tell nothing of anybody.
OF_THE_ROW = {"id", "known_from", "known_until"}
# Models that hold nothing about a person in the registry, or hold it only by keys that nobody is shown.
OF_NOBODY = {"Agency", "Roster", "AuditEntry", "SearchRecord", "SearchKey", "SearchSound", "SearchWord", "SearchTotals"}


def named(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def unplaced(name: str, facts: Iterable[str]) -> list[str]:
    return [f"{named(name)}.{fact}" for fact in facts if place_of(f"{named(name)}.{fact}") is None]


@pytest.mark.parametrize("value", VALUES)
def test_every_fact_that_a_source_tells_has_its_compartment(value: type[Any]) -> None:
    assert unplaced(value.__name__, (one.name for one in fields(value))) == []


@pytest.mark.parametrize("model", MODELS)
def test_every_fact_that_is_kept_of_a_person_has_its_compartment(model: type[Any]) -> None:
    kept = {one.name for one in model._meta.get_fields() if one.concrete} - OF_THE_ROW

    assert unplaced(model.__name__, sorted(kept)) == []


def test_a_fact_without_a_place_is_found() -> None:
    assert unplaced("SourceRecord", ["cells", "shoe_size"]) == ["source_record.shoe_size"]


def test_every_table_of_persons_is_looked_at() -> None:
    pointing = {
        model.__name__
        for model in apps.get_app_config("records").get_models()
        if any(getattr(field, "related_model", None) is people.Person for field in model._meta.fields)
    }

    assert pointing - OF_NOBODY <= {model.__name__ for model in MODELS}


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

    assert loose == ["identifier.value"]  # a number, which has its kind
