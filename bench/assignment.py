"""Who takes which child: how long it takes to give 10,000 children to 400 officers, and how even it comes out.

    python -m bench.assignment --children 10000 --officers 400

Made-up children and officers, more of both at the borders. Two of five children speak something else than Spanish; of
one of twenty nobody knows the state. One officer of ten is on leave.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence

from reencuentro.rules.assignment import Given, Staff, Waiting, assign
from reencuentro.rules.states import STATES, border_of

OTHERS = ("quc", "mam", "kek", "kjb", "ixl", "nah", "tzh", "tzo", "hat", "por")
HOURS = (40, 40, 40, 30, 20)
AT_BORDER = 4  # as many as elsewhere
OTHER_LANGUAGE, TWO_LANGUAGES, UNKNOWN_STATE, AWAY = 0.4, 0.3, 0.05, 0.1


def made_up(children: int, officers: int, seed: int) -> tuple[list[Waiting], list[Staff]]:
    """Children and officers, one of these in each state at least."""
    rng = random.Random(seed)  # noqa: S311 - made-up people, no secret
    states = list(STATES)
    weights = [AT_BORDER if border_of(state) else 1 for state in states]
    where = states + rng.choices(states, weights, k=max(0, officers - len(states)))
    staff = [
        Staff(
            officer=f"o{number:04}",
            state=state,
            languages=frozenset({"spa", *(rng.sample(OTHERS, 1) if rng.random() < TWO_LANGUAGES else ())}),
            minutes=60 * rng.choice(HOURS),
            away=number >= len(states) and rng.random() < AWAY,
        )
        for number, state in enumerate(where[:officers])
    ]
    waiting = [
        Waiting(
            child=f"c{number:06}",
            state="" if rng.random() < UNKNOWN_STATE else state,
            languages=frozenset({rng.choice(OTHERS) if rng.random() < OTHER_LANGUAGE else "spa"}),
        )
        for number, state in enumerate(rng.choices(states, weights, k=children))
    ]
    return waiting, staff


def worst(given: Sequence[Given], staff: Sequence[Staff]) -> tuple[float, float]:
    """How far at most an officer is from what their hours allow for in their state, as a share of it; and in children
    where that is less than ten, since a child can't be halved.
    """
    has = Counter(one.officer for one in given)
    on_duty = [one for one in staff if one.on_duty]
    minutes, children = Counter[str](), Counter[str]()
    for one in on_duty:
        minutes[one.state] += one.minutes
        children[one.state] += has[one.officer]
    fair = {one.officer: one.minutes * children[one.state] / minutes[one.state] for one in on_duty}
    many = [abs(has[name] - part) / part for name, part in fair.items() if part >= 10]
    few = [abs(has[name] - part) for name, part in fair.items() if part < 10]
    return max(many, default=0.0), max(few, default=0.0)


def main() -> None:
    """Prints one line for each seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--children", type=int, default=10_000)
    parser.add_argument("--officers", type=int, default=400)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    asked = parser.parse_args()
    for seed in asked.seeds:
        waiting, staff = made_up(asked.children, asked.officers, seed)
        begun = time.perf_counter()
        given = assign(waiting, staff)
        took = time.perf_counter() - begun
        far, apart = worst(given, staff)
        spoken = sum(one.speaks is not False for one in given)
        print(
            f"seed {seed}: {took:.2f} s, {len(waiting) - len(given)} unassigned; farthest from fair {far:.1%}, "
            f"of small parts {apart:.2f} children; {spoken / len(given):.1%} with an officer who speaks their language"
        )


if __name__ == "__main__":
    main()
