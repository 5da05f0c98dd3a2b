"""A number that is nobody's any more, followed to who holds its records today, as far as the viewer may see them."""

from django.db import transaction

from reencuentro.records.numbers import numbers_today
from reencuentro.records.reading import reading
from reencuentro.records.visible.deciding import Answer
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.viewers import Viewer, behind_the_wall
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action

_NOBODY = "(nobody)"


def followed(viewer: Viewer, number: str, action: Action) -> list[str]:
    """The numbers of today of those whose records went by this one, and with whom the viewer may do that; sorted.

    Decided on each as on anybody, and noted where there is anybody to be told of; of all others nothing is told, as of
    a number that stands or never was: to find that out the same is read and decided.
    """
    looking = visible_to(viewer, action)
    with transaction.atomic(), behind_the_wall(viewer):
        held = numbers_today(number)
        answers = looking.answers(held or [_NOBODY])
    found = [one for one in held if one in answers and _lets(answers[one], action)]
    if found:
        about = [f"person:{one}" for one in found]
        noting = reading(
            "follow_number", by=viewer.by, sought=[number], about=about, capacity=viewer.capacity(), at=viewer.at
        )
        with noting:
            return found
    return []


def _lets(answer: Answer, action: Action) -> bool:
    """Whether the action is allowed, and of what it can show anything is left."""
    return answer.allowed and (any(answer.shown.values()) or not DECLARATIONS[action].shows)
