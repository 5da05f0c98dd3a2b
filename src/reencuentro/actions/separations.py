"""Keeps who was separated, and the certified list with the ledger of its changes."""

from collections.abc import Sequence
from datetime import date, datetime

from reencuentro.actions.beliefs import Change, believe
from reencuentro.actions.perform import performing
from reencuentro.records.certified import Certified, CertifiedEntry
from reencuentro.records.exact import as_json
from reencuentro.records.loading import load_rows
from reencuentro.records.matches import Separation as SeparationKept
from reencuentro.records.people import Membership, Person
from reencuentro.rules.separations import CertifiedChild, LedgerEntry, Separation


def store_separations(found: Sequence[Separation], *, by: str, at: datetime) -> Change:
    """Makes these the separations that the registry believes in from `at` on; the persons must be stored already."""
    with performing("store_separations", by=by, at=at):
        person = _persons()
        said = {
            (person[each.child], person[each.relative]): (each.on, each.place, each.agency, each.reason)
            for each in found
        }
        return believe(SeparationKept, ("child", "relative"), ("true_from", "place", "agency", "reason"), said, at)


def store_certified(
    certified: Sequence[CertifiedChild], entries: Sequence[LedgerEntry], *, on: date, by: str, at: datetime
) -> Change:
    """Keeps the certified list drawn up for the day `on`, and what changed in it since the one before."""
    with performing("store_certified", by=by, at=at):
        person = _persons()
        _write_ledger(entries, person, on, at)
        listed = {
            (person[child.person_id],): (child.grade.value, [reason.value for reason in child.reasons])
            for child in certified
        }
        return believe(Certified, ("person",), ("grade", "reasons"), listed, at)


def _persons() -> dict[str, int]:
    return dict(Person.objects.values_list("public_id", "pk"))


def _write_ledger(entries: Sequence[LedgerEntry], person: dict[str, int], on: date, at: datetime) -> None:
    records: dict[int, list[list[str]]] = {}
    members = Membership.objects.standing().order_by("agency", "record_id")
    for pk, *key in members.values_list("person", "agency", "record_id"):
        records.setdefault(pk, []).append(key)
    names = ("person", "records", "change", "before", "after", "reasons", "on", "at")
    rows = (
        (pk, as_json(records.get(pk, [])), each.change.value, each.before, each.after, as_json(each.reasons), on, at)
        for each in entries
        for pk in [person[each.person_id]]
    )
    load_rows(CertifiedEntry, names, rows)
