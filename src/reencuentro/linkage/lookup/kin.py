"""Who may be the mother, father, child or sibling of the one asked for: compared as ties are, claims and all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns, _born, columns_of
from reencuentro.linkage.comparers import Agreement
from reencuentro.linkage.individuals import Individual, individuals_of
from reencuentro.linkage.kinship import PARENT_FACTS, SIBLING_FACTS, Compared, Comparer, stacked
from reencuentro.linkage.lookup.candidates import Candidate, likeliest
from reencuentro.linkage.mentions import Mention, Relation
from reencuentro.linkage.names import Lexicon, name_of, split_name, words
from reencuentro.linkage.plain import random_pairs
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Comparison, Fact, Facts, Floats, Weights
from reencuentro.linkage.training import starting_weights

_MOTHER, _FATHER = 1, 2


@dataclass(frozen=True, slots=True)
class Kinship:
    """How it is asked whether somebody is such a relative of the one asked for.

    compare: asked for, other. years: how many the other may have been born before the one asked for, least and most.
    sex: what such a relative is, 1 female, 2 male, 0 either.
    """

    facts: Facts
    compare: Callable[[Comparer, Individual, Individual], Compared]
    years: tuple[float, float]
    sex: int = 0

    @property
    def every(self) -> Facts:
        """Its facts, and the sex of the other: that a list has it wrong is no reason not to find a mother."""
        return (*self.facts, _SEX)

    def compared(self, comparer: Comparer, pairs: Sequence[tuple[Individual, Individual]]) -> Comparison:
        """Each asked for with each other."""
        told = [other.sex for _, other in pairs]
        sex = [
            0 if not (one and self.sex) else Agreement.SAME if one == self.sex else Agreement.DIFFERENT for one in told
        ]
        found = [self.compare(comparer, one, replace(other, sex=self.sex or other.sex)) for one, other in pairs]
        of_kin = stacked(self.facts, found)
        return Comparison(np.vstack([of_kin.levels, np.array(sex, np.int8)]), of_kin.chance)


def _parent(comparer: Comparer, asked: Individual, other: Individual) -> Compared:
    return comparer.parent(asked, other)


def _child(comparer: Comparer, asked: Individual, other: Individual) -> Compared:
    return comparer.parent(other, asked)


def _sibling(comparer: Comparer, asked: Individual, other: Individual) -> Compared:
    return comparer.siblings(asked, other)


_SEX = Fact("sex", Agreement, (0.99, 0.01), (0.5, 0.5), False)

KINSHIPS: Mapping[Relation, Kinship] = {
    Relation.MOTHER: Kinship(PARENT_FACTS, _parent, (10.0, 60.0), _MOTHER),
    Relation.FATHER: Kinship(PARENT_FACTS, _parent, (10.0, 80.0), _FATHER),
    Relation.CHILD: Kinship(PARENT_FACTS, _child, (-80.0, -10.0)),
    Relation.SIBLING: Kinship(SIBLING_FACTS, _sibling, (-25.0, 25.0)),
}
"""The relatives who can be looked for."""


@dataclass(frozen=True)
class Kin:
    """What is known of all records, for a few of them to be compared as relatives.

    weights: of the facts of each kinship.
    """

    comparer: Comparer
    lexicon: Lexicon
    weights: Mapping[Relation, Weights]

    def among(
        self, asked: Sequence[Mention], others: Sequence[Mention], relation: Relation, most: int
    ) -> list[Candidate]:
        """Those of the others who are likeliest such a relative of the one asked for.

        asked: every mention that is known to be of that person. records: places among the others.
        """
        kinship = KINSHIPS[relation]
        read = [self._read_both_ways(mention) for mention in asked]
        read += [_exchanged(mention) for mention in read if self._seems_exchanged(mention)]
        members = [range(len(read)), *((len(read) + place,) for place in range(len(others)))]
        one, *rest = _individuals([*read, *others], members, self.lexicon)
        if not rest:
            return []
        compared = kinship.compared(self.comparer, [(one, other) for other in rest])
        places = np.arange(len(rest), dtype=np.int32)
        return likeliest(kinship.every, compared, self.weights[relation], places, most)

    def _read_both_ways(self, mention: Mention) -> Mention:
        """Relatives' names of four words as two given names and two surnames, too, where they were split otherwise."""
        more = []
        for one in mention.relatives:
            written = words(one.name)
            if len(written) == _TWO_AND_TWO and len(split_name(one.name, self.lexicon).given) != 2:
                more.append(replace(one, name=f"{' '.join(written[2:])}, {' '.join(written[:2])}"))
        return replace(mention, relatives=(*mention.relatives, *more)) if more else mention

    def _seems_exchanged(self, mention: Mention) -> bool:
        """Whether what stands as given name is rather a surname, though not so surely that it was taken for one."""
        name = name_of(mention, self.lexicon)
        if not name.given or not name.surnames:
            return False
        return self.lexicon.leaning(name.given[0]) - self.lexicon.leaning(name.surnames[0]) < _RATHER


