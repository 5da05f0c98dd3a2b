"""Documents about a duty: what is owed, every step that was taken, and what of their forms may be read."""

from collections.abc import Callable, Iterator

from reencuentro.records.visible.duties import DutySeen, VisibleDuties
from reencuentro.records.visible.viewers import Viewer
from reencuentro.reports.documents.papers import Facts, Part
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.dates import moment
from reencuentro.web.duty_showing import DutyShown, history_shown, seen_shown
from reencuentro.web.papers.framing import Told, labelled, levels_of, part, seen_by_right, who_it_is
from reencuentro.web.words import say


def duty_document(area: str, action: Action) -> Callable[[Viewer, str], Told]:
    """The document about one duty of that area, by public id."""

    def told(viewer: Viewer, duty: str) -> Told:
        seen = VisibleDuties(viewer, action).get(duty, area)
        return _told(viewer, seen)

    return told


def _told(viewer: Viewer, seen: DutySeen) -> Told:
    shown, children = seen_shown(seen, viewer), [seen.child] if seen.child else []
    seen_by_right(*children)
    return Told(
        title=str(say(shown.kind)),
        about=" · ".join(filter(None, (shown.child, shown.person, shown.id))),
        parts=(
            *(one for child in children for one in who_it_is(child)),
            part("paper_duty_now", _standing(shown)),
            *_steps(viewer, seen),
        ),
        people=tuple(one.person_id for one in children),
        levels=levels_of(*children),
    )


def _standing(shown: DutyShown) -> Facts:
    return labelled(
        (
            ("paper_case_state", str(say(shown.state))),
            ("duty_due", f"{shown.due} · {moment(shown.due_at)}" if shown.due else ""),
            ("duty_by", shown.agency),
            ("duty_counterpart", shown.counterpart),
            ("duty_owner", shown.owner),
            ("duty_since", moment(shown.begun_at)),
        )
    )


def _steps(viewer: Viewer, seen: DutySeen) -> Iterator[Part]:
    """The steps, the first in front."""
    for one in reversed(history_shown(seen, viewer)):
        taken = labelled((("paper_when", moment(one["at"])), ("paper_who", one["who"])))
        yield part(one["title"], Facts((*taken.rows, *one["told"])))
