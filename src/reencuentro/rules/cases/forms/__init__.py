"""The forms of a case: which there are, what each holds, and who of those on the case may read it.

Sources: the forms of Primero and RapidFTR, and the field handbook's toolkits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError
from pydantic_core import InitErrorDetails

from reencuentro.rules.cases.boxes import Filled, problem
from reencuentro.rules.cases.forms.finding import ParentSearch, Registration, TracingAction, TracingRequest
from reencuentro.rules.cases.forms.hindrances import Event, Ineligibility, Waiver
from reencuentro.rules.cases.forms.homeward import BestInterests, Decision, FollowUp, HandOver, Preparation, Wishes
from reencuentro.rules.cases.forms.proving import Confirmation, Dna, Document, Interview, Verification
from reencuentro.rules.disclosure.vocabulary import LEGAL, NOTES, PROTECTION, Compartment


class FormKind(StrEnum):
    """What a form is about."""

    REGISTRATION = "registration"
    TRACING_REQUEST = "tracing_request"
    TRACING_ACTION = "tracing_action"
    PARENT_SEARCH = "parent_search"
    INTERVIEW_CHILD = "interview_child"
    INTERVIEW_ADULT = "interview_adult"
    DOCUMENT = "document"
    CONFIRMATION = "confirmation"
    DNA = "dna"
    WISHES_CHILD = "wishes_child"
    WISHES_ADULT = "wishes_adult"
    VERIFICATION = "verification"
    BEST_INTERESTS = "best_interests"
    DECISION = "decision"
    PREPARATION = "preparation"
    HAND_OVER = "hand_over"
    FOLLOW_UP = "follow_up"
    WAIVER = "waiver"
    INELIGIBILITY = "ineligibility"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of form. many: a case may have several; else a later one is a new version of the same.

    place: the compartment in which it lies, so that a verifier reads the dossier and not everybody's notes.
    """

    model: type[Filled]
    place: Compartment = PROTECTION
    many: bool = False


_K = FormKind
SHAPES: Mapping[FormKind, Shape] = {
    _K.REGISTRATION: Shape(Registration),
    _K.TRACING_REQUEST: Shape(TracingRequest, NOTES, many=True),
    _K.TRACING_ACTION: Shape(TracingAction, PROTECTION, many=True),
    _K.PARENT_SEARCH: Shape(ParentSearch, NOTES, many=True),
    _K.INTERVIEW_CHILD: Shape(Interview),
    _K.INTERVIEW_ADULT: Shape(Interview),
    _K.DOCUMENT: Shape(Document, PROTECTION, many=True),
    _K.CONFIRMATION: Shape(Confirmation, PROTECTION, many=True),
    _K.DNA: Shape(Dna),
    _K.WISHES_CHILD: Shape(Wishes),
    _K.WISHES_ADULT: Shape(Wishes),
    _K.VERIFICATION: Shape(Verification),
    _K.BEST_INTERESTS: Shape(BestInterests),
    _K.DECISION: Shape(Decision),
    _K.PREPARATION: Shape(Preparation),
    _K.HAND_OVER: Shape(HandOver),
    _K.FOLLOW_UP: Shape(FollowUp, PROTECTION, many=True),
    _K.WAIVER: Shape(Waiver, LEGAL),
    _K.INELIGIBILITY: Shape(Ineligibility, LEGAL),
    _K.EVENT: Shape(Event, PROTECTION, many=True),
}


def filled(kind: FormKind, boxes: Mapping[str, object]) -> Filled:
    """The form, as it was kept. Raises pydantic's ValidationError, box by box."""
    return SHAPES[kind].model.model_validate(boxes)


def filled_in(kind: FormKind, boxes: Mapping[str, object]) -> Filled:
    """The form that somebody hands in. Raises ValidationError, box by box; of one that nobody touched, at the first."""
    form = filled(kind, boxes)
    if not says_anything(form):
        first = next(iter(type(form).model_fields))
        wrong = InitErrorDetails(type=problem("untouched"), loc=(first,), input=None)
        raise ValidationError.from_exception_data(type(form).__name__, [wrong])
    return form


def says_anything(form: Filled) -> bool:
    """Whether any box says something else than a form that nobody has touched."""
    return any(value != type(form).model_fields[name].default for name, value in form)
