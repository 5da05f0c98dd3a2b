"""Documents about a case: where it stands, and the record that is signed when the child is handed over."""

from reencuentro.errors import CaseError
from reencuentro.records.visible.cases import CaseSeen, VisibleCases
from reencuentro.records.visible.viewers import Viewer
from reencuentro.reports.documents.papers import Facts, Grid, Part, Words
from reencuentro.rules.cases.evidence import Kept
from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.cases.handing_over import settled
from reencuentro.web.case_boxes import told
from reencuentro.web.case_showing import approvals_shown, clocks_shown, history_shown, tasks_shown, who
from reencuentro.web.dates import day, moment
from reencuentro.web.papers.framing import (
    Told,
    labelled,
    levels_of,
    part,
    said,
    seen_by_right,
    signed_by,
    who_it_is,
    words,
)
from reencuentro.web.papers.people import names_around
from reencuentro.web.showing import name_of
from reencuentro.web.words import say


def case_summary(viewer: Viewer, case: str) -> Told:
    """Where a case stands, what runs, what was done and by whom, and what its forms say. Raises NotAllowedError."""
    seen = VisibleCases(viewer).get(case)
    return _told(
        seen,
        *who_it_is(seen.child),
        part("paper_case_now", _standing(seen, viewer)),
        part("paper_case_clocks", _clocks(seen)),
        part("case_history", _history(seen, viewer)),
        *(_form(one) for one in seen.kept),
        part("case_tasks", _tasks(seen, viewer)),
    )


def hand_over_record(viewer: Viewer, case: str) -> Told:
    """The record of a hand-over, to be signed by both sides and a witness.

    Raises NotAllowedError, and CaseError where nobody is verified to whom the child may go: then there is nothing to
    sign.
    """
    seen = VisibleCases(viewer).get(case)
    adult = seen.file.dossier.verified_adult
    if not adult:
        raise CaseError("nobody is verified to whom the child may go", remedy="Conclude the verification first.")
    names = names_around(viewer, seen.child, adult)
    handing = [one for one in seen.kept if one.kind is FormKind.HAND_OVER]
    receives = [("case_hand_over_adult", " · ".join(filter(None, (names.get(adult), adult))))]
    return _told(
        seen,
        *who_it_is(seen.child),
        part("paper_receives", labelled(receives)),
        part("case_hand_over", _conditions(seen)),
        part("case_hand_over_approvals", _approvals(seen, viewer)),
        *map(_form, handing),
        part("paper_signatures", said("paper_signed_hand_over"), signed_by(*_SIGNERS)),
    )


_SIGNERS = ("paper_signs_hands_over", "paper_signs_receives", "paper_signs_witness", "paper_signs_interpreter")


def _told(seen: CaseSeen, *parts: Part) -> Told:
    seen_by_right(seen.child)
    name = name_of(seen.child)
    return Told(
        about=" · ".join(filter(None, (name, seen.child.person_id, seen.case.public_id))),
        parts=parts,
        people=(seen.child.person_id,),
        levels=levels_of(seen.child),
    )


def _standing(seen: CaseSeen, viewer: Viewer) -> Facts:
    case = seen.case
    return labelled(
        (
            ("paper_case_state", say(f"case_state_{seen.standing.state.value}")),
            ("paper_case_opened", moment(case.opened_at)),
            ("case_owner", who(case.owner, case.owner.agency, viewer)),
            ("case_work_escalates", who(case.escalates_to, case.escalates_to.agency, viewer)),
            ("paper_case_law", say(f"case_country_{case.jurisdiction}")),
            ("case_open_why", case.why if seen.may_read(case.agency_id) else ""),
        )
    )


def _clocks(seen: CaseSeen) -> Grid:
    rows = tuple(
        (str(say(one.timer)), moment(one.due), f"{say(one.running)} {one.left}".strip(), one.source)
        for one in clocks_shown(seen.clocks)
    )
    return Grid(words("paper_clock", "paper_clock_due", "paper_clock_now", "paper_source"), rows)


def _history(seen: CaseSeen, viewer: Viewer) -> Grid:
    events = reversed(history_shown(seen, viewer))
    rows = tuple((moment(one["at"]), str(one["title"]), _by(one), " ".join(map(str, one["reasons"]))) for one in events)
    return Grid(words("paper_when", "paper_what_done", "paper_who", "paper_why"), rows)


def _by(event: dict[str, object]) -> str:
    return ". ".join(str(part) for part in (event["who"], event.get("second")) if part)


def _form(kept: Kept) -> Part:
    return part(f"case_form_{kept.kind.value}", Facts(tuple(told(kept))))


def _tasks(seen: CaseSeen, viewer: Viewer) -> Grid:
    rows = tuple(
        (one["what"], " · ".join(filter(None, (one["agency"], one["owner"]))), day(one["due"]), _done(one["done_at"]))
        for one in tasks_shown(seen, viewer)
    )
    return Grid(words("paper_what_done", "paper_who", "paper_due", "paper_done"), rows)


def _done(at: object) -> str:
    return day(at) if at else str(say("paper_not_yet"))


def _conditions(seen: CaseSeen) -> Grid:
    rows = tuple(
        (str(say(f"case_condition_{one.value}")), str(say("case_settled" if met else "case_open")))
        for one, met in settled(seen.standing.shown).items()
    )
    return Grid(words("paper_condition", "paper_said"), rows)


def _approvals(seen: CaseSeen, viewer: Viewer) -> Grid | Words:
    rows = tuple((one["who"], moment(one["at"])) for one in approvals_shown(seen.approvals, viewer))
    return Grid(words("paper_who", "paper_when"), rows) if rows else said("case_hand_over_none")
