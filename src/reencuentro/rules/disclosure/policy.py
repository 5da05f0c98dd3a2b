"""The policy: who may do what, for what, how far and on which conditions. What has no row here isn't permitted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

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
    NOTHING,
    PROTECTION,
    RECORD,
    Action,
    Compartments,
    Purpose,
    Role,
)


class Reach(StrEnum):
    """Of whose records a row speaks."""

    OWN = "own"  # those of the officer's own agency
    AGREED = "agreed"  # those, and as far as an agreement in force gives them, those of other agencies
    WHOLE = "whole"  # everybody's


class Condition(StrEnum):
    """What must hold of the person asked about."""

    ASSIGNED = "assigned"  # to this officer
    AGENCY_ASSIGNED = "agency_assigned"  # to anybody of the officer's agency
    ADULT = "adult"
    CONSENTED = "consented"  # for this purpose, to this agency, now
    OWN_NATIONAL = "own_national"  # of the country of the officer's agency
    GATE_OPEN = "gate_open"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the policy. code: by which explanations name it; shows: the most, of what each action can show."""

    code: str
    role: Role
    actions: frozenset[Action]
    purposes: frozenset[Purpose]
    shows: Compartments = NOTHING
    reach: Reach = Reach.OWN
    conditions: frozenset[Condition] = frozenset()


Policy = Mapping[tuple[Role, Action], tuple[Row, ...]]


def indexed(rows: Iterable[Row]) -> Policy:
    """The rows by what is asked of them."""
    found: defaultdict[tuple[Role, Action], list[Row]] = defaultdict(list)
    for row in rows:
        for action in row.actions:
            found[row.role, action].append(row)
    return {key: tuple(held) for key, held in found.items()}


_A = Action

_HINT: Compartments = frozenset({EXISTENCE, MATCH_SUMMARY})
_WHO: Compartments = _HINT | {IDENTITY}
_MEET = frozenset({_A.SEE_MATCH, _A.SEE_PERSON})
_SIDES = frozenset({_A.SEE_LOCATION, _A.SEE_PROTECTION, _A.SEE_LEGAL, _A.SEE_NOTES})
_FILES = frozenset({_A.SEE_CASE, _A.SEE_CALLS, _A.SEE_NOTICES, _A.SEE_CARE, _A.SEE_RETURN})
_OPEN = _SIDES | _FILES | {_A.SEE_PERSON}
_NOTIFY = frozenset({_A.NOTIFY_CONSULATE, _A.SEE_NOTICES})  # whoever tells a consulate sees what it does
_RETURN = frozenset({_A.WORK_RETURN, _A.SEE_RETURN})  # whoever works on a return sees who returns
_DUTIES = _NOTIFY | _RETURN | {_A.WORK_CALLS, _A.WORK_CARE, _A.REFER}
_ASSIST = frozenset({_A.SEE_NOTICES, _A.ASSIST_NATIONAL, _A.SEE_RETURN})
_ANSWER = frozenset({_A.SEE_REFERRALS, _A.ANSWER_REFERRAL})
_TEAM = frozenset({_A.SEE_TEAM, _A.MANAGE_TEAM})
_TOGETHER = frozenset({_A.SEE_GROUPS, _A.COORDINATE})
_ASK = frozenset({_A.LOOK_UP, _A.SUBMIT_REQUEST, _A.REGISTER})
_KEEP = _MEET | {_A.AMEND}
_SETTLE = frozenset({_A.WORK_CASE, _A.SETTLE_STEP})
_RELEASE = frozenset({_A.APPROVE_RELEASE, _A.RELEASE_CHILD})
_RIGHTS = frozenset({_A.CORRECT, _A.RESTRICT, _A.EXPIRE, _A.WITHHOLD, _A.RECORD_CONSENT})

_SEARCH = frozenset({Purpose.TRACING, Purpose.VERIFICATION, Purpose.REUNIFICATION})
_CASE = _SEARCH | {Purpose.CARE, Purpose.REPATRIATION}
_HOME = frozenset({Purpose.REUNIFICATION, Purpose.REPATRIATION})
_CONSUL = _HOME | {Purpose.CONSULAR_PROTECTION}
_URGENT = frozenset({Purpose.CARE, Purpose.REUNIFICATION, Purpose.REPATRIATION})
_TRACING, _CHECK, _CARE = (frozenset({one}) for one in (Purpose.TRACING, Purpose.VERIFICATION, Purpose.CARE))
_HEALTH, _LAW, _RIGHT = (frozenset({one}) for one in (Purpose.HEALTH, Purpose.LEGAL_AID, Purpose.HUMAN_RIGHTS))
_COUNT, _DATA = frozenset({Purpose.STATISTICS}), frozenset({Purpose.DATA_PROTECTION})
_OVERSEE, _OPERATE = frozenset({Purpose.OVERSIGHT}), frozenset({Purpose.OPERATION})

