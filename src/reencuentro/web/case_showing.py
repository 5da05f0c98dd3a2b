"""A case as its page has it: where it stands, what comes next, what runs, and what happened, each in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from reencuentro.records.agencies import Agency
from reencuentro.records.cases import NEVER, CaseStep, CaseTask
from reencuentro.records.officers import Officer
from reencuentro.records.visible.cases import CaseLine, CaseSeen, TaskLine
from reencuentro.records.visible.viewers import Viewer, purposes_of, whose_relatives
from reencuentro.rules.cases.evidence import SHOWN_BY
from reencuentro.rules.cases.forms import SHAPES, FormKind
from reencuentro.rules.cases.going import Choice, Obstacle, choices
from reencuentro.rules.cases.states import WAY, Block, Evidence, State, Verdict
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.timers.clocks import Clock, Running
from reencuentro.web.showing import name_of
from reencuentro.web.words import say, say_count

_TONES = {
    Running.WAITING: "grey",
    Running.RUNNING: "blue",
    Running.LATE: "red",
    Running.MET: "green",
    Running.MET_LATE: "yellow",
}
_HOURS = timedelta(hours=1)


def left_in_words(left: timedelta) -> str:
    """How much time is left, or how late it is: in days, under two days in hours."""
    over = left <= timedelta(0)
    kind, spent = ("over", -left) if over else ("left", left)
    if spent >= timedelta(days=2):
        return str(say_count(f"case_{kind}_days", spent.days))
    return str(say_count(f"case_{kind}_hours", max(1, spent // _HOURS)))


def due_in_words(due: datetime, at: datetime) -> str:
    """When a case is due, as a list has it."""
    return str(say("case_nothing_due")) if due == NEVER else left_in_words(due - at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockShown:
    """A deadline on a page. tone: of its tag."""

    timer: str
    number: int
    due: datetime
    running: str
    tone: str
    left: str
    source: str
    read: bool


def clocks_shown(found: Iterable[Clock]) -> list[ClockShown]:
    """The deadlines of a case in words."""
    return [
        ClockShown(
            timer=f"case_timer_{one.timer}",
            number=one.number,
            due=one.due,
            running=f"case_running_{one.running.value}",
            tone=_TONES[one.running],
            left=_left(one),
            source=one.source,
            read=one.read,
        )
        for one in found
    ]


def _left(clock: Clock) -> str:
    if not clock.is_open:
        return ""
    return str(say("case_at_once")) if clock.at_once else left_in_words(clock.left)


def who(officer: Officer, agency: Agency, viewer: Viewer) -> str:
    """An officer as others of the case may know them: by name in their own agency, else by account number."""
    called = officer.full_name if agency.code == viewer.facts.agency.code else officer.public_id
    return f"{called} ({agency_name(agency)})"


def approvals_shown(approvals: Iterable[Approval], viewer: Viewer) -> list[dict[str, Any]]:
    """Who approved the release, of what still stands."""
    standing = [one for one in approvals if one.stands]
    found = Officer.objects.filter(public_id__in={one.officer for one in standing}).select_related("agency")
    officers = {one.public_id: one for one in found}
    called = {name: who(officer, officer.agency, viewer) for name, officer in officers.items()}
    return [{"who": called.get(one.officer, one.officer), "at": one.at} for one in standing]


def agency_name(agency: Agency) -> str:
    """How an agency is called on a page: by its name, where anybody has stated one."""
    return agency.name or agency.code


def lines_shown(lines: Iterable[CaseLine], viewer: Viewer) -> list[dict[str, Any]]:
    """The cases of a list."""
    return [
        {
            "id": one.case.public_id,
            "child": name_of(one.child) or one.child.person_id,
            "state": f"case_state_{one.case.state}",
            "due": due_in_words(one.case.next_due, viewer.at),
            "is_late": one.is_late,
            "escalated": one.escalated,
            "owner": who(one.case.owner, one.case.owner.agency, viewer),
            "pending": one.pending,
        }
        for one in lines
    ]


def waiting_shown(found: Iterable[TaskLine], viewer: Viewer) -> list[dict[str, Any]]:
    """The tasks that wait for the viewer or their agency."""
    return [
        {
            "case": one.line.case.public_id,
            "child": name_of(one.line.child) or one.line.child.person_id,
            "what": one.task.what,
            "by": agency_name(one.task.given_by),
            "due": one.task.due,
            "is_late": one.task.due < viewer.at.date(),
        }
        for one in found
    ]


def way_shown(seen: CaseSeen) -> list[dict[str, str]]:
    """The way home, each step done, now or later; of a case beside the way, where it was last."""
    walked = [state for state in seen.standing.walk if state in WAY]
    here = WAY.index(walked[-1])
    beside = seen.standing.state not in WAY
    return [
        {
            "state": f"case_state_{state.value}",
            "when": "done" if place < here else "now" if place == here and not beside else "later",
        }
        for place, state in enumerate(WAY)
    ]


def choices_shown(seen: CaseSeen, viewer: Viewer) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What may come next for these roles: on the way home, the next step first; and beside it."""
    forms = forms_shown(seen, viewer)
    found = [one for one in choices(seen.standing, viewer.facts.roles) if Block.WRONG_ROLE not in one.blocks]
    here = [WAY.index(state) for state in seen.standing.walk if state in WAY][-1]
    onwards = sorted((one for one in found if one.to in WAY), key=lambda one: _nearness(WAY.index(one.to), here))
    others = [one for one in found if one.to not in WAY]
    return [choice_shown(one, forms) for one in onwards], [choice_shown(one, forms) for one in others]


def _nearness(place: int, here: int) -> tuple[bool, int]:
    """Steps forward come before those back, and what is near before what is far."""
    return place < here, abs(place - here)


