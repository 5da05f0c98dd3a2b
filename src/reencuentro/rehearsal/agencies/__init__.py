"""What each kind of agency records of a family, and what of its ties it thereby holds."""

from collections.abc import Callable, Iterable

from reencuentro.rehearsal.agencies.border import write_border
from reencuentro.rehearsal.agencies.consular import write_consulate, write_hotline, write_returns
from reencuentro.rehearsal.agencies.custody import write_care, write_detention, write_influx
from reencuentro.rehearsal.agencies.story import Story, begin_story
from reencuentro.rehearsal.entries import Entry, again
from reencuentro.rehearsal.profiles import AgencyPlan, Kind

__all__ = ["begin_story", "write_entries"]

DUPLICATED = frozenset({Kind.BORDER, Kind.DETENTION, Kind.CARE, Kind.CONSULATE})
WRITERS: dict[Kind, Callable[[Story, AgencyPlan, list[Entry]], list[Entry]]] = {
    Kind.BORDER: write_border,
    Kind.DETENTION: write_detention,
    Kind.CARE: write_care,
    Kind.INFLUX: write_influx,
    Kind.CONSULATE: write_consulate,
    Kind.HOTLINE: write_hotline,
    Kind.RETURNS: write_returns,
}


def write_entries(story: Story) -> list[Entry]:
    """All records of all agencies about one family."""
    written: list[Entry] = []
    for plan in story.profile.agencies:
        if plan.nationality in ("", story.pen.family.plan.nationality):
            entries = WRITERS[plan.kind](story, plan, written)
            written += entries if plan.kind not in DUPLICATED else [*entries, *_duplicates(story, entries)]
    return written


def _duplicates(story: Story, entries: Iterable[Entry]) -> list[Entry]:
    pen = story.pen
    doubled = [entry for entry in entries if pen.dice.chance(pen.rates.duplicate)]
    return [again(entry, *pen.identity(pen.family.people[entry.true_id], entry.first)) for entry in doubled]
