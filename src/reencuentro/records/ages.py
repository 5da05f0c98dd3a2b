"""How old children are by what their records say today, for the order in which people look at what is about them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from reencuentro.linkage.mentions import Mention
from reencuentro.records.corrections import corrected
from reencuentro.records.facts import mention_from
from reencuentro.records.many import among
from reencuentro.records.people import Membership, Minor
from reencuentro.records.visible.tellings import corrected_of, facts_of, newest_rows
from reencuentro.rules.ages import AgeBand, age_band, age_on


def bands_of(people: Collection[str], day: date) -> dict[str, AgeBand]:
    """The age bands of the children among these people, by public id; those whose age nobody tells are left out.

    Behind the wall only by what the records tell that the officer reaches.
    """
    children = Minor.objects.standing().filter(among("person__public_id", people)).values("person")
    held = Membership.objects.standing().filter(person__in=children)
    owners = {(agency, record): person for agency, record, person in held.values_list(*_OWNER)}
    rows = newest_rows(sorted(owners))
    facts, fixed = facts_of(rows), corrected_of(rows)
    said: defaultdict[str, list[Mention]] = defaultdict(list)
    for row in rows:
        if row.pk in facts:
            counts = corrected(facts[row.pk], fixed.get(row.pk))
            said[owners[row.record]].append(mention_from(counts, row.record))
    bands = {person: age_band(age_on(mentions, day)) for person, mentions in sorted(said.items())}
    return {person: band for person, band in bands.items() if band is not AgeBand.UNKNOWN}


_OWNER = ("agency", "record_id", "person__public_id")
