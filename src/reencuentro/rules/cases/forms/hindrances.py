"""Forms of what stands between: a parent who waives or can't have the child; and events that start or stop clocks."""

from enum import StrEnum

from pydantic import Field

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Hour, Line, PersonKey, Text


class Waiver(Filled):
    """A parent says that they will not take the child back. It counts only if they knew what they said."""

    adult: PersonKey = Field(min_length=1)
    on: Day = None
    language: Line = Field(min_length=1)
    speaks_it: Answer = Answer.UNKNOWN
    interpreter: Line = ""
    witness: Line = ""
    counsel_offered: Answer = Answer.UNKNOWN
    counsel: Line = ""
    understood: Answer = Answer.UNKNOWN
    withdrawn: Answer = Answer.NO
    own_words: Text = ""


class Ground(StrEnum):
    """Why a parent can't have the child now. Source: the table of 12 July 2018."""

    SERIOUS_RECORD = "serious_record"
    NOT_THE_PARENT = "not_the_parent"
    FALSE_CERTIFICATE = "false_certificate"
    ALLEGED_ABUSE = "alleged_abuse"
    UNSAFE_HOUSEHOLD = "unsafe_household"
    COMMUNICABLE_DISEASE = "communicable_disease"
    OTHER = "other"


class Ineligibility(Filled):
    """The reason, when it is looked at again, and how the parent can object."""

    adult: PersonKey = Field(min_length=1)
    ground: Ground
    reasons: Text = Field(min_length=1)
    review_on: Day = None
    appeal: Text = ""
    told_adult_on: Day = None
    still_holds: Answer = Answer.YES


class EventKind(StrEnum):
    """What starts or stops a clock and can't be read from other forms."""

    APPREHENDED = "apprehended"
    SCREENED = "screened"
    TRANSFERRED_TO_CARE = "transferred_to_care"
    COURT_ORDER = "court_order"
    CONTACT_MADE = "contact_made"
    SPONSOR_APPLIED = "sponsor_applied"
    SPONSOR_DECIDED = "sponsor_decided"
    FOUND_ALONE = "found_alone"
    AUTHORITY_TOLD = "authority_told"
    DETAINED_ASKED = "detained_asked"
    CONSULATE_TOLD = "consulate_told"


class Event(Filled):
    """That something happened, and when."""

    what: EventKind
    on: Day = None
    at: Hour = ""
    source: Line = ""
