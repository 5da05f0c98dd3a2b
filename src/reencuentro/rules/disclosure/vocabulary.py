"""The closed words of access: roles, kinds of agencies, purposes, levels, topics and actions.

What isn't here can't be asked for, agreed or permitted. There is no purpose of enforcement.
"""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from itertools import product
from typing import NamedTuple


class Role(StrEnum):
    """What an officer does in their agency. Source: docs/access.md, after the roles of Primero."""

    INTAKE = "intake"
    CASE_WORKER = "case_worker"
    SUPERVISOR = "supervisor"
    TRACING_OFFICER = "tracing_officer"
    VERIFIER = "verifier"  # confirms what another has judged
    BEST_INTERESTS = "best_interests"  # member of a panel, or of the Procuraduría
    SHELTER_STAFF = "shelter_staff"
    HEALTH_STAFF = "health_staff"
    CONSULAR_OFFICER = "consular_officer"
    PROTECTION_OFFICER = "protection_officer"  # OPI, DIF
    NGO_SEARCHER = "ngo_searcher"
    ADVOCATE = "advocate"  # a child's or a parent's lawyer
    HOTLINE_AGENT = "hotline_agent"
    RIGHTS_OFFICER = "rights_officer"  # refers to human-rights bodies
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    AUDITOR = "auditor"
    PUBLISHER = "publisher"
    ROSTER_SUPPLIER = "roster_supplier"  # writes only
    ADMINISTRATOR = "administrator"  # keeps accounts, sees nobody
    OPERATOR = "operator"  # runs the program on the machine that holds the registry
    CLAIMANT = "claimant"  # a family member


class AgencyKind(StrEnum):
    """What an agency is to the people in the registry."""

    CUSTODY = "custody"
    CARE = "care"
    HEALTH = "health"
    CONSULATE = "consulate"
    MINISTRY = "ministry"
    CHILD_PROTECTION = "child_protection"
    NGO = "ngo"
    LEGAL_AID = "legal_aid"
    HUMAN_RIGHTS = "human_rights"
    COURT = "court"
    REGISTRY = "registry"  # whoever keeps the registry itself


class Purpose(StrEnum):
    """What something is asked for."""

    TRACING = "tracing"
    VERIFICATION = "verification"
    CARE = "care"
    HEALTH = "health"
    REUNIFICATION = "reunification"
    CONSULAR_PROTECTION = "consular_protection"
    REPATRIATION = "repatriation"
    LEGAL_AID = "legal_aid"
    HUMAN_RIGHTS = "human_rights"
    STATISTICS = "statistics"
    DATA_PROTECTION = "data_protection"
    OVERSIGHT = "oversight"
    OPERATION = "operation"


class Level(IntEnum):
    """How much a fact gives away, the least first."""

    EXISTENCE = 1  # that the registry knows the person
    MATCH_SUMMARY = 2  # that records match, how surely, and whose they are
    IDENTITY = 3
    CONTACT = 4
    PROTECTED = 5  # split by topic


WHO = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY})
"""Who somebody is, and nothing that is told of them beside that."""


class Topic(StrEnum):
    """What a protected fact is about."""

    LOCATION = "location"
    PROTECTION = "protection"
    HEALTH = "health"
    LEGAL = "legal"
    NOTES = "notes"
    RECORD = "record"  # a record whole, as it came: it may hold anything


class Compartment(NamedTuple):
    """The smallest part of the registry that can be opened or closed: a level, and a topic where it is protected."""

    level: Level
    topic: Topic | None = None

    def __str__(self) -> str:
        return self.topic.value if self.topic else self.level.name.lower()


EXISTENCE = Compartment(Level.EXISTENCE)
MATCH_SUMMARY = Compartment(Level.MATCH_SUMMARY)
IDENTITY = Compartment(Level.IDENTITY)
CONTACT = Compartment(Level.CONTACT)
LOCATION, PROTECTION, HEALTH, LEGAL, NOTES, RECORD = (Compartment(Level.PROTECTED, topic) for topic in Topic)

Compartments = frozenset[Compartment]

NOTHING: Compartments = frozenset()
PROTECTED: Compartments = frozenset({LOCATION, PROTECTION, HEALTH, LEGAL, NOTES, RECORD})
EVERYTHING: Compartments = PROTECTED | {EXISTENCE, MATCH_SUMMARY, IDENTITY, CONTACT}


