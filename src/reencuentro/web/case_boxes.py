"""The forms of a case on a page."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from reencuentro.records.visible.people import PersonSeen
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.cases.evidence import Kept
from reencuentro.rules.cases.forms import SHAPES, FormKind, filled_in
from reencuentro.web import filled
from reencuentro.web.filled import people_boxes
from reencuentro.web.relatives import offering, relatives_known
from reencuentro.web.words import is_said, say

_WORDS = "case"


def form_of(kind: FormKind, child: PersonSeen, viewer: Viewer) -> type[filled.BoxedForm]:
    """The form of that kind, in whose boxes for a person the child's relatives are offered."""
    form, boxes = filled.boxed(SHAPES[kind].model, _WORDS, partial(filled_in, kind)), people_boxes(SHAPES[kind].model)
    return offering(form, boxes, relatives_known(child, viewer)) if boxes else form


def initial(kept: Kept) -> dict[str, Any]:
    """What a kept form says, as the fields of its page take it."""
    return filled.initial(kept.filled)


def told(kept: Kept) -> Iterator[tuple[str, str]]:
    """The label and the answer of each box that says something."""
    return filled.told(kept.filled, _WORDS)


def help_of(kind: FormKind) -> str:
    """What somebody should know before they fill it in; "" where nothing is said."""
    key = f"case_form_help_{kind.value}"
    return str(say(key)) if is_said(key) else ""
