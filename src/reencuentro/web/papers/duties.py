"""Documents about duties: of most kinds all that may be read; of some what is meant for somebody else, and no more."""

from collections.abc import Callable, Mapping

from reencuentro.records.visible.duties import DutySeen, VisibleDuties
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.papers.calls import contact_sheet
from reencuentro.web.papers.consular import consular_notice
from reencuentro.web.papers.framing import Told
from reencuentro.web.papers.rights import evidence_pack
from reencuentro.web.papers.steps import whole_duty

MEANT_FOR_OTHERS: Mapping[str, Callable[[Viewer, DutySeen], Told]] = {
    "call_plan": contact_sheet,
    "notice": consular_notice,
    "rights_referral": evidence_pack,
}
"""What a document about a duty says that leaves the agency, by the kind of duty."""


def duty_document(area: str, action: Action) -> Callable[[Viewer, str], Told]:
    """The document about one duty of that area, by public id."""

    def told(viewer: Viewer, duty: str) -> Told:
        seen = VisibleDuties(viewer, action).get(duty, area)
        return MEANT_FOR_OTHERS.get(seen.duty.kind, whole_duty)(viewer, seen)

    return told
