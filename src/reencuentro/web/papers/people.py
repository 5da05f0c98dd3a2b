"""Documents about a person: the request to look for somebody, and the card that a child carries."""

from collections.abc import Iterator

from reencuentro.interchange.photos import shows_anything
from reencuentro.records.agencies import Agency
from reencuentro.records.cards import card_number
from reencuentro.records.visible.people import PersonSeen, TieSeen, visible_to
from reencuentro.records.visible.viewers import Viewer
from reencuentro.records.visible.written import photo_seen, written_of
from reencuentro.reports.documents.papers import Card, Grid
from reencuentro.rules.disclosure.vocabulary import WHO, Action
from reencuentro.web.papers.framing import (
    CardTold,
    Told,
    first_said,
    levels_of,
    part,
    said,
    seen_by_right,
    signed_by,
    spoken,
    who_it_is,
    words,
)
from reencuentro.web.showing import name_of, records_shown
from reencuentro.web.words import say

_ON_CARD = ("birth", "nationality", "language")


def tracing_request(viewer: Viewer, person: str) -> Told:
    """A request to another agency or society to look for somebody, or for their family, in its own lists.

    It says who somebody is, and never where they are or how they are reached. Raises NotAllowedError.
    """
    seen = visible_to(viewer, Action.SEE_PERSON, levels=WHO, with_ties=True).get(person)
    seen_by_right(seen)
    return Told(
        about=name_of(seen) or seen.person_id,
        parts=(
            part("paper_asked", said("paper_asked_look", "paper_asked_answer", "paper_asked_silence")),
            *who_it_is(seen),
            part("paper_family", _family(viewer, seen)),
            part("paper_answer", _questions(), signed_by("paper_signs_answer")),
        ),
        people=(seen.person_id,),
        levels=levels_of(seen),
    )


def id_card(viewer: Viewer, person: str) -> CardTold:
    """A card by which somebody is known. Its code carries a number and nothing else. Raises NotAllowedError."""
    seen = visible_to(viewer, Action.SEE_PERSON, levels=WHO).get(person)
    seen_by_right(seen)
    records = records_shown(seen)
    lines = [(str(say(f"fact_{fact}")), first_said(records, fact)) for fact in _ON_CARD]
    lines.append((str(say("paper_card_number")), seen.person_id))
    photo = photo_seen(viewer, person) if written_of(viewer, person).has_photo else b""
    photo = photo if shows_anything(photo) else b""
    card = Card(
        title=str(say("paper_id_card")),
        name=name_of(seen) or seen.person_id,
        language=spoken(),
        lines=tuple(line for line in lines if line[1]),
        code=card_number(seen.person_id),
        code_text=str(say("paper_card_code")),
        finder=str(say("paper_card_finder", agency=_agency(viewer))),
        photo=photo,
        photo_text=str(say("paper_card_photo", name=name_of(seen) or seen.person_id)),
    )
    return CardTold(card=card, people=(seen.person_id,), levels=levels_of(seen))


def _agency(viewer: Viewer) -> str:
    code = viewer.facts.agency.code
    return Agency.objects.filter(code=code).values_list("name", flat=True).first() or code


def _family(viewer: Viewer, seen: PersonSeen) -> Grid:
    """Those who are taken for family, as far as a match may tell of them: by name, else by number."""
    names = names_around(viewer, seen)
    rows = tuple(tuple(_tie(tie, names)) for tie in seen.ties)
    return Grid(words("tie_relative", "tie_relation", "tie_child", "tie_status"), rows)


def _tie(tie: TieSeen, names: dict[str, str]) -> Iterator[str]:
    yield names.get(tie.relative) or tie.relative
    yield str(say(f"relation_{tie.relation}"))
    yield names.get(tie.child) or tie.child
    yield str(say(tie.status))


def names_around(viewer: Viewer, seen: PersonSeen, *others: str) -> dict[str, str]:
    """The names of those tied to the person, and of the others, as far as they may be shown, by public id."""
    ends = dict.fromkeys((*(end for tie in seen.ties for end in (tie.relative, tie.child)), *others))
    ends.pop(seen.person_id, None)
    around = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=WHO).among(list(ends)) if ends else []
    seen_by_right(*around)
    return {one.person_id: name_of(one) for one in (seen, *around)}


def _questions() -> Grid:
    """What whoever answers writes down."""
    asked = words("paper_answer_found", "paper_answer_record", "paper_answer_reach")
    return Grid(words("paper_answer_question", "paper_answer_said"), tuple((one, "") for one in asked))
