"""Every kind of document, and how one is made: noted in the log before it is handed out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reencuentro.records.reading import reading
from reencuentro.records.visible.cases import LEVELS
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import IDENTITY, WHO, Action, Level
from reencuentro.rules.duties.catalogue import AREAS, of_area
from reencuentro.web.papers.cases import case_summary, hand_over_record
from reencuentro.web.papers.duties import duty_document
from reencuentro.web.papers.framing import CardTold, Told, new_number, set_document
from reencuentro.web.papers.people import id_card, tracing_request


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document. code: of its words and its file. action: what whoever has it made must be permitted.

    levels: it holds no more than these. tells: what it says of whom it is asked for, by public id.
    """

    code: str
    action: Action
    levels: frozenset[Level]
    tells: Callable[[Viewer, str], Told | CardTold]


def document_made(document: Document, viewer: Viewer, about: str) -> tuple[str, bytes]:
    """The name of its file, and the document as PDF/UA-1, in the language that is spoken now.

    Who made it, under which number, is in the log before it is handed out. Raises NotAllowedError and what it tells.
    """
    told, number = document.tells(viewer, about), new_number()
    what = [f"document:{document.code}:{number}", *(f"person:{one}" for one in told.people)]
    capacity = viewer.capacity(told.levels & document.levels)
    with reading("make_document", by=viewer.by, about=what, capacity=capacity, at=viewer.at):
        made = set_document(document.code, told, number, viewer)
    return f"{document.code.replace('_', '-')}-{number}.pdf", made


def _of_duties(area: str) -> Document:
    action = next(one.sees for one in of_area(area))
    levels = DECLARATIONS[action].levels | {IDENTITY.level}
    return Document(f"duty_{area}", action, levels, duty_document(area, action))


OF_PERSON = (
    Document("tracing_request", Action.SEE_PERSON, WHO, tracing_request),
    Document("id_card", Action.SEE_PERSON, WHO, id_card),
)
SUMMARY = Document("case_summary", Action.SEE_CASE, LEVELS, case_summary)
HANDED_OVER = Document("hand_over_record", Action.SEE_CASE, LEVELS, hand_over_record)
OF_CASE = (SUMMARY, HANDED_OVER)
OF_DUTIES: Mapping[str, Document] = {area: _of_duties(area) for area in AREAS}
"""By area."""
DOCUMENTS: Mapping[str, Document] = {one.code: one for one in (*OF_PERSON, *OF_CASE, *OF_DUTIES.values())}
"""Every kind of document, by its code."""
