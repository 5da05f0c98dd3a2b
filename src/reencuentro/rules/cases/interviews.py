"""Child and adult, each heard alone: where they agree, where they conflict, and where one of them was silent.

A machine can hold names and places against each other; stories are laid side by side for people to read. Silence is
never a conflict.
"""

from dataclasses import dataclass
from enum import StrEnum

from reencuentro.linkage.spelling import Likeness, fold, likeness
from reencuentro.rules.cases.boxes import Answer
from reencuentro.rules.cases.forms.proving import Interview

FACTS = ("mother_name", "father_name", "siblings", "others_at_home", "home", "school_or_church", "marks", "celebration")
"""What both must know, in a few words."""
STORIES = ("journey", "last_together", "separation")
"""What is told, and must be read."""


class Found(StrEnum):
    """What two answers to one question come to."""

    AGREES = "agrees"
    CONFLICTS = "conflicts"
    SILENT = "silent"  # at least one of them said nothing
    TO_READ = "to_read"


@dataclass(frozen=True, slots=True)
class Compared:
    """One question, and what each of the two said."""

    question: str
    child: str
    adult: str
    found: Found


def compared(child: Interview, adult: Interview) -> tuple[Compared, ...]:
    """Every question that was put to both, in the order of the form."""
    said = ((question, getattr(child, question), getattr(adult, question)) for question in (*FACTS, *STORIES))
    return tuple(Compared(question, left, right, _found(question, left, right)) for question, left, right in said)


def conflicts(child: Interview, adult: Interview) -> tuple[str, ...]:
    """The questions on which they conflict."""
    return tuple(one.question for one in compared(child, adult) if one.found is Found.CONFLICTS)


def heard_apart(child: Interview, adult: Interview) -> bool:
    """Whether each of them was heard without the other."""
    return child.alone is Answer.YES and adult.alone is Answer.YES


def _found(question: str, child: str, adult: str) -> Found:
    left, right = _words(child), _words(adult)
    if not left or not right:
        return Found.SILENT
    if question in STORIES:
        return Found.TO_READ
    return Found.AGREES if _share(left, right) >= _ENOUGH else Found.CONFLICTS


_ENOUGH = 0.5
"""Of the words of the shorter answer: a child says less, and says it otherwise."""
_LINKING = frozenset("a al and con de del e el en in la las los my of on our y the with".split())


def _words(text: str) -> list[str]:
    return [word for word in fold(text).split() if word not in _LINKING]


def _share(left: list[str], right: list[str]) -> float:
    shorter, longer = sorted((left, right), key=len)
    met = sum(any(likeness(word, other) >= Likeness.SLIP for other in longer) for word in shorter)
    return met / len(shorter)
