"""A duty as a document has it: where it stands, every step that was taken, and what of their forms may be read."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from reencuentro.records.visible.duties import DutySeen
from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.viewers import Viewer
from reencuentro.reports.documents.papers import Facts, Part
from reencuentro.rules.cases.boxes import Filled
from reencuentro.rules.disclosure.vocabulary import WHO, Action
from reencuentro.web.dates import moment
from reencuentro.web.duty_showing import WORDS, DutyShown, history_shown, seen_shown
from reencuentro.web.filled import in_words, label_of
from reencuentro.web.papers.framing import Told, labelled, levels_of, part, seen_by_right, who_in_short
from reencuentro.web.words import say

_Form = TypeVar("_Form", bound=Filled)


def duty_told(viewer: Viewer, seen: DutySeen, *parts: Part) -> Told:
    """A document about a duty that says these things, under the name of its kind."""
    shown = seen_shown(seen, viewer)
    children = [seen.child] if seen.child else []
    seen_by_right(*children)
    return Told(
        title=str(say(shown.kind)),
        about=" · ".join(filter(None, (shown.child, shown.person, shown.id))),
        parts=parts,
        people=tuple(one.person_id for one in children),
        levels=levels_of(*children),
    )


def whole_duty(viewer: Viewer, seen: DutySeen) -> Told:
    """All of a duty that may be read."""
    return duty_told(viewer, seen, child_in(viewer, seen), standing(viewer, seen), *taken(viewer, seen))


def child_in(viewer: Viewer, seen: DutySeen) -> Part:
    """Who the child is, in short: what else is known of them is no matter of a paper about one duty."""
    return part("paper_notice_whom", *map(who_in_short, who_alone(viewer, seen)))


def who_alone(viewer: Viewer, seen: DutySeen) -> Sequence[PersonSeen]:
    """The child of the duty as far as it tells who they are; nobody, where the viewer may not know it."""
    if seen.child is None:
        return ()
    return visible_to(viewer, Action.SEE_PERSON, seen.file.definition.sees, levels=WHO).among([seen.child.person_id])


def standing(viewer: Viewer, seen: DutySeen) -> Part:
    """Where it stands, with whom it is, and until when."""
    return part("paper_duty_now", _standing(seen_shown(seen, viewer)))


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


def taken(viewer: Viewer, seen: DutySeen) -> Iterator[Part]:
    """The steps, the first in front."""
    for one in reversed(history_shown(seen, viewer)):
        when = labelled((("paper_when", moment(one["at"])), ("paper_who", one["who"])))
        yield part(one["title"], Facts((*when.rows, *one["told"])))


def forms_of(seen: DutySeen, shape: type[_Form]) -> list[_Form]:
    """The forms of that shape which may be read, the first in front."""
    read = (seen.file.form(one) for one in seen.file.steps if one.number in seen.readable)
    return [one for one in read if isinstance(one, shape)]


def newest(seen: DutySeen, shape: type[_Form]) -> _Form | None:
    """The last of them; None where there is none."""
    return next(reversed(forms_of(seen, shape)), None)


def boxes(form: Filled, *names: str) -> Facts:
    """What these boxes say, those left out that say nothing."""
    said = ((name, getattr(form, name)) for name in names)
    told = ((label_of(WORDS, name), value) for name, value in said if value not in ("", None))
    return labelled((label, in_words(value, WORDS)) for label, value in told)
