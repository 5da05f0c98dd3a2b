"""People whom agencies list, by rosters that were admitted and a matching that is believed."""

from datetime import date
from typing import Any

from reencuentro.actions.rosters import admit_roster
from reencuentro.records.people import Membership, Minor, Person
from tests.stored.cast import NOW
from tests.stored.readings import MONDAY, reading, row


def list_people(agency: str, people: dict[str, dict[str, Any]], *, minors: frozenset[str] = frozenset()) -> None:
    """The agency's roster holds one record of each, whose id is the person's; facts are those of a mention."""
    rows = [row(line, name, agency, **facts) for line, (name, facts) in enumerate(people.items(), 2)]
    admit_roster(reading(agency, *rows, as_of=date(2026, 6, 1)), by="tests", received_at=MONDAY)
    for name in people:
        person, new = Person.objects.get_or_create(public_id=name)
        Membership.objects.create(person=person, agency=agency, record_id=name, known_from=NOW)
        if new and name in minors:
            Minor.objects.create(person=person, known_from=NOW)
