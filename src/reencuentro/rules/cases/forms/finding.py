"""Forms of the search: what lists don't say of the child, who looks for whom, and what was tried."""

from enum import StrEnum

from pydantic import Field

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Line, PartialDay, PersonKey, Text


class Cause(StrEnum):
    """Why a family was separated. Source: Primero's list, and the reasons given in 2018."""

    UNKNOWN = "unknown"
    ADULT_PROSECUTED = "adult_prosecuted"
    ADULT_DETAINED = "adult_detained"
    CRIMINAL_HISTORY = "criminal_history"
    FITNESS_CONCERN = "fitness_concern"
    MEDICAL = "medical"
    PARENTAGE_DOUBTED = "parentage_doubted"
    MATERIAL_WITNESS = "material_witness"
    NOT_A_PARENT = "not_a_parent"
    MIGRATION = "migration"
    REPATRIATION = "repatriation"
    TRANSPORT = "transport"
    ADMINISTRATIVE_ERROR = "administrative_error"
    OTHER = "other"


class Registration(Filled):
    """What lists don't say of the child."""

    other_names: Line = ""
    name_since: Line = ""
    languages: Line = ""
    marks: Text = ""
    belongings: Text = ""
    separated_on: PartialDay = ""
    separated_at: Line = ""
    separation_cause: Cause = Cause.UNKNOWN
    lived_before: Text = ""
    caregiver: Line = ""
    caregiver_since: PartialDay = ""
    caregiver_knows_family: Answer = Answer.UNKNOWN
    mother_alive: Answer = Answer.UNKNOWN
    father_alive: Answer = Answer.UNKNOWN
    siblings_along: Text = ""
    wants_to_find: Text = ""
    wants_reunification: Answer = Answer.UNKNOWN
    why_not: Text = ""
    urgent_concern: Answer = Answer.UNKNOWN
    concern: Text = ""
    informant: Line = ""


class TracingRequest(Filled):
    """Who looks for the child, or whom the child looks for."""

    inquirer: Line = Field(min_length=1)
    relation: Line = ""
    language: Line = ""
    sought: Text = ""
    last_seen_at: Line = ""
    last_seen_on: PartialDay = ""
    message: Text = ""


class Way(StrEnum):
    """How somebody was traced."""

    CASE_BY_CASE = "case_by_case"
    INDIVIDUAL = "individual"
    MASS = "mass"
    PHOTO = "photo"
    REFERRAL = "referral"


class TraceOutcome(StrEnum):
    """What came of it."""

    PENDING = "pending"
    SUCCESSFUL = "successful"
    UNSUCCESSFUL = "unsuccessful"


class TracingAction(Filled):
    """One thing that was tried."""

    on: Day = None
    way: Way
    place: Line = ""
    outcome: TraceOutcome = TraceOutcome.PENDING
    adult: PersonKey = ""
    remarks: Text = ""


class ParentSearch(Filled):
    """One try to reach a parent, in whatever country."""

    on: Day = None
    country: Line = ""
    channel: Line = ""
    whom: Line = ""
    reached: Answer = Answer.UNKNOWN
    barrier: Line = ""
    next_try: Day = None
    remarks: Text = ""