def compartments(levels: Iterable[Level], topics: Iterable[Topic] = ()) -> Compartments:
    """The compartments of these levels; of the protected level only those of these topics."""
    held = frozenset(levels)
    opened = product(held & {Level.PROTECTED}, topics)
    return frozenset(Compartment(level) for level in held - {Level.PROTECTED}) | {Compartment(*one) for one in opened}


class Gate(StrEnum):
    """Whether a consulate may learn of a person; UNKNOWN until somebody has asked about fear, asylum, trafficking."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Action(StrEnum):
    """What is asked for: the one door and the one way to read know no other."""

    SUPPLY_ROSTER = "supply_roster"
    RECONCILE = "reconcile"
    MEND_ROSTER = "mend_roster"  # put right a row of the own agency's list that couldn't be taken
    REGISTER = "register"  # write down somebody whom no list holds
    AMEND = "amend"  # say more, or something else, of somebody whom the own agency has written down
    SUBMIT_REQUEST = "submit_request"  # a family asks the registry to search
    TAKE_MESSAGE = "take_message"  # the hotline notes a call and when to call back
    SEE_DESK = "see_desk"  # the calls that the own agency's hotline has taken
    LOOK_UP = "look_up"  # a search begins; each person found is decided on as SEE_MATCH
    SEE_MATCH = "see_match"
    SEE_PERSON = "see_person"
    SEE_LOCATION = "see_location"
    SEE_PROTECTION = "see_protection"
    SEE_HEALTH = "see_health"
    SEE_LEGAL = "see_legal"
    SEE_NOTES = "see_notes"
    SEE_RECORD = "see_record"
    SEE_CASE = "see_case"
    WORK_CASE = "work_case"
    SETTLE_STEP = "settle_step"  # the second person's word on a step of a case
    NOTE_STAY = "note_stay"
    SEE_CALLS = "see_calls"  # who of a family may speak with whom, and when they did
    WORK_CALLS = "work_calls"
    SEE_NOTICES = "see_notices"  # what a consulate was told, and what it did
    NOTIFY_CONSULATE = "notify_consulate"
    ASSIST_NATIONAL = "assist_national"  # a consulate visits, assists, receives
    SEE_CARE = "see_care"
    WORK_CARE = "work_care"
    SEE_RETURN = "see_return"
    WORK_RETURN = "work_return"
    WORK_LEGAL = "work_legal"
    REFER = "refer"  # ask another agency to take something on for a child
    SEE_REFERRALS = "see_referrals"  # what other agencies ask of the own one: as yet about nobody by name
    ANSWER_REFERRAL = "answer_referral"
    SEE_TEAM = "see_team"  # the own agency's officers: where they are, what they speak, how much they have
    MANAGE_TEAM = "manage_team"
    SEE_GROUPS = "see_groups"  # working groups of agencies: meetings, decisions, joint actions; about nobody
    COORDINATE = "coordinate"
    SEE_VIOLATIONS = "see_violations"
    REFER_RIGHTS = "refer_rights"  # record a violation, and bring it before a human-rights body
    JUDGE = "judge"
    VERIFY = "verify"
    APPROVE_RELEASE = "approve_release"
    RELEASE_CHILD = "release_child"
    ASSIGN = "assign"
    RECORD_CONSENT = "record_consent"
    WITHHOLD = "withhold"
    SET_GATE = "set_gate"
    EXPORT = "export"
    SEE_FIGURES = "see_figures"
    PUBLISH_FIGURES = "publish_figures"
    BREAK_GLASS = "break_glass"
    REVIEW_BREAK_GLASS = "review_break_glass"
    SUBJECT_ACCESS = "subject_access"
    CORRECT = "correct"
    RESTRICT = "restrict"
    EXPIRE = "expire"
    SEE_AUDIT = "see_audit"
    VERIFY_AUDIT = "verify_audit"
    EXPLAIN_ACCESS = "explain_access"
    MANAGE_OFFICERS = "manage_officers"
    MANAGE_AGENCIES = "manage_agencies"
    TRY_AGREEMENT = "try_agreement"  # what an agreement would let the other agency see, counted before it is signed
    MANAGE_AGREEMENTS = "manage_agreements"
    ROTATE_KEYS = "rotate_keys"
    CHECK_INSTALLATION = "check_installation"
