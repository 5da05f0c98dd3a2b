"""A made-up situation, large enough to show every part of the report. Nobody in it exists."""

from datetime import date, timedelta

from reencuentro.linkage.mentions import Mention, Relation, Relative
from reencuentro.linkage.results import Linkage, PersonFound, Status, Tie
from reencuentro.reports.situation import Findings, QuarantinedCell, RosterInfo
from reencuentro.rules.custody import Alarm, Reason, Unaccounted
from reencuentro.rules.rosters import Change, ChangeKind, RosterKind
from reencuentro.rules.separations import CertifiedChild, Grade, Ground, LedgerChange, LedgerEntry

AS_OF = date(2018, 6, 19)
NAME = "Xiomara Quetzalli"
"""Given to everybody, so that a test sees where a name gets out."""

_COUNTRIES = ("GT", "GT", "HN", "HN", "SV", "MX", "")
_PROBABILITIES = (0.999, 0.995, 0.95, 0.93, 0.7, 0.3)
_RELATIONS = ("mother", "father", "mother", "sibling", "aunt")
_AGENCIES = ("CBP", "ORR", "ICE")


def findings(*, children: int = 240, adults: int = 180, lost: int = 57) -> Findings:
    """So many children, adults and unaccounted children, with something of everything else."""
    mentions = {(mention.agency, mention.record_id): mention for mention in _mentions(children, adults)}
    persons = tuple(PersonFound(person_id=f"P{key[1]}", records=(key,)) for key in sorted(mentions))
    return Findings(
        as_of=AS_OF,
        linkage=Linkage(
            persons=persons,
            identities=(),
            ties=tuple(_ties(children, adults)),
            children=frozenset(f"PC{number:04d}" for number in range(children)),
        ),
        mentions=mentions,
        rosters=_rosters(),
        unaccounted=tuple(_unaccounted(number) for number in range(lost)),
        changes=tuple(_changes()),
        quarantine=(
            QuarantinedCell(agency="CBP", file="cbp.csv", line=17, column="DOB", problem="30 February is no date"),
            QuarantinedCell(agency="ORR", file="orr.xlsx", line=212, column="Age", problem="430 is no age; correct it"),
        ),
        certified=tuple(
            CertifiedChild(person_id=f"PC{number:04d}", grade=list(Grade)[number % 4], reasons=(Ground.FLAGGED,))
            for number in range(min(children, 120))
        ),
        ledger=(
            LedgerEntry(
                person_id="PC0001", change=LedgerChange.ADDED, before="", after="evident", reasons=(Ground.HELD_APART,)
            ),
            LedgerEntry(
                person_id="PC0003", change=LedgerChange.REMOVED, before="stated", after="",
                reasons=(Ground.FLAG_DENIED, Ground.TIE_REJECTED),
            ),
        ),
    )  # fmt: skip


def _mentions(children: int, adults: int) -> list[Mention]:
    young = [
        Mention(
            agency="ORR", record_id=f"C{number:04d}", given_names=NAME, age=number % 18, stated_on=AS_OF,
            nationality=_COUNTRIES[number % len(_COUNTRIES)],
        )
        for number in range(children)
    ]  # fmt: skip
    claim = (Relative(relation=Relation.CHILD, name=NAME, age=4),)
    grown = [
        Mention(agency="ICE", record_id=f"A{number:04d}", given_names=NAME, age=30, relatives=claim)
        for number in range(adults)
    ]
    return young + grown


def _ties(children: int, adults: int) -> list[Tie]:
    return [
        Tie(
            child=f"PC{number:04d}", relative=f"PA{number:04d}", relation=_RELATIONS[number % len(_RELATIONS)],
            probability=_PROBABILITIES[number % len(_PROBABILITIES)], status=Status.PROPOSED, evidence=(),
            would_decide="",
        )
        for number in range(min(children, adults))
    ]  # fmt: skip


def _rosters() -> tuple[RosterInfo, ...]:
    return (
        RosterInfo(agency="CBP", file="cbp.csv", as_of=AS_OF, kind=RosterKind.BORDER, rows=2214, quarantined=1),
        RosterInfo(agency="ORR", file="orr.xlsx", as_of=AS_OF, kind=RosterKind.CUSTODY, rows=1995, quarantined=1),
        RosterInfo(agency="ICE", file="ice.xls", as_of=None, kind=RosterKind.CUSTODY, rows=1830, quarantined=0),
        RosterInfo(
            agency="Consulado MX", file="consulado_2018-06-18.json", as_of=date(2018, 6, 18), kind=RosterKind.REGISTRY,
            rows=25, quarantined=0,
        ),
    )  # fmt: skip


def _unaccounted(number: int) -> Unaccounted:
    return Unaccounted(
        person_id=f"PC{number:04d}",
        reason=list(Reason)[min(number % 5, 3)] if number % 7 else Reason.SENT_NOT_RECEIVED,
        last_agency=_AGENCIES[number % 3 if number % 4 else 0],
        last_place=NAME,
        last_seen_on=AS_OF - timedelta(days=number % 40) if number % 9 else None,
        alarms=tuple(list(Alarm)[: number % 4]),
    )


def _changes() -> list[Change]:
    kinds = (ChangeKind.ADDED, ChangeKind.ADDED, ChangeKind.MISSING, ChangeKind.CHANGED)
    own = [
        Change(agency="ORR", record_id=f"C{number:04d}", change=kinds[number % 4], before=NAME, after=NAME)
        for number in range(60)
    ]
    fields = ("sex", "date_of_birth", "destination", "separated", "nationality", "custody")
    between = [
        Change(
            agency="CBP", record_id=f"B{number}", change=ChangeKind.CONTRADICTION, field=fields[number % len(fields)],
            before=NAME, after=NAME, other_agency=("ORR", "ICE")[number % 2], other_record_id=f"C{number:04d}",
        )
        for number in range(41)
    ]  # fmt: skip
    return own + between
