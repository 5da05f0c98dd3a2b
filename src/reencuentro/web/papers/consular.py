"""The notice to a consulate: who is held, since when, on what ground; and nothing of what they were asked before."""

from reencuentro.errors import CaseError
from reencuentro.records.visible.duties import DutySeen
from reencuentro.records.visible.viewers import Viewer
from reencuentro.reports.documents.papers import Facts
from reencuentro.rules.consulates.posts import directory
from reencuentro.rules.duties.consular_forms import NoticeMade, NoticeOwed
from reencuentro.web.papers.framing import Told, labelled, part, said, signed_by, who_in_short
from reencuentro.web.papers.steps import boxes, duty_told, newest, who_alone
from reencuentro.web.words import say

TOLD = frozenset({"notice_made", "notice_acknowledged"})
"""The states in which a consulate was told: the rules have found the gate open and the post its national's own."""


def consular_notice(viewer: Viewer, seen: DutySeen) -> Told:
    """The notice on paper.

    Of fear, asylum and trafficking it says nothing, nor where somebody is: a visit is arranged with whoever made it.
    Raises CaseError for a notice that is withheld, or not made yet: what must not be told is not printed either.
    """
    owed, made = newest(seen, NoticeOwed), newest(seen, NoticeMade)
    if seen.duty.state not in TOLD or owed is None or made is None:
        raise CaseError("the consulate isn't to be told", remedy="Take the step by which the notice is made first.")
    return duty_told(
        viewer,
        seen,
        part("paper_notice_to", _addressed(made), boxes(made, "told_to", "consular_reference")),
        part("paper_notice_whom", *map(who_in_short, who_alone(viewer, seen))),
        part("paper_notice_what", boxes(owed, "notice_ground", "held_since", "held_since_hour", "held_in")),
        part("paper_notice_how", boxes(made, "on", "at", "notice_way", "told_by")),
        part("paper_notice_rights", said("paper_notice_visit", "paper_notice_silence")),
        part("paper_notice_answer", signed_by("paper_signs_notice", "paper_signs_consulate")),
    )


def _addressed(made: NoticeMade) -> Facts:
    """The post: by its kind and place, where the directory knows just one of that name; else as it was written."""
    found = directory().named(made.consular_post)
    if len(found) != 1:
        return labelled([("duty_box_consular_post", made.consular_post)])
    (post,) = found
    return labelled([("duty_box_consular_post", f"{say(f'post_kind_{post.kind.value}')} · {post.code}, {post.state}")])
