"""What an agency may be at most, by its kind: which roles its officers have, and what others may agree to show it.

No agreement, policy or emergency goes beyond this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reencuentro.rules.disclosure.vocabulary import (
    CONTACT,
    EVERYTHING,
    EXISTENCE,
    HEALTH,
    IDENTITY,
    LEGAL,
    LOCATION,
    MATCH_SUMMARY,
    NOTES,
    PROTECTION,
    RECORD,
    AgencyKind,
    Compartments,
    Purpose,
    Role,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """roles: that count in such an agency; others are as if not held.

    purposes, takes: for what it may use the records of other agencies, and the most that it may see of them.
    """

    roles: frozenset[Role]
    purposes: frozenset[Purpose]
    takes: Compartments


_WHO: Compartments = frozenset({EXISTENCE, MATCH_SUMMARY, IDENTITY})
_KEEPERS = frozenset({Role.ROSTER_SUPPLIER, Role.DATA_PROTECTION_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR})
_CARERS = _KEEPERS | {Role.INTAKE, Role.CASE_WORKER, Role.SUPERVISOR, Role.SHELTER_STAFF, Role.HEALTH_STAFF}
_SEARCHERS = frozenset({Role.TRACING_OFFICER, Role.VERIFIER, Role.SUPERVISOR, Role.PUBLISHER})
_HOMEWARD = frozenset({Purpose.TRACING, Purpose.VERIFICATION, Purpose.REUNIFICATION})

KINDS: Mapping[AgencyKind, Kind] = {
    # Those who hold people, and courts, learn at most who somebody is: never where they are or how to reach them.
    AgencyKind.CUSTODY: Kind(
        roles=_CARERS, purposes=frozenset({Purpose.VERIFICATION, Purpose.REUNIFICATION}), takes=_WHO
    ),
    AgencyKind.COURT: Kind(
        roles=_KEEPERS | {Role.VERIFIER},
        purposes=frozenset({Purpose.VERIFICATION, Purpose.REUNIFICATION}),
        takes=_WHO,
    ),
    AgencyKind.CARE: Kind(
        roles=_CARERS | _SEARCHERS | {Role.BEST_INTERESTS},
        purposes=_HOMEWARD | {Purpose.CARE, Purpose.HEALTH, Purpose.REPATRIATION},
        takes=EVERYTHING - {RECORD},
    ),
    AgencyKind.CHILD_PROTECTION: Kind(
        roles=_CARERS | _SEARCHERS | {Role.BEST_INTERESTS, Role.PROTECTION_OFFICER, Role.HOTLINE_AGENT, Role.CLAIMANT},
        purposes=_HOMEWARD | {Purpose.CARE, Purpose.HEALTH, Purpose.REPATRIATION},
        takes=EVERYTHING - {RECORD},
    ),
    AgencyKind.HEALTH: Kind(
        roles=_KEEPERS | {Role.HEALTH_STAFF, Role.SUPERVISOR},
        purposes=frozenset({Purpose.HEALTH}),
        takes=_WHO | {HEALTH},
    ),
    AgencyKind.CONSULATE: Kind(
        roles=_KEEPERS | {Role.CONSULAR_OFFICER, Role.HOTLINE_AGENT, Role.CLAIMANT},
        purposes=frozenset({Purpose.CONSULAR_PROTECTION, Purpose.REPATRIATION, Purpose.REUNIFICATION}),
        takes=_WHO | {CONTACT, LOCATION},
    ),
    AgencyKind.MINISTRY: Kind(roles=_KEEPERS | _SEARCHERS | {Role.HOTLINE_AGENT}, purposes=_HOMEWARD, takes=_WHO),
    AgencyKind.NGO: Kind(
        roles=_KEEPERS | _SEARCHERS | {Role.NGO_SEARCHER, Role.HOTLINE_AGENT, Role.CLAIMANT},
        purposes=_HOMEWARD,
        takes=_WHO | {CONTACT, LOCATION, NOTES},
    ),
    AgencyKind.LEGAL_AID: Kind(
        roles=_KEEPERS | {Role.ADVOCATE},
        purposes=frozenset({Purpose.LEGAL_AID}),
        takes=_WHO | {CONTACT, LOCATION, PROTECTION, LEGAL},
    ),
    AgencyKind.HUMAN_RIGHTS: Kind(
        roles=_KEEPERS | {Role.RIGHTS_OFFICER, Role.PUBLISHER},
        purposes=frozenset({Purpose.HUMAN_RIGHTS}),
        takes=_WHO | {PROTECTION, LEGAL},
    ),
    # Whoever keeps the registry holds all of it; what they may open is in the operator's rows, and in no agreement.
    AgencyKind.REGISTRY: Kind(
        roles=_KEEPERS | {Role.OPERATOR, Role.PUBLISHER, Role.CLAIMANT}, purposes=frozenset(Purpose), takes=EVERYTHING
    ),
}