def _exchanged(mention: Mention) -> Mention:
    name = name_of(mention, Lexicon())
    return replace(
        mention, full_name="", first_surname="", second_surname="",
        given_names=" ".join(name.surnames), surnames=" ".join(name.given),
    )  # fmt: skip


_TWO_AND_TWO = 4
_RATHER = -1.0  # log-odds


def fitting(columns: Columns, records: Ints, asked: Mention, relation: Relation) -> NDArray[np.bool_]:
    """Which of the records are of somebody who could be such a relative, by the years between the two."""
    kinship = KINSHIPS[relation]
    born, within = _born(asked)
    before = born - columns.born[records]
    slack = within + columns.born_within[records]
    least, most = kinship.years
    possible = np.isnan(before) | ((before >= least - slack) & (before <= most + slack))
    return np.asarray(possible, np.bool_)


def _individuals(mentions: Sequence[Mention], members: Sequence[Sequence[int]], lexicon: Lexicon) -> list[Individual]:
    return individuals_of(mentions, columns_of(mentions), members, lexicon)


def chances_of_kin(sample: Sequence[Mention], comparer: Comparer, lexicon: Lexicon) -> dict[str, list[list[float]]]:
    """For each relation, how often strangers come to each level of its facts, counted in random pairs of the sample."""
    individuals = _individuals(sample, [(place,) for place in range(len(sample))], lexicon)
    left, right = (side[:_PAIRS].tolist() for side in random_pairs(len(sample)))
    found = {}
    for relation, kinship in KINSHIPS.items():
        compared = kinship.compared(
            comparer, [(individuals[a], individuals[b]) for a, b in zip(left, right, strict=True)]
        )
        strangers = starting_weights(kinship.every, compared.levels, (0.1, 0.1)).strangers
        found[str(relation)] = [table.tolist() for table in strangers]
    return found


_PAIRS = 1_500


def believed_kin(chances: Mapping[str, Sequence[Sequence[float]]], records: int) -> dict[Relation, Weights]:
    """What each fact is worth, given how often strangers agree: one relative is expected among all records, and kin."""
    one = min(0.2, 1.0 / max(1, records))
    return {
        relation: replace(
            starting_weights(kinship.every, np.zeros((len(kinship.every), 0), np.int8), (one, one)),
            strangers=_counted(chances.get(str(relation), ()), kinship.every),
        )
        for relation, kinship in KINSHIPS.items()
    }


def _counted(chances: Sequence[Sequence[float]], facts: Facts) -> tuple[Floats, ...]:
    """As counted; as of kin where it wasn't, or of facts that have changed since."""
    start = starting_weights(facts, np.zeros((len(facts), 0), np.int8), (0.1, 0.1)).strangers
    counted = tuple(np.array(table) for table in chances)
    return counted if [len(one) for one in counted] == [len(one) for one in start] else start
