"""What oversees the others, as much of it as an agency may know: looks at a person, emergencies, agreements."""

from collections.abc import Collection, Iterator

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from reencuentro.records.agreements import AgreementVersion
from reencuentro.records.audit import AuditEntry
from reencuentro.records.emergencies import BreakGlass, EmergencyNotice
from reencuentro.records.numbers import numbers_before
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership
from reencuentro.records.reading import reading
from reencuentro.records.visible.viewers import Viewer

MOST_SHOWN = 200


def looks_at(person: str, viewer: Viewer) -> Iterator[AuditEntry]:
    """The newest entries about a person, those too from when the person's records went by other numbers: all of them
    where the viewer's agency lists the person, else those of its own officers. Of somebody who isn't there, none: the
    same as of one who is nobody's concern.
    """
    agency = viewer.facts.agency
    standing = Membership.objects.standing().filter(person__public_id=person, agency=agency.code)
    own = Q() if standing.exists() else Q(agency=agency.code)
    named = Q(named__contains=_quoted(person))
    for former, until in numbers_before(person).items():
        named |= Q(named__contains=_quoted(former), at__lte=until)
    entries = AuditEntry.objects.annotate(named=Cast("about", TextField())).filter(own, named)
    return iter(entries.order_by("-sequence")[:MOST_SHOWN])


def document_noted(viewer: Viewer, number: str) -> AuditEntry | None:
    """The entry about the document with that number; None where there is none. Noted, like every look at the log."""
    noted = {"by": viewer.by, "capacity": viewer.capacity(), "at": viewer.at}
    with reading("see_audit", sought=[number], **noted):  # type: ignore[arg-type]  # handed over by name
        entries = AuditEntry.objects.filter(action="make_document").annotate(named=Cast("about", TextField()))
        return entries.filter(named__contains=f':{number.strip().upper()}"').order_by("-sequence").first()


def _quoted(person: str) -> str:
    return f'"person:{person}"'


def named_to(viewer: Viewer, officers: Collection[str]) -> dict[str, str]:
    """The names of those of these officers who are of the viewer's agency; others' are none of its business."""
    own = Officer.objects.filter(agency__code=viewer.facts.agency.code, public_id__in=sorted(officers))
    return dict(own.values_list("public_id", "full_name"))


def awaiting_review() -> Iterator[BreakGlass]:
    """The emergencies that nobody has reviewed yet, oldest first."""
    open_ones = BreakGlass.objects.filter(review=None).select_related("officer", "agency")
    return iter(open_ones.order_by("pk"))


def notices_to(agency: str) -> Iterator[EmergencyNotice]:
    """What the agency was told of emergencies about people whom it lists, newest first."""
    told = EmergencyNotice.objects.filter(agency__code=agency).select_related("emergency__agency")
    return iter(told.order_by("-pk")[:MOST_SHOWN])


def versions_of(agency: str) -> Iterator[AgreementVersion]:
    """Every version of an agreement to which the agency is a side."""
    sides = AgreementVersion.objects.filter(Q(giver__code=agency) | Q(taker__code=agency))
    signed = sides.select_related("giver", "taker", "supersedes", "withdrawal").prefetch_related("signatures")
    return iter(signed.order_by("agreement", "version"))
