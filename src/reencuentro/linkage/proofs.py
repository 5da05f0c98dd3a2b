"""Which pairs of records show that a person is one: reported with their evidence, and so are those left in doubt."""

from collections.abc import Sequence

import numpy as np

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.doubles import homes
from reencuentro.linkage.evidence import evidence_of, telling, would_decide
from reencuentro.linkage.identities import Persons
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Identity
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import likelihoods
from reencuentro.linkage.weighed import Weighed, probability

IN_DOUBT = 0.03
"""Probability from which two records that were not joined are reported all the same."""


def identities_of(persons: Persons, columns: Columns, keys: Sequence[RecordKey]) -> list[Identity]:
    """The strongest pairs that hold each person together, and pairs in doubt that were kept apart; sorted."""
    if persons.weights is None:
        return []
    weights, weighed = persons.weights, persons.weighed
    chosen = _chosen(weighed, homes(persons.members, len(columns)))
    left, right = weighed.left[chosen], weighed.right[chosen]
    compared = compare_records(columns, left, right)
    bits = likelihoods(FACTS, compared, weights).bits(weights.shares)
    chances = probability(weighed.odds[chosen])
    expected = telling(FACTS, weights)
    found = []
    for i, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        evidence = evidence_of(FACTS, compared.levels[:, i], bits[:, i])
        found.append(
            Identity(
                left=keys[a],
                right=keys[b],
                probability=round(float(chances[i]), 4),
                evidence=evidence,
                would_decide=would_decide(evidence, expected),
            )
        )
    return sorted(found, key=lambda one: (one.left, one.right))


def _chosen(weighed: Weighed, home: Ints) -> Ints:
    """Numbers of the pairs to report: a spanning tree of each person, strongest first, and pairs in doubt."""
    root = list(range(len(home)))

    def top(record: int) -> int:
        while root[record] != record:
            root[record] = root[root[record]]
            record = root[record]
        return record

    same = home[weighed.left] == home[weighed.right]
    in_doubt = ~same & (probability(weighed.odds) >= IN_DOUBT)
    chosen = []
    order = np.lexsort((weighed.right, weighed.left, -weighed.odds))
    for i in order[(same | in_doubt)[order]].tolist():
        a, b = top(int(weighed.left[i])), top(int(weighed.right[i]))
        if in_doubt[i]:
            chosen.append(i)
        elif a != b:
            root[a] = b
            chosen.append(i)
    return np.array(chosen, np.int32)
