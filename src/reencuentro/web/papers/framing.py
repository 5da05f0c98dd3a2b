"""What every document has: who made it for what, its number, and nothing that only an emergency showed."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reencuentro.records.agencies import Agency
from reencuentro.records.officers import Officer
from reencuentro.records.visible.people import PersonSeen
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.reports.documents.papers import (
    Block,
    Card,
    Facts,
    Paper,
    Part,
    Signatures,
    Words,
    card_pdf,
    paper_pdf,
)
from reencuentro.reports.words import Language
from reencuentro.rules.disclosure.reasons import Why
from reencuentro.rules.disclosure.vocabulary import Level
from reencuentro.web.case_showing import who
from reencuentro.web.dates import moment
from reencuentro.web.showing import RecordShown, name_of, records_shown
from reencuentro.web.words import language, say

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: none of them is taken for another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a document says of people. about: the line under its title. people: all whom it is about, by public id.

    levels: of what it holds. title: where it isn't simply that of its kind.
    """

    about: str
    parts: tuple[Part, ...]
    people: tuple[str, ...]
    levels: frozenset[Level]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTold:
    """What a card says of one person."""

    card: Card
    people: tuple[str, ...]
    levels: frozenset[Level]


def new_number() -> str:
    """A number for a document, by which the log finds who made it: 50 bits by lot, of letters that are easily read."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"


def set_document(code: str, told: Told | CardTold, number: str, viewer: Viewer) -> bytes:
    """The document as PDF/UA-1, in the language that is spoken now."""
    if isinstance(told, CardTold):
        return card_pdf(told.card, made_at=viewer.at)
    paper = Paper(
        title=told.title or str(say(f"paper_{code}")),
        about=told.about,
        language=spoken(),
        made=_made(number, viewer),
        facts_header=(str(say("paper_what")), str(say("paper_said"))),
        page=str(say("paper_page")),
        handling=str(say("paper_handling")),
        parts=tuple(one for one in told.parts if one.blocks),
    )
    return paper_pdf(paper, made_at=viewer.at)


def spoken() -> Language:
    """The language of the document."""
    return "es" if language() == "es" else "en"


def _made(number: str, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    found = Officer.objects.select_related("agency").filter(public_id=viewer.facts.id)
    officer = None if viewer.pk is None else found.first()
    lines = {
        "paper_number": number,
        "paper_made_by": who(officer, officer.agency, viewer) if officer else viewer.by,
        "paper_made_for": str(say(f"purpose_{viewer.purpose.value}")),
        "paper_made_at": moment(viewer.at),
    }
    return tuple((str(say(key)), text) for key, text in lines.items())


def seen_by_right(*people: PersonSeen) -> None:
    """Raises NotAllowedError where a broken glass showed anything of them: that is to be looked at, not taken away."""
    answers = (one for person in people for one in person.answer.decisions.values())
    if any(reason.code is Why.GLASS_BROKEN for one in answers for reason in one.reasons):
        raise NotAllowedError


def levels_of(*people: PersonSeen) -> frozenset[Level]:
    """The levels of what may be shown of these people."""
    return frozenset(place.level for one in people for places in one.shown.values() for place in places)


def part(key: str, *blocks: Block, **facts: object) -> Part:
    """A part under the words of that key; blocks that hold nothing are left out."""
    return Part(str(say(key, **facts)), tuple(one for one in blocks if not _is_empty(one)))


def said(*keys: str) -> Words:
    """Sentences of ours, one after the other."""
    return Words("\n".join(str(say(key)) for key in keys))


def words(*keys: str) -> tuple[str, ...]:
    """Those of each key."""
    return tuple(str(say(key)) for key in keys)


def signed_by(*keys: str) -> Signatures:
    """Room for a signature in each of these capacities."""
    capacity, name, signature = words("paper_signs_as", "paper_signs_name", "paper_signs_signature")
    return Signatures((capacity, name, signature), words(*keys))


def labelled(rows: Iterable[tuple[str, str]]) -> Facts:
    """Lines of facts, those left out of which nothing is said. rows: the key of its words, and what is said."""
    return Facts(tuple((str(say(key)), str(text)) for key, text in rows if text))


def who_it_is(person: PersonSeen) -> tuple[Part, ...]:
    """What each record that may be shown says, and what counts instead where it was corrected."""
    records = records_shown(person)
    codes = sorted({one.agency for one in records})
    names = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    return tuple(_record(one, names.get(one.agency) or one.agency) for one in records)


def _record(record: RecordShown, agency: str) -> Part:
    lines = [(str(say(f"fact_{name}")), _corrected(text, source)) for name, text, source in record.lines]
    heading = " · ".join(filter(None, (agency, record.record_id)))
    return part("paper_record", Facts(tuple(lines)), record=heading)


_IN_SHORT = ("birth", "sex", "nationality", "language")


def who_in_short(person: PersonSeen) -> Facts:
    """By what somebody is known, and no more of them: name, birth, sex, nationality and language, each once."""
    records = records_shown(person)
    told = [(f"fact_{fact}", first_said(records, fact)) for fact in _IN_SHORT]
    return labelled([("fact_full_name", name_of(person)), *told])


def _corrected(text: str, source: str) -> str:
    return str(say("paper_corrected", said=text, source=source)) if source else text


def first_said(records: Sequence[RecordShown], fact: str) -> str:
    """What counts of a fact, by the first record that tells it; "" where none does."""
    return next((text for one in records for name, text, _ in one.lines if name == fact), "")


def _is_empty(block: Block) -> bool:
    held = block.text if isinstance(block, Words) else getattr(block, "rows", None) or getattr(block, "items", None)
    return not (held or hasattr(block, "signers"))
