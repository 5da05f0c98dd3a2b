"""Two people side by side: fact by fact where both tell it, what speaks for and against, and what nobody says."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from reencuentro.linkage.explanations import Explanation
from reencuentro.linkage.results import Evidence, Outcome
from reencuentro.linkage.wording import fact_words
from reencuentro.records.agencies import Agency
from reencuentro.records.holders import Holder
from reencuentro.records.visible.people import PersonSeen
from reencuentro.reports.explaining import Answer, asking_words
from reencuentro.reports.explanation_words import (
    bits_text,
    deciding_words,
    evidence_words,
    probability_text,
)
from reencuentro.reports.waterfall import waterfall
from reencuentro.reports.words import Language
from reencuentro.web.showing import RecordShown, records_shown
from reencuentro.web.words import language, say, say_count


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. name: as the first record that tells it has it, "" where none may be shown."""

    person: str
    name: str
    records: Sequence[RecordShown]


def side_of(person: PersonSeen) -> Side:
    """What may be shown of the person."""
    records = records_shown(person)
    return Side(person.person_id, next((one.name for one in records if one.name), ""), records)


@dataclass(frozen=True, slots=True)
class Said:
    """What one side says of a fact. agencies: whose lists say so."""

    words: str
    agencies: str


@dataclass(frozen=True, slots=True)
class Row:
    """One fact as both sides tell it."""

    fact: str
    left: Sequence[Said]
    right: Sequence[Said]

    @property
    def sides(self) -> tuple[tuple[Sequence[Said], str], ...]:
        """What each says, with the key of what that side is called where the page is too narrow for columns."""
        return (self.left, "match_left"), (self.right, "match_right")


def compared(left: Side, right: Side) -> list[Row]:
    """The facts that both sides tell, each value once, in the order in which records tell them."""
    ours, theirs = _values(left), _values(right)
    return [Row(fact, _said(ours[fact]), _said(theirs[fact])) for fact in ours if fact in theirs]


_WHOLE = {"full_name": "name", "given_names": "name", "surnames": "name", "age": "birth"}
_WHOLE |= dict.fromkeys(("first_surname", "second_surname"), "name")
"""Parts of one fact, which is compared as a whole: somebody may state their age, and somebody else their birth."""
_ASIDE = frozenset({"stated_on", "age_estimated", "family_unit"})
"""What says something of the telling alone, or is an id that means nothing to anybody."""


def _values(side: Side) -> dict[str, dict[str, list[str]]]:
    """By fact what is said, and by value which agencies say so."""
    found: dict[str, dict[str, list[str]]] = {}
    for record in side.records:
        for fact, words in _told(record):
            agencies = found.setdefault(fact, {}).setdefault(words, [])
            if record.agency not in agencies:
                agencies.append(record.agency)
    return found


def _told(record: RecordShown) -> Iterator[tuple[str, str]]:
    if record.name:
        yield "name", record.name
    said = {fact: words for fact, words, _ in record.lines}
    for fact, words in said.items():
        whole = _WHOLE.get(fact, fact)
        if whole != "name" and fact not in _ASIDE:
            yield whole, _aged(words, said.get("stated_on", "")) if fact == "age" else words


def _aged(words: str, day: str) -> str:
    """An age in whole years, and when they were of that age."""
    years = words.partition(".")[0]
    told = str(say_count("match_years", int(years))) if years.isascii() and years.isdigit() else words
    return str(say("match_aged", age=told, day=day)) if day else told


def _said(values: Mapping[str, Iterable[str]]) -> list[Said]:
    return [Said(words, ", ".join(agencies)) for words, agencies in values.items()]


def evidence_of(answer: Answer, known: Collection[str]) -> dict[str, Any]:
    """The explanation as the page has it: each fact that speaks, in words and bits, then what nobody says.

    known: of those who were weighed for the same place, whom the reader may know of.
    """
    told, spoken = answer.explanation, _language()
    one = replace(told, alternatives=tuple(other for other in told.alternatives if other.candidate in known))
    facts = [fact for fact in one.facts if fact.outcome is not Outcome.UNKNOWN]
    return {
        "evidence": [
            {"words": evidence_words(fact, spoken), "outcome": _outcome(fact), "bits": bits_text(fact.bits)}
            for fact in facts
        ],
        "silent": ", ".join(fact_words(fact, spoken) for fact in one.silent),
        "probability": probability_text(one, spoken),
        "deciding": deciding_words(one, spoken),
        "ask": [asking_words(who, spoken) for who in _by_name(answer.ask)],
        "picture": _picture(one, spoken),
    }


def _by_name(holders: Sequence[Holder]) -> list[Holder]:
    """The same, each agency by its name where it has one."""
    known = Agency.objects.filter(code__in=sorted({one.agency for one in holders})).exclude(name="")
    names = dict(known.values_list("code", "name"))
    return [replace(one, agency=names.get(one.agency, one.agency)) for one in holders]


def _outcome(fact: Evidence) -> str:
    """What differs as it does between the lists of two agencies about one person speaks against nothing."""
    return "fits" if fact.outcome is Outcome.DIFFERS and fact.bits >= 0 else fact.outcome.value


def _language() -> Language:
    return "en" if language() == "en" else "es"


def _picture(one: Explanation, spoken: Language) -> SafeString:
    # The drawing escapes every word that it is given, and holds keys and words of facts alone.
    return mark_safe(waterfall(one, spoken))  # noqa: S308
