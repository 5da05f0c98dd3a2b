"""What officers do about people on the pages: each deed is decided, done and noted in one transaction."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.assignments import assign
from reencuentro.actions.consents import ConsentStated, record_consent, withhold
from reencuentro.actions.emergencies import Emergency, break_glass
from reencuentro.actions.gates import set_gate
from reencuentro.actions.judgements import Deciding, judge_identity, judge_tie
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, acted_before, judged_by, permitted
from reencuentro.actions.releases import approve_release, release_child
from reencuentro.errors import AccountError
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Verdict
from reencuentro.records.consents import Basis
from reencuentro.records.officers import Officer
from reencuentro.records.provenance import person_of, record_named
from reencuentro.records.releases import open_approvals
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.emergencies import BreakGlass
from reencuentro.rules.disclosure.vocabulary import Action, Gate, Purpose, Role, Topic
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.typed import Typed
from reencuentro.web.words import say

Deed = Callable[[Typed, str, Viewer], Any]
MatterOf = Callable[[Typed, str, Viewer], Matter]


def doing(action: Action, deed: Deed, matter_of: MatterOf | None = None) -> Callable[..., HttpResponse]:
    """The view by which officers do this about one person; what was typed decides the rest."""

    @declared(action=action, purposes=purposes_on_pages(action), levels=DECLARATIONS[action].levels)
    @require_POST
    @answering
    def view(request: HttpRequest, person: str) -> HttpResponse:
        viewer = viewer_of(request, view)
        typed = Typed(request.POST)
        matter = matter_of(typed, person, viewer) if matter_of else Matter(people=(person,))
        with permitted(viewer, action, matter):
            deed(typed, person, viewer)
        messages.success(request, say("done"))
        return redirect("home")

    return view


def _assign(typed: Typed, person: str, viewer: Viewer) -> None:
    """Officers are found among those of the own agency alone: others' logins are none of its business."""
    officer = officer_of(typed.text("officer"))
    if officer.agency.code != viewer.facts.agency.code:
        raise AccountError("there is no such officer", remedy="Name an officer of your agency.")
    assign(officer, person, by=viewer.by, at=viewer.at)


def _consent(typed: Typed, person: str, viewer: Viewer) -> None:
    stated = ConsentStated(
        person=person,
        purpose=typed.word("for", Purpose),
        recipient=agency_of(typed.text("agency")),
        levels=typed.levels("levels"),
        topics=typed.words("topics", Topic),
        basis=typed.word("basis", Basis),
        language=typed.text("language", longest=_LONGEST_LANGUAGE),
    )
    record_consent(stated, by=viewer.by, at=viewer.at)


_LONGEST_LANGUAGE = 20  # what a consent has room for


def _withhold(typed: Typed, person: str, viewer: Viewer) -> None:
    withhold(
        person,
        agency_of(typed.text("agency")),
        by=viewer.by,
        at=viewer.at,
        by_court=typed.text("by_court") == "1",
    )


def _set_gate(typed: Typed, person: str, viewer: Viewer) -> None:
    set_gate(person, typed.word("state", Gate), typed.text("reason"), by=viewer.by, at=viewer.at)


def _approve(typed: Typed, person: str, viewer: Viewer) -> None:
    role = typed.word("role", Role)
    claimant = typed.text("for_claimant") == "1"
    if typed.text("adult") == person:
        raise AccountError("nobody is released to themselves", remedy="Name the adult.")
    approve_release(person, typed.text("adult"), _officer(viewer), role, at=viewer.at, for_claimant=claimant)


def _release(typed: Typed, person: str, viewer: Viewer) -> None:
    release_child(person, typed.text("adult"), _officer(viewer), at=viewer.at)


def _claim(typed: Typed, person: str, _: Viewer) -> Matter:
    return Matter(people=(person, typed.text("adult")))


def _approved(typed: Typed, person: str, _: Viewer) -> Matter:
    adult = typed.text("adult")
    others = tuple(one.as_rule() for one in open_approvals(person))
    return Matter(people=(person,), others=others, releasing_to=adult)


