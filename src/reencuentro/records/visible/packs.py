"""The pack of evidence of a submission, of what its reader may see: the record's own days, and what was recorded."""

from collections.abc import Iterator, Sequence
from typing import Any

from reencuentro.linkage.mentions import Mention
from reencuentro.records.corrections import corrected
from reencuentro.records.facts import mention_from
from reencuentro.records.visible.duties import DutySeen, VisibleDuties
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.cases.boxes import Answer, Filled
from reencuentro.rules.disclosure.vocabulary import WHO, Action
from reencuentro.rules.duties.rights import AREA, VIOLATION, last_said
from reencuentro.rules.duties.rights_forms import (
    Acknowledged,
    ConsentGiven,
    ConsentWithdrawn,
    EvidenceAdded,
    Followed,
    ReferralPrepared,
    Submitted,
    ViolationRecorded,
)
from reencuentro.rules.rights.packs import Annex, Event, Pack, Violated, anonymised, in_order, letters

_GROUNDS = ("rights_gravity", "rights_urgency", "rights_harm", "rights_late_reason", "rights_no_consent_why")
_DAYS = ("apprehended_on", "admitted_on", "discharged_on", "removed_on")
"""What records say of the days of somebody, in the order in which it happens."""
_CHILD = "[A]"
"""How the child is called who isn't named: the first of those whose names are hidden."""


def pack_of(viewer: Viewer, seen: DutySeen) -> Pack:
    """What that submission says, with its annexes, as the viewer may read it. Raises NotAllowedError for anything else
    than a submission about a child whom the viewer may know.
    """
    prepared = next(iter(_forms(seen, ReferralPrepared)), None)
    if seen.child is None or prepared is None:
        raise NotAllowedError
    _, duties = VisibleDuties(viewer, Action.SEE_VIOLATIONS).of_person(seen.child.person_id, AREA)
    stand = [one for one in reversed(duties) if one.duty.kind == VIOLATION and one.duty.state == "violation_recorded"]
    person = visible_to(viewer, Action.SEE_PERSON, Action.SEE_VIOLATIONS, levels=WHO).get(seen.child.person_id)
    mentions = [_mention(one) for one in person.records]
    given = _named(stand)
    names = letters([*_names(mentions)])
    # Who agrees to be named agrees for nobody else: their relatives, and what is called or written to, stay unnamed.
    hidden = {word: letter for word, letter in names.items() if not (given and letter == _CHILD)}

    def told(text: str) -> str:
        return anonymised(text, hidden)

    return Pack(
        number=seen.duty.public_id,
        body=prepared.rights_body.value,
        person=_full_name(mentions) if given else _CHILD,
        summary=told(prepared.rights_summary),
        requested=told(prepared.rights_requested),
        grounds=tuple((box, told(getattr(prepared, box))) for box in _GROUNDS if getattr(prepared, box)),
        violations=tuple(_violated(form, told) for one in stand for form in _forms(one, ViolationRecorded)),
        chronology=in_order([*_lived(mentions), *(event for one in (*stand, seen) for event in _done(one))]),
        annexes=tuple(
            _annex(number, form, told)
            for number, form in enumerate((form for one in stand for form in _forms(one, EvidenceAdded)), 1)
        ),
    )


def _forms(seen: DutySeen, *shapes: type[Any]) -> list[Any]:
    """The forms of these shapes that may be read, the first in front."""
    read = (seen.file.form(one) for one in seen.file.steps if one.number in seen.readable)
    return [one for one in read if isinstance(one, shapes)]


def _mention(record: Any) -> Mention:
    return mention_from(corrected(record.facts, record.corrected), (record.agency, record.record_id))


def _names(mentions: Sequence[Mention]) -> Iterator[list[str]]:
    """The names of the child, and of each relative whom a record names."""
    yield [text for one in mentions for text in (one.full_name, one.given_names, one.surnames) if text]
    yield from ([relative.name] for one in mentions for relative in one.relatives if relative.name)


def _full_name(mentions: Sequence[Mention]) -> str:
    return next((one.full_name for one in mentions if one.full_name), _CHILD)


def _named(violations: Sequence[DutySeen]) -> bool:
    """Whether whoever it is about agreed, last of all and for each violation, that the name is given."""
    last = [last_said(one.file.history) for one in violations]
    return bool(last) and all(one is not None and one.rights_named is Answer.YES for one in last)


def _violated(form: ViolationRecorded, told: Any) -> Violated:
    return Violated(
        type=form.rights_type.value,
        on=form.rights_on,
        until=form.rights_until,
        place=told(form.rights_place),
        authority=told(form.rights_authority),
        facts=told(form.rights_facts),
        source=form.rights_source.value,
    )


def _annex(number: int, form: EvidenceAdded, told: Any) -> Annex:
    return Annex(
        number=number,
        kind=form.rights_evidence.value,
        described=told(form.rights_described),
        source=form.rights_source.value,
        obtained=form.rights_obtained_on.isoformat() if form.rights_obtained_on else "",
        hash=form.rights_hash.lower(),
    )


def _lived(mentions: Sequence[Mention]) -> Iterator[Event]:
    """What the records say of days, each by the agency that says it."""
    for one in mentions:
        for name in _DAYS:
            if day := getattr(one, name):
                yield Event(day.isoformat(), name, one.agency)


def _done(seen: DutySeen) -> Iterator[Event]:
    """What happened, and what was done about it, with the days that the forms say."""
    for form in _forms(seen, *_DATED):
        what, box = _DATED[type(form)]
        day = getattr(form, box)
        yield Event(day if isinstance(day, str) else day.isoformat(), what, _of(form))


_DATED: dict[type[Filled], tuple[str, str]] = {
    ViolationRecorded: ("violation", "rights_on"),
    ConsentGiven: ("consent", "rights_consent_on"),
    ConsentWithdrawn: ("unconsent", "rights_withdrawn_on"),
    Submitted: ("submitted", "rights_sent_on"),
    Acknowledged: ("acknowledged", "rights_acknowledged_on"),
    Followed: ("followed", "rights_status_on"),
}


def _of(form: Filled) -> str:
    """The word of ours that tells more of it, if any."""
    word = getattr(form, "rights_type", None) or getattr(form, "rights_status", None)
    return word.value if word else ""


def who_is_told(seen: DutySeen) -> list[tuple[str, str]]:
    """Who at the body was shown it, and on which day, the first in front."""
    told = ((form.rights_sent_on, form.rights_told) for form in _forms(seen, Submitted))
    more = ((form.rights_status_on, form.rights_told) for form in _forms(seen, Followed))
    return [(day.isoformat(), whom) for day, whom in (*told, *more) if whom]
