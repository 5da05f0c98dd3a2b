"""How good a reconciliation is, against the truth of a generated cohort."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reencuentro.rehearsal.measures import Bin, Score, calibration_bins, calibration_error, pairs, widest_gap
from reencuentro.rehearsal.results import Record, ReportedTie, Results, read_results
from reencuentro.rehearsal.truth import TrueTie, Truth, read_truth

THRESHOLDS = (0.5, 0.9, 0.99)
GROUP_THRESHOLD = 0.9  # the probability from which a tie counts when groups are compared
PARENTS = frozenset({"mother", "father", "parent"})
UNORDERED = frozenset({"sibling", "cousin"})
GENERAL = {
    "mother": {"parent"},
    "father": {"parent"},
    "grandmother": {"grandparent"},
    "grandfather": {"grandparent"},
    "aunt": {"aunt_uncle"},
    "uncle": {"aunt_uncle"},
}
"""Relations that a result may state in place of the true one without being wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieScore:
    """Ties of one family of relations from one probability up.

    all: recall over the true ties whose two people are both in the results; evident: over those of them with evidence.
    relation: share of the correct ties whose relation is right. bound: the recall within reach: the share of the true
    ties that some source states, or that day, place and a surname suggest which no other family shares.
    """

    threshold: float
    all: Score
    evident: Score
    relation: float | None
    bound: float | None

    def to_plain(self) -> dict[str, object]:
        """The score by name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Everything `evaluate` measures; see docs/cohorts.md for how each is counted.

    ties: by family of relations (parents, siblings, others, every), a score a threshold.
    by_*: recall of identities (`identities`), of parental ties from 0.9 with evidence (`ties`), and how many of all
    parental ties are within reach (`within_reach`), by group.
    gaps: widest difference in recall between groups of at least 30. left_out: records of the truth that aren't found.
    """

    records: int
    left_out: int
    unknown: int
    identities: Score
    ties: Mapping[str, tuple[TieScore, ...]]
    calibration_error: float | None
    calibration: tuple[Bin, ...]
    unaccounted: Score
    unaccounted_by_reason: Mapping[str, Mapping[str, int]]
    by_nationality: Mapping[str, Mapping[str, Score]]
    by_culture: Mapping[str, Mapping[str, Score]]
    by_error: Mapping[str, Mapping[str, Score]]
    gaps: Mapping[str, float | None]

    def to_plain(self) -> dict[str, Any]:
        """The scores as JSON can hold them; None where nothing could be measured."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


def evaluate(cohort_dir: Path, results_dir: Path) -> Scores:
    """Score the results of reconciling a generated cohort; raises CohortError where either folder isn't one."""
    truth, results = read_truth(cohort_dir / "truth"), read_results(results_dir)
    judged = _judge(results.ties, truth)
    present = {truth.person_of[record] for record in results.person_of if record in truth.person_of}
    expected = [tie for tie in truth.ties if tie.child in present and tie.relative in present]
    bins = calibration_bins([(tie.probability, tie.correct) for tie in judged])
    parental = _Ties(
        [tie for tie in expected if _is_parental(tie.relation)],
        {tie.true for tie in judged if tie.true and tie.probability >= GROUP_THRESHOLD},
    )
    groups = {name: _by_group(truth, results, grouping, parental) for name, grouping in _groupings(truth).items()}
    return Scores(
        records=len(truth.person_of),
        left_out=sum(record not in results.person_of for record in truth.person_of),
        unknown=sum(record not in truth.person_of for record in results.person_of),
        identities=_identities(truth, results, truth.person_of),
        ties={name: _tie_scores(judged, expected, among) for name, among in KINDS.items()},
        calibration_error=calibration_error(bins),
        calibration=bins,
        unaccounted=_unaccounted(truth, results),
        unaccounted_by_reason=_reasons(truth, results),
        by_nationality=groups["by_nationality"],
        by_culture=groups["by_culture"],
        by_error=groups["by_error"],
        gaps={
            f"{what}_by_{group}": widest_gap([scores[what] for scores in groups[f"by_{group}"].values()])
            for group in ("culture", "nationality")
            for what in ("identities", "ties")
        },
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A reported tie and the true tie it stands for, if it does."""

    relation: str
    probability: float
    true: TrueTie | None

    @property
    def correct(self) -> bool:
        return self.true is not None


@dataclass(frozen=True, slots=True)
class _Ties:
    """True ties to be found, and those that were."""

    expected: Sequence[TrueTie]
    found: Collection[TrueTie]


def _is_parental(relation: str) -> bool:
    return relation in PARENTS


def _is_sibling(relation: str) -> bool:
    return relation == "sibling"


KINDS: dict[str, Callable[[str], bool]] = {
    "parents": _is_parental,
    "siblings": _is_sibling,
    "others": lambda relation: not _is_parental(relation) and not _is_sibling(relation),
    "every": lambda relation: True,
}


def _judge(ties: Iterable[ReportedTie], truth: Truth) -> list[_Judged]:
    index = {(tie.child, tie.relative): tie for tie in truth.ties}
    index |= {(tie.relative, tie.child): tie for tie in truth.ties if tie.relation in UNORDERED}
    return [
        _Judged(
            tie.relation,
            tie.probability,
            index.get((_true_person(tie.child_records, truth), _true_person(tie.relative_records, truth))),
        )
        for tie in ties
    ]


def _true_person(records: Collection[Record], truth: Truth) -> str:
    """Whom most of these records are of; the first by id where several are as many, nobody ("") where none is known."""
    counts = Counter(truth.person_of[record] for record in records if record in truth.person_of)
    return min(counts, key=lambda person: (-counts[person], person), default="")


def _tie_scores(
    judged: Sequence[_Judged], expected: Sequence[TrueTie], among: Callable[[str], bool]
) -> tuple[TieScore, ...]:
    reported = [tie for tie in judged if among(tie.relation)]
    wanted = {tie for tie in expected if among(tie.relation)}
    return tuple(_tie_score(reported, judged, wanted, threshold) for threshold in THRESHOLDS)


def _tie_score(
    reported: Sequence[_Judged], judged: Sequence[_Judged], wanted: Collection[TrueTie], threshold: float
) -> TieScore:
    """Precision over ties reported of this kind; recall over true ties of this kind, whatever they were called."""
    given = [tie for tie in reported if tie.probability >= threshold]
    right = [_relation_is_right(tie.relation, tie.true) for tie in given if tie.true]
    found = {tie.true for tie in judged if tie.true and tie.probability >= threshold}
    evident = [tie for tie in wanted if tie.evidence]
    return TieScore(
        threshold=threshold,
        relation=sum(right) / len(right) if right else None,
        bound=sum(tie.within_reach for tie in wanted) / len(wanted) if wanted else None,
        all=Score(len(right), len(given), sum(tie in found for tie in wanted), len(wanted)),
        evident=Score(len(right), len(given), sum(tie in found for tie in evident), len(evident)),
    )


def _relation_is_right(relation: str, true: TrueTie) -> bool:
    return relation == true.relation or relation in GENERAL.get(true.relation, ())


def _identities(truth: Truth, results: Results, counts: Collection[Record]) -> Score:
    """Pairs of records of one person, of which at least one record counts."""
    both: dict[tuple[str, str], list[bool]] = defaultdict(list)
    true: dict[str, list[bool]] = defaultdict(list)
    found: dict[str, list[bool]] = defaultdict(list)
    for record, person in truth.person_of.items():
        true[person].append(record in counts)
        if (group := results.person_of.get(record)) is not None:
            found[group].append(record in counts)
            both[person, group].append(record in counts)
    correct = pairs(both.values())
    return Score(correct, pairs(found.values()), correct, pairs(true.values()))


def _unaccounted(truth: Truth, results: Results) -> Score:
    reported = [person for person, _ in _reported_unaccounted(truth, results)]
    correct = [person for person in reported if person in truth.unaccounted]
    return Score(len(correct), len(reported), len(set(correct)), len(truth.unaccounted))


def _reported_unaccounted(truth: Truth, results: Results) -> list[tuple[str, str]]:
    """Each reported row as true person and reason."""
    records = results.records_of()
    return [(_true_person(records.get(person, ()), truth), reason) for person, reason in results.unaccounted]


def _reasons(truth: Truth, results: Results) -> dict[str, dict[str, int]]:
    """Of each true reason how many are, were found, were given that reason; "none": those wrongly reported."""
    given = dict(_reported_unaccounted(truth, results))
    table = {
        reason: {
            "true": sum(one == reason for one in truth.unaccounted.values()),
            "found": sum(one == reason and person in given for person, one in truth.unaccounted.items()),
            "same_reason": sum(one == reason == given.get(person) for person, one in truth.unaccounted.items()),
        }
        for reason in sorted(set(truth.unaccounted.values()))
    }
    wrong = sum(person not in truth.unaccounted for person, _ in _reported_unaccounted(truth, results))
    return {**table, "none": {"true": 0, "found": wrong, "same_reason": 0}}


@dataclass(frozen=True, slots=True)
class _Grouping:
    """Which groups a record and a tie belong to."""

    of_record: Callable[[Record], Collection[str]]
    of_tie: Callable[[TrueTie], Collection[str]]


def _groupings(truth: Truth) -> dict[str, _Grouping]:
    """By nationality and culture of the child or of the record's person, by kind of error in the records concerned."""
    kinds = truth.errors_of_person()
    nationality, culture, person = truth.nationality_of, truth.culture_of, truth.person_of
    return {
        "by_nationality": _Grouping(
            lambda record: (nationality[person[record]],), lambda tie: (nationality[tie.child],)
        ),
        "by_culture": _Grouping(lambda record: (culture[person[record]],), lambda tie: (culture[tie.child],)),
        "by_error": _Grouping(truth.errors_of.__getitem__, lambda tie: kinds[tie.child] | kinds[tie.relative]),
    }


def _by_group(truth: Truth, results: Results, grouping: _Grouping, ties: _Ties) -> dict[str, dict[str, Score]]:
    """Identities and parental ties of each group."""
    records: dict[str, set[Record]] = defaultdict(set)
    for record in truth.person_of:
        for group in grouping.of_record(record):
            records[group].add(record)
    return {
        group: {
            "identities": _identities(truth, results, records[group]),
            **_ties_of([tie for tie in ties.expected if group in grouping.of_tie(tie)], ties.found),
        }
        for group in sorted(records)
    }


def _ties_of(wanted: Sequence[TrueTie], found: Collection[TrueTie]) -> dict[str, Score]:
    reach = frozenset(tie for tie in wanted if tie.within_reach)
    return {"ties": _recall([tie for tie in wanted if tie.evidence], found), "within_reach": _recall(wanted, reach)}


def _recall(wanted: Sequence[TrueTie], found: Collection[TrueTie]) -> Score:
    hits = sum(tie in found for tie in wanted)
    return Score(hits, hits, hits, len(wanted))


def _plain(value: object) -> object:
    """Scores become their numbers, other values stay; floats to six digits, so that equal results print equally."""
    if isinstance(value, Score | Bin | TieScore):
        return _plain(value.to_plain())
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return round(value, 6) if isinstance(value, float) else value
