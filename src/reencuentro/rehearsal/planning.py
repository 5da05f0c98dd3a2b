"""How many families of which kind: a cohort's composition, before anybody has a name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reencuentro.rehearsal.chance import Dice, Weighted
from reencuentro.rehearsal.profiles import Household, Profile

SIBLINGS = Weighted({1: 0.66, 2: 0.25, 3: 0.09})
ADULTS = {Household.PARENTS: 2, Household.COUSINS: 2, Household.NOBODY: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One family to be made.

    children: 0 is a single adult who travels without any. in_care: for families of a quota, how many of the children
    are still held, the others being out; None leaves it to chance.
    """

    index: int
    nationality: str
    household: Household
    children: int
    in_care: int | None = None


def plan_cohort(profile: Profile, children: int, dice: Dice) -> list[Plan]:
    """Families with exactly so many children, quotas first, then single adults until adults suffice."""
    total = children if profile.children is None else profile.children
    plans = [plan for quota in profile.quotas for plan in _quota(profile, dice, quota.nationality, quota.children)]
    plans = _share_out(plans, {quota.nationality: quota.in_care for quota in profile.quotas})
    plans += _families(profile, dice, total - sum(plan.children for plan in plans))
    adults = sum(ADULTS.get(plan.household, 1) for plan in plans)
    singles = max(0, round(total * profile.adults_per_child) - adults)
    nationalities = Weighted(profile.nationalities)
    plans += [_plan(dice.draw(nationalities), Household.NOBODY, 0) for _ in range(singles)]
    return [replace(plan, index=index) for index, plan in enumerate(plans)]


def _plan(nationality: str, household: Household, children: int) -> Plan:
    return Plan(index=0, nationality=nationality, household=household, children=children)


def _quota(profile: Profile, dice: Dice, nationality: str, children: int) -> Iterator[Plan]:
    """Families of one nationality, all separated, with exactly so many children."""
    households: dict[Household, float] = {
        who: share for who, share in profile.households.items() if who is not Household.NOBODY
    }
    one = replace(profile, nationalities={nationality: 1.0}, households=households)
    yield from _families(one, dice, children)


def _share_out(plans: list[Plan], in_care: dict[str, int]) -> list[Plan]:
    """Say of each family of a quota how many of its children are still held, the first ones first."""
    shared = []
    for plan in plans:
        held = min(plan.children, in_care[plan.nationality])
        in_care[plan.nationality] -= held
        shared.append(replace(plan, in_care=held))
    return shared


def _families(profile: Profile, dice: Dice, children: int) -> list[Plan]:
    """Families with exactly so many children; the last one has fewer where it would not fit."""
    nationalities, households = Weighted(profile.nationalities), Weighted(profile.households)
    plans = []
    while children > 0:
        household = dice.draw(households)
        count = min(children, dice.draw(SIBLINGS) + (household is Household.COUSINS))
        if household is Household.COUSINS and count < 2:
            household = Household.MOTHER
        plans.append(_plan(dice.draw(nationalities), household, count))
        children -= count
    return plans