_OWN, _AGREED, _WHOLE = Reach.OWN, Reach.AGREED, Reach.WHOLE
_MINE, _OURS = frozenset({Condition.ASSIGNED}), frozenset({Condition.AGENCY_ASSIGNED})
_GROWN = frozenset({Condition.ASSIGNED, Condition.ADULT})
_CLIENT = frozenset({Condition.ASSIGNED, Condition.CONSENTED})
_NATIONAL = frozenset({Condition.OWN_NATIONAL, Condition.GATE_OPEN})
_WILLING = _NATIONAL | {Condition.CONSENTED}

_HELP: Compartments = frozenset({CONTACT, LOCATION, PROTECTION})
_CASEWORK: Compartments = _HELP | {LEGAL, NOTES}

ROWS: tuple[Row, ...] = (
    # code, role, actions, purposes, shows, reach, conditions
    Row("I1", Role.INTAKE, _ASK | {_A.SUPPLY_ROSTER}, _TRACING | _CARE),
    Row("I2", Role.INTAKE, _KEEP, _TRACING | _CARE, _WHO),
    Row("I3", Role.INTAKE, frozenset({_A.MEND_ROSTER}), _TRACING | _CARE, frozenset({RECORD})),
    #
    Row("W1", Role.CASE_WORKER, _ASK | _ANSWER, _CASE),
    Row("W2", Role.CASE_WORKER, _KEEP, _CASE, _WHO),
    Row("W3", Role.CASE_WORKER, _MEET, _CASE, _WHO, _AGREED, _OURS),
    Row("W4", Role.CASE_WORKER, _OPEN, _CASE, _CASEWORK, _AGREED, _MINE),
    Row("W5", Role.CASE_WORKER, frozenset({_A.JUDGE}), _CASE, _WHO, _AGREED, _MINE),
    Row("W6", Role.CASE_WORKER, frozenset({_A.RECORD_CONSENT, _A.WITHHOLD}), _CASE, _WHO, _OWN, _MINE),
    Row("W7", Role.CASE_WORKER, frozenset({_A.BREAK_GLASS}), _URGENT, _WHO | _HELP, _WHOLE),
    Row("W8", Role.CASE_WORKER, _DUTIES | {_A.WORK_CASE}, _CASE, _WHO | {PROTECTION}, _AGREED, _MINE),
    Row("W9", Role.CASE_WORKER, frozenset({_A.NOTE_STAY}), _URGENT, _WHO | {LOCATION}, _AGREED, _MINE),
    Row("W10", Role.CASE_WORKER, frozenset({_A.WORK_LEGAL}), _CASE, _WHO | {LEGAL}, _AGREED, _MINE),
    #
    Row("S1", Role.SUPERVISOR, _ASK | _ANSWER | _TEAM | _TOGETHER | {_A.SUPPLY_ROSTER}, _CASE),
    Row("S2", Role.SUPERVISOR, _KEEP | {_A.ASSIGN}, _CASE, _WHO),
    Row("S3", Role.SUPERVISOR, _MEET, _CASE, _WHO, _AGREED, _OURS),
    Row("S4", Role.SUPERVISOR, _OPEN, _CASE, _CASEWORK, _AGREED, _OURS),
    Row("S5", Role.SUPERVISOR, frozenset({_A.JUDGE, _A.VERIFY}), _SEARCH, _WHO, _AGREED, _OURS),
    Row("S6", Role.SUPERVISOR, frozenset({_A.RECORD_CONSENT, _A.WITHHOLD}), _CASE, _WHO),
    Row("S7", Role.SUPERVISOR, _RELEASE, _HOME, _WHO, _AGREED, _OURS),
    Row("S8", Role.SUPERVISOR, frozenset({_A.EXPORT}), _CASE, _WHO, _OWN, _OURS),
    Row("S9", Role.SUPERVISOR, frozenset({_A.BREAK_GLASS}), _URGENT, _WHO | _HELP, _WHOLE),
    Row("S10", Role.SUPERVISOR, frozenset({_A.REVIEW_BREAK_GLASS}), _OVERSEE),
    Row("S11", Role.SUPERVISOR, frozenset({_A.SEE_FIGURES}), _COUNT),
    Row("S12", Role.SUPERVISOR, _SETTLE | _DUTIES, _CASE, _WHO | {PROTECTION}, _AGREED, _OURS),
    Row("S13", Role.SUPERVISOR, frozenset({_A.NOTE_STAY}), _URGENT, _WHO | {LOCATION}, _AGREED, _MINE),
    Row("S14", Role.SUPERVISOR, frozenset({_A.MEND_ROSTER}), _CASE, frozenset({RECORD})),
    Row("S15", Role.SUPERVISOR, frozenset({_A.WORK_LEGAL}), _CASE, _WHO | {LEGAL}, _AGREED, _OURS),
    #
    Row("T1", Role.TRACING_OFFICER, _ASK, _SEARCH),
    Row("T2", Role.TRACING_OFFICER, _MEET | {_A.JUDGE}, _SEARCH, _WHO, _AGREED),
    Row(
        "T3",
        Role.TRACING_OFFICER,
        frozenset({_A.SEE_PERSON, _A.SEE_NOTES}),
        _SEARCH,
        _WHO | {CONTACT, NOTES},
        _AGREED,
        _MINE,
    ),
    Row("T4", Role.TRACING_OFFICER, frozenset({_A.SEE_LOCATION}), _SEARCH, frozenset({LOCATION}), _AGREED, _GROWN),
    Row("T5", Role.TRACING_OFFICER, frozenset({_A.AMEND}), _SEARCH, _WHO),
    Row(
        "T6",
        Role.TRACING_OFFICER,
        frozenset({_A.SEE_CASE, _A.WORK_CASE, _A.SEE_CALLS, _A.WORK_CALLS}),
        _SEARCH,
        _WHO | {PROTECTION, NOTES},
        _AGREED,
        _MINE,
    ),
    #
    Row("V1", Role.VERIFIER, frozenset({_A.LOOK_UP}), _CHECK),
    Row("V2", Role.VERIFIER, _MEET | {_A.VERIFY}, _CHECK, _WHO, _AGREED),
    Row("V3", Role.VERIFIER, frozenset({_A.SEE_PERSON}), _CHECK, frozenset({CONTACT}), _AGREED, _MINE),
    Row("V4", Role.VERIFIER, frozenset({_A.SEE_CASE, _A.SETTLE_STEP}), _CHECK, _WHO | {PROTECTION}, _AGREED, _OURS),
    #
    Row("B1", Role.BEST_INTERESTS, _MEET, _URGENT, _WHO, _AGREED, _OURS),
    Row("B2", Role.BEST_INTERESTS, _OPEN, _URGENT, _CASEWORK, _AGREED, _MINE),
    Row("B3", Role.BEST_INTERESTS, _RELEASE, _HOME, _WHO, _AGREED, _OURS),
    Row("B4", Role.BEST_INTERESTS, _SETTLE | {_A.SEE_RETURN}, _URGENT, _WHO | {PROTECTION}, _AGREED, _MINE),
    Row("B5", Role.BEST_INTERESTS, _TOGETHER, _URGENT),
    #
    Row("H1", Role.SHELTER_STAFF, _KEEP, _CARE, _WHO),
    Row("H2", Role.SHELTER_STAFF, _OPEN - {_A.SEE_LEGAL, _A.SEE_NOTES}, _CARE, _HELP, _OWN, _MINE),
    Row("H3", Role.SHELTER_STAFF, frozenset({_A.BREAK_GLASS}), _CARE, _WHO | {CONTACT, PROTECTION}, _WHOLE),
    Row("H4", Role.SHELTER_STAFF, frozenset({_A.NOTE_STAY}), _CARE, _WHO | {LOCATION}, _OWN, _MINE),
    Row("H5", Role.SHELTER_STAFF, frozenset({_A.LOOK_UP, _A.REGISTER}) | _ANSWER, _CARE),
    Row(
        "H6",
        Role.SHELTER_STAFF,
        frozenset({_A.WORK_CALLS, _A.WORK_CARE, _A.SEE_RETURN}),
        _CARE,
        _WHO | {PROTECTION},
        _OWN,
        _MINE,
    ),
    #
    Row("M1", Role.HEALTH_STAFF, _MEET, _HEALTH, _WHO, _OWN),
    Row("M2", Role.HEALTH_STAFF, _MEET | {_A.SEE_HEALTH, _A.SEE_CARE}, _HEALTH, _WHO | {HEALTH}, _AGREED, _OURS),
    Row("M3", Role.HEALTH_STAFF, frozenset({_A.BREAK_GLASS}), _HEALTH, _WHO | {HEALTH}, _WHOLE),
    Row("M4", Role.HEALTH_STAFF, frozenset({_A.WORK_CARE}), _HEALTH, _WHO | {HEALTH}, _AGREED, _OURS),
    Row("M5", Role.HEALTH_STAFF, _ANSWER, _HEALTH),
    #
    Row("C1", Role.CONSULAR_OFFICER, _ASK | _TOGETHER, _CONSUL),
    Row("C2", Role.CONSULAR_OFFICER, _KEEP, _CONSUL, _WHO, _OWN, _NATIONAL),
    Row("C3", Role.CONSULAR_OFFICER, _MEET, _CONSUL, _WHO, _AGREED, _WILLING),
    Row(
        "C4",
        Role.CONSULAR_OFFICER,
        frozenset({_A.SEE_PERSON, _A.SEE_LOCATION, _A.SEE_NOTICES, _A.SEE_RETURN}),
        _CONSUL,
        frozenset({CONTACT, LOCATION}),
        _AGREED,
        _WILLING | _MINE,
    ),
    Row("C5", Role.CONSULAR_OFFICER, _ASSIST, _CONSUL, _WHO, _OWN, _NATIONAL),
    Row("C6", Role.CONSULAR_OFFICER, _ASSIST, _CONSUL, _WHO, _AGREED, _WILLING),
    #
    Row("P1", Role.PROTECTION_OFFICER, _ASK | _ANSWER | _TOGETHER | {_A.SEE_TEAM}, _CASE),
    Row("P2", Role.PROTECTION_OFFICER, _KEEP, _CASE, _WHO),
    Row("P3", Role.PROTECTION_OFFICER, _MEET, _CASE, _WHO, _AGREED, _OURS),
    Row("P4", Role.PROTECTION_OFFICER, _OPEN, _CASE, _CASEWORK, _AGREED, _MINE),
    Row("P5", Role.PROTECTION_OFFICER, frozenset({_A.SET_GATE}), _CASE, _WHO | {PROTECTION}, _AGREED, _MINE),
    Row("P6", Role.PROTECTION_OFFICER, frozenset({_A.RECORD_CONSENT, _A.WITHHOLD}), _CASE, _WHO, _OWN, _MINE),
    Row("P7", Role.PROTECTION_OFFICER, _RELEASE, _HOME, _WHO, _AGREED, _OURS),
    Row("P8", Role.PROTECTION_OFFICER, frozenset({_A.BREAK_GLASS}), _URGENT, _WHO | _HELP, _WHOLE),
    Row("P9", Role.PROTECTION_OFFICER, frozenset({_A.REVIEW_BREAK_GLASS}), _OVERSEE),
    Row("P10", Role.PROTECTION_OFFICER, _SETTLE | _DUTIES, _CASE, _WHO | {PROTECTION}, _AGREED, _MINE),
    Row("P11", Role.PROTECTION_OFFICER, frozenset({_A.NOTE_STAY}), _URGENT, _WHO | {LOCATION}, _AGREED, _MINE),
    Row("P12", Role.PROTECTION_OFFICER, frozenset({_A.WORK_LEGAL}), _CASE, _WHO | {LEGAL}, _AGREED, _MINE),
    #
    Row("N1", Role.NGO_SEARCHER, _ASK | _ANSWER | _TOGETHER, _TRACING),
    Row("N2", Role.NGO_SEARCHER, frozenset({_A.SEE_MATCH}), _TRACING, _HINT, _AGREED, _CLIENT),
    Row(
        "N3",
        Role.NGO_SEARCHER,
        _MEET | {_A.SEE_LOCATION, _A.SEE_NOTES},
        _TRACING,
        _WHO | {CONTACT, LOCATION, NOTES},
        _AGREED,
        _GROWN,
    ),
    #
    Row("A1", Role.ADVOCATE, (_MEET | _OPEN) - {_A.SEE_NOTES}, _LAW, _WHO | _HELP | {LEGAL}, _AGREED, _CLIENT),
    Row("A2", Role.ADVOCATE, frozenset({_A.WORK_LEGAL}), _LAW, _WHO | {LEGAL}, _AGREED, _CLIENT),
    Row("A3", Role.ADVOCATE, _ANSWER | _TOGETHER, _LAW),
    #
    Row("L1", Role.HOTLINE_AGENT, frozenset({_A.TAKE_MESSAGE, _A.SEE_DESK, _A.SUBMIT_REQUEST}), _TRACING),
    Row("L2", Role.HOTLINE_AGENT, frozenset({_A.SEE_PERSON}), _TRACING, frozenset({IDENTITY, CONTACT}), _OWN, _GROWN),
    #
    Row(
        "R1",
        Role.RIGHTS_OFFICER,
        _MEET | {_A.SEE_PROTECTION, _A.SEE_LEGAL},
        _RIGHT,
        _WHO | {PROTECTION, LEGAL},
        _AGREED,
        _CLIENT,
    ),
    Row(
        "R2",
        Role.RIGHTS_OFFICER,
        frozenset({_A.SEE_VIOLATIONS, _A.REFER_RIGHTS}),
        _RIGHT,
        _WHO | {PROTECTION, LEGAL},
        _AGREED,
        _CLIENT,
    ),
    Row("R3", Role.RIGHTS_OFFICER, _TOGETHER, _RIGHT),
    #
    Row("D1", Role.DATA_PROTECTION_OFFICER, frozenset({_A.SUBJECT_ACCESS}), _DATA, EVERYTHING),
    Row("D2", Role.DATA_PROTECTION_OFFICER, _MEET | _RIGHTS, _DATA, _WHO | {CONTACT}),
    Row(
        "D3",
        Role.DATA_PROTECTION_OFFICER,
        frozenset(
            {_A.LOOK_UP, _A.SEE_AUDIT, _A.VERIFY_AUDIT, _A.EXPLAIN_ACCESS, _A.REVIEW_BREAK_GLASS, _A.MANAGE_AGREEMENTS}
        )
        | {_A.TRY_AGREEMENT},
        _DATA | _OVERSEE,
    ),
    Row("D4", Role.DATA_PROTECTION_OFFICER, _TOGETHER, _DATA | _OVERSEE),
    #
    Row(
        "U1",
        Role.AUDITOR,
        frozenset({_A.SEE_AUDIT, _A.VERIFY_AUDIT, _A.EXPLAIN_ACCESS, _A.REVIEW_BREAK_GLASS, _A.CHECK_INSTALLATION}),
        _OVERSEE,
    ),
    Row("F1", Role.PUBLISHER, frozenset({_A.SEE_FIGURES, _A.PUBLISH_FIGURES}), _COUNT),
    Row("X1", Role.ROSTER_SUPPLIER, frozenset({_A.SUPPLY_ROSTER}), _TRACING | _CARE | _OPERATE),
    Row(
        "Y1",
        Role.ADMINISTRATOR,
        frozenset({_A.MANAGE_OFFICERS, _A.MANAGE_AGENCIES, _A.ROTATE_KEYS, _A.CHECK_INSTALLATION}),
        _OPERATE,
    ),
    Row("K1", Role.CLAIMANT, frozenset({_A.SUBMIT_REQUEST}), _TRACING),
    #
    Row("O1", Role.OPERATOR, frozenset({_A.RECONCILE}), _OPERATE, EVERYTHING, _WHOLE),
    Row(
        "O2",
        Role.OPERATOR,
        frozenset({_A.SUPPLY_ROSTER, _A.LOOK_UP, _A.SEE_FIGURES, _A.SEE_AUDIT, _A.VERIFY_AUDIT, _A.EXPLAIN_ACCESS})
        | {_A.MANAGE_OFFICERS, _A.MANAGE_AGENCIES, _A.MANAGE_AGREEMENTS, _A.ROTATE_KEYS, _A.CHECK_INSTALLATION}
        | {_A.TRY_AGREEMENT},
        _OPERATE,
    ),
    Row("O3", Role.OPERATOR, _MEET | {_A.JUDGE, _A.SEE_RECORD}, _OPERATE, _WHO | {CONTACT, RECORD}, _WHOLE),
    Row("O4", Role.OPERATOR, _RIGHTS | {_A.SUBJECT_ACCESS}, _DATA, EVERYTHING, _WHOLE),
)

POLICY: Policy = indexed(ROWS)