def _pair(typed: Typed, person: str, _: Viewer) -> Matter:
    return Matter(people=(person, typed.text("other")))


def _judge(typed: Typed, person: str, viewer: Viewer) -> None:
    over = typed.number("over") if typed.text("over") else None
    _decide(typed, (person, typed.text("other")), typed.word("verdict", Verdict), viewer, over)


def _judged(typed: Typed, person: str, _: Viewer) -> Matter:
    others = acted_before(judged_by(typed.number("judgement")))
    return Matter(people=(person, typed.text("other")), others=others)


def _verify(typed: Typed, person: str, viewer: Viewer) -> None:
    """The second officer's judgement on the same question stands upon the first one's."""
    pair = (person, typed.text("other"))
    _decide(typed, pair, typed.word("verdict", Verdict), viewer, typed.number("judgement"))


def _decide(typed: Typed, pair: tuple[str, str], verdict: Verdict, viewer: Viewer, over: int | None) -> None:
    left, right = record_named(typed.text("record")), record_named(typed.text("other_record"))
    if left is None or right is None or tuple(map(_person_of, (left, right))) != pair:
        raise NotAllowedError
    deciding = Deciding(by=viewer.by, reason=typed.text("reason"), at=viewer.at, expected=over)
    if not deciding.reason:
        raise AccountError("a judgement needs a reason", remedy="Say why, in words.")
    relation = typed.text("relation")
    if relation:
        judge_tie(left, right, relation, verdict, deciding)
    else:
        judge_identity(left, right, verdict, deciding)


def _person_of(record: RecordKey) -> str:
    person = person_of(record)
    return person.public_id if person else ""


def _urgent(typed: Typed, person: str, viewer: Viewer) -> Matter:
    asked = _asked(typed, person)
    glass = BreakGlass(
        officer=viewer.facts.id,
        agency=viewer.facts.agency.code,
        person_id=person,
        levels=asked.levels,
        topics=asked.topics,
        reason=asked.reason,
        opened_at=viewer.at,
        until=viewer.at + timedelta(minutes=asked.minutes),
    )
    return Matter(people=(person,), glass=glass)


def _break_glass(typed: Typed, person: str, viewer: Viewer) -> None:
    break_glass(_officer(viewer), _asked(typed, person), at=viewer.at)


def _asked(typed: Typed, person: str) -> Emergency:
    return Emergency(
        person=person,
        levels=typed.levels("levels"),
        topics=typed.words("topics", Topic),
        reason=typed.text("reason"),
        minutes=min(typed.number("minutes"), _A_DAY),
    )


_A_DAY = 24 * 60
"""Minutes; more is refused all the same, and would be no time any more."""


def _officer(viewer: Viewer) -> Officer:
    return officer_of(viewer.facts.id)


DEEDS: Mapping[str, tuple[Action, Callable[..., HttpResponse]]] = {
    "assign/": (Action.ASSIGN, doing(Action.ASSIGN, _assign)),
    "consent/": (Action.RECORD_CONSENT, doing(Action.RECORD_CONSENT, _consent)),
    "withhold/": (Action.WITHHOLD, doing(Action.WITHHOLD, _withhold)),
    "gate/": (Action.SET_GATE, doing(Action.SET_GATE, _set_gate)),
    "judge/": (Action.JUDGE, doing(Action.JUDGE, _judge, _pair)),
    "verify/": (Action.VERIFY, doing(Action.VERIFY, _verify, _judged)),
    "approve/": (Action.APPROVE_RELEASE, doing(Action.APPROVE_RELEASE, _approve, _claim)),
    "release/": (Action.RELEASE_CHILD, doing(Action.RELEASE_CHILD, _release, _approved)),
    "emergency/": (Action.BREAK_GLASS, doing(Action.BREAK_GLASS, _break_glass, _urgent)),
}
"""What comes after a person's address to do something about them."""