def choice_shown(one: Choice, forms: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A step in words; each thing that is missing with the forms to fill in, of those that may be read."""
    return {
        "to": one.to.value,
        "state": f"case_state_{one.to.value}",
        "blocks": [_block_shown(block, forms) for block in one.blocks],
        "second": one.step.second and not one.resumes,
        "resumes": one.resumes,
        "reasoned": one.step.reasoned,
        "undone": f"case_undone_{one.step.undone.value}",
    }


def _block_shown(block: Obstacle, forms: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    kinds = SHOWN_BY[block] if isinstance(block, Evidence) else ()
    return {"said": f"case_block_{block.value}", "forms": [one for one in forms if one["kind"] in kinds]}


def forms_sorted(forms: Sequence[Mapping[str, Any]], onwards: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Those that the next step waits for, those that are filled in, and all others; each once."""
    waited = {form["kind"] for step in onwards[:1] for block in step["blocks"] for form in block["forms"]}
    needed = [one for one in forms if one["kind"] in waited]
    rest = [one for one in forms if one["kind"] not in waited]
    return {
        "needed": needed,
        "filled": [one for one in rest if one["filled"]],
        "others": [one for one in rest if not one["filled"]],
    }


def may_open(seen: CaseSeen, kind: FormKind) -> bool:
    """Whether forms of that kind may be read at all."""
    return any(SHAPES[kind].place in opened for opened in seen.child.shown.values())


def forms_shown(seen: CaseSeen, viewer: Viewer) -> list[dict[str, Any]]:
    """Every kind of form that may be read, with those that are filled in."""
    there: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in seen.forms:
        told = {"number": one.number, "version": one.version, "who": who(one.officer, one.agency, viewer)}
        there[one.kind].append(told)
    return [_form_shown(kind, there[kind.value]) for kind in FormKind if may_open(seen, kind)]


def _form_shown(kind: FormKind, filled: list[dict[str, Any]]) -> dict[str, Any]:
    """next: the number of the form that is filled in next, 0 for a new one."""
    many = SHAPES[kind].many
    return {
        "kind": kind.value,
        "label": f"case_form_{kind.value}",
        "many": many,
        "filled": filled,
        "next": filled[0]["number"] if filled and not many else 0,
    }


def tasks_shown(seen: CaseSeen, viewer: Viewer) -> list[dict[str, Any]]:
    """What is to be done and what was; an agency can read what was asked of it."""
    mine = viewer.facts.agency.code
    return [
        {
            "number": one.pk,
            "what": one.what if one.agency.code == mine or seen.may_read(one.given_by_id) else "–",
            "agency": agency_name(one.agency),
            "owner": _owner(one, viewer),
            "due": one.due,
            "done_at": one.done_at,
            "mine": one.agency.code == mine and one.done_at is None,
        }
        for one in seen.file.tasks
    ]


def _owner(task: CaseTask, viewer: Viewer) -> str:
    """Who shall do it, where anybody was named; of which agency stands beside it."""
    if task.owner is None:
        return ""
    return task.owner.full_name if task.agency.code == viewer.facts.agency.code else task.owner.public_id


def history_shown(seen: CaseSeen, viewer: Viewer) -> list[dict[str, Any]]:
    """Who did what when, the newest first."""
    events = [*_steps(seen, viewer), *_turns(seen, viewer)]
    return sorted(events, key=lambda one: one["at"], reverse=True)


def _steps(seen: CaseSeen, viewer: Viewer) -> Iterator[dict[str, Any]]:
    for one in seen.file.steps:
        word = getattr(one, "settlement", None)
        reasons = [one.reason] if seen.may_read(one.agency_id) else []
        reasons += [word.reason] if word and seen.may_read(word.agency_id) else []
        yield {
            "at": one.at,
            "title": say(_title(one), state=say(f"case_state_{one.to}")),
            "who": who(one.officer, one.agency, viewer),
            "second": say("case_history_settled_by", who=who(word.officer, word.agency, viewer))
            if word and word.verdict != Verdict.WITHDRAWN
            else "",
            "settled_at": word.at if word else None,
            "reasons": [reason for reason in reasons if reason],
            "shown": len(one.shown),
        }


def _title(step: CaseStep) -> str:
    if not step.needs_second:
        return "case_step_take"
    word = getattr(step, "settlement", None)
    if word is None:
        return "case_history_proposed"
    return "case_step_take" if word.verdict == Verdict.SETTLED else f"case_history_{word.verdict}"


def _turns(seen: CaseSeen, viewer: Viewer) -> Iterator[dict[str, Any]]:
    for one in list(seen.file.turns)[1:]:
        yield {
            "at": one.at,
            "title": say("case_history_turn", who=who(one.owner, one.owner.agency, viewer)),
            "who": who(one.officer, one.agency, viewer),
            "reasons": [],
            "shown": 0,
        }


def may(viewer: Viewer, action: Action) -> bool:
    """Whether the viewer's roles know that action for that purpose at all, and it is offered; the decision decides."""
    return viewer.purpose in purposes_of((action,), viewer.facts.roles)


def case_shown(seen: CaseSeen, viewer: Viewer) -> dict[str, Any]:
    """What every page of one case has."""
    case = seen.case
    return {
        "case": case,
        "child": name_of(seen.child) or seen.child.person_id,
        "person": seen.child.person_id,
        "state": f"case_state_{seen.standing.state.value}",
        "whose": whose_relatives(viewer),
        "purpose": viewer.purpose,
        "may_work": may(viewer, Action.WORK_CASE),
        "pending": seen.file.pending,
        "waits_for_hand_over": seen.standing.pending is State.HANDED_OVER,
    }
