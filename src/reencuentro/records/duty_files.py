"""A duty with the steps that were taken, as the rules take it; and the other duties of the same child."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from reencuentro.records.case_files import persons_of
from reencuentro.records.duties import Duty, DutyStep
from reencuentro.records.many import among
from reencuentro.records.names import names_of
from reencuentro.rules.cases.boxes import Filled
from reencuentro.rules.duties.catalogue import definition_of
from reencuentro.rules.duties.going import as_kept
from reencuentro.rules.duties.steps import Definition, Past, Taken


@dataclass(frozen=True)
class DutyFile:
    """A duty and its steps. person: the child, by the id of today; "" where it is about nobody known."""

    duty: Duty
    person: str
    steps: Sequence[DutyStep]

    @property
    def definition(self) -> Definition:
        """What kind it is. Raises KeyError for a kind that the program no longer knows."""
        found = definition_of(self.duty.kind)
        if found is None:
            raise KeyError(self.duty.kind)
        return found

    @cached_property
    def history(self) -> tuple[Taken, ...]:
        """Every step, the first in front."""
        return tuple(
            Taken(step=one.step, form=self.form(one), at=one.at, officer=one.officer.public_id, agency=one.agency.code)
            for one in self.steps
        )

    def form(self, taken: DutyStep) -> Filled | None:
        """What was handed in with that step; None where it can't be opened any more."""
        step = self.definition.step(taken.step)
        return as_kept(step, taken.boxes) if step else None

    @property
    def past(self) -> Past:
        """As another duty of the same child is told of it."""
        return Past(
            public_id=self.duty.public_id,
            kind=self.duty.kind,
            state=self.duty.state,
            agency=self.duty.agency.code,
            counterpart=self.duty.counterpart.code if self.duty.counterpart else "",
            history=self.history,
        )


def duty_files(duties: Collection[Duty]) -> list[DutyFile]:
    """These duties with all their steps; four queries, however many there are."""
    taken: defaultdict[int, list[DutyStep]] = defaultdict(list)
    found = DutyStep.objects.filter(duty__in=[one.pk for one in duties]).select_related("officer", "agency")
    for one in found.order_by("duty", "number"):
        taken[one.duty_id].append(one)
    today = persons_of([one for one in duties if one.person])
    return [DutyFile(one, today.get(one.pk, ""), taken[one.pk]) for one in duties]


def duties_of(person: str, kinds: Collection[str] | None = None) -> list[DutyFile]:
    """The duties towards a child (by the id of today) of these kinds, or of all; the oldest first."""
    found = Duty.objects.filter(among("person", [person, *names_of([person])]))
    if kinds is not None:
        found = found.filter(kind__in=kinds)
    rows = found.select_related("agency", "counterpart", "owner__agency").order_by("pk")
    return [one for one in duty_files(list(rows)) if one.person == person and definition_of(one.duty.kind)]
