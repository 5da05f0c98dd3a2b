"""Forms of consular protection: what is owed to a consulate, why it isn't told, and what it does for its nationals.

What a consulate reads has no box for why somebody left their country, or for where they are.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Hour, Line, Text


class NoticeGround(StrEnum):
    """Why a consulate is told. Source: Vienna Convention on Consular Relations, art. 36(1)(b) and 37(b)."""

    MINOR = "minor"  # a guardian seems to be needed
    LACKS_CAPACITY = "lacks_capacity"  # as for a minor
    ADULT_HELD = "adult_held"  # only if they ask for it


class HeldIn(StrEnum):
    """The country whose authorities owe the notice, ISO 3166-1."""

    US = "US"
    MX = "MX"
    GT = "GT"
    HN = "HN"
    SV = "SV"


class ConsularNeed(StrEnum):
    """What makes somebody be attended first."""

    NONE = "none"
    VERY_YOUNG = "very_young"
    DISABILITY = "disability"
    ILLNESS = "illness"
    PREGNANCY = "pregnancy"
    NO_SHARED_LANGUAGE = "no_shared_language"
    OTHER = "other"


class NoticeOwed(Filled):
    """Who may have to be told, and since when: from the day and the hour on which they were held, or found alone."""

    notice_ground: NoticeGround
    held_since: date
    held_since_hour: Hour = ""
    held_in: HeldIn
    holding_agency: Line = ""
    consular_need: ConsularNeed = ConsularNeed.NONE
    language: Line = ""


class NoticeScreening(Filled):
    """What is asked before any consulate is told, alone with the person and in their language."""

    on: date
    gate_asked_by: Line = Field(min_length=1)
    alone: Answer = Answer.UNKNOWN
    language: Line = Field(min_length=1)
    interpreter: Line = ""
    gate_asylum: Answer = Answer.UNKNOWN
    gate_trafficking: Answer = Answer.UNKNOWN
    gate_fear: Answer = Answer.UNKNOWN
    wants_notice: Answer = Answer.UNKNOWN
    own_words: Text = ""


class WithheldFor(StrEnum):
    """Why a consulate isn't told."""

    ASYLUM = "asylum"
    TRAFFICKING = "trafficking"
    FEARS_AUTHORITIES = "fears_authorities"
    COURT = "court"
    NOT_YET_ASKED = "not_yet_asked"  # nobody could ask them yet, as where no interpreter is found


class ToldInstead(StrEnum):
    """Which authority protects them meanwhile."""

    NOBODY = "nobody"
    REFUGEE_AUTHORITY = "refugee_authority"
    PROSECUTOR = "prosecutor"
    CHILD_PROTECTION = "child_protection"
    COUNSEL = "counsel"


class NoticeWithheld(Filled):
    """Why no consulate is told for now, and when that is looked at again."""

    withheld_for: WithheldFor
    told_instead: ToldInstead = ToldInstead.NOBODY
    reasons: Text = Field(min_length=1)
    review_on: date


class NoticeWay(StrEnum):
    """How a consulate was reached."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    FAX = "fax"
    LETTER = "letter"
    IN_PERSON = "in_person"


class NoticeMade(Filled):
    """Which post was told, when, how and by whom. consular_post: its city, or its country and city: "MX McAllen"."""

    consular_post: Line = Field(min_length=1)
    on: date
    at: Hour = ""
    told_by: Line = Field(min_length=1)
    notice_way: NoticeWay
    told_to: Line = ""
    consular_reference: Line = ""
    told_words: Text = ""


class NoticeAcknowledged(Filled):
    """That the post said that it was told."""

    on: date
    at: Hour = ""
    answered_by: Line = Field(min_length=1)
    consular_reference: Line = ""
    consular_answer: Text = ""


class NoticeDeclined(Filled):
    """That an adult doesn't want it, once they knew that they may ask for it."""

    on: date
    language: Line = Field(min_length=1)
    interpreter: Line = ""
    understood: Answer = Answer.UNKNOWN
    own_words: Text = ""


class NoticeEnd(StrEnum):
    """Why no notice is owed after all."""

    RELEASED = "released"
    NO_NATIONAL = "no_national"
    DUPLICATE = "duplicate"
    OTHER = "other"


class NoticeClosed(Filled):
    """Why no notice is owed after all."""

    notice_end: NoticeEnd
    reasons: Text = Field(min_length=1)


class AskedOfConsulate(StrEnum):
    """What a consulate is asked to do for its national."""

    VISIT = "visit"
    PAPERS = "papers"
    FIND_FAMILY = "find_family"
    COUNSEL = "counsel"
    RETURN = "return"
    OTHER = "other"


class CaseTold(Filled):
    """What a consulate of the registry is asked to do. It reads this: nothing here says why somebody left home."""

    asked_of_consulate: AskedOfConsulate
    consular_need: ConsularNeed = ConsularNeed.NONE
    language: Line = ""
    request_words: Text = ""


class CaseAccepted(Filled):
    """Who at the consulate sees to it."""

    consul: Line = Field(min_length=1)
    consular_reference: Line = ""


class CaseEnded(Filled):
    """How it ended, or why it isn't taken on."""

    reasons: Text = Field(min_length=1)


class VisitWay(StrEnum):
    """How somebody is visited."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    TELEPHONE = "telephone"


class VisitPlanned(Filled):
    """When somebody of the consulate will see its national."""

    on: date
    at: Hour = ""
    visit_way: VisitWay = VisitWay.IN_PERSON
    consular_need: ConsularNeed = ConsularNeed.NONE
    language: Line = ""


class VisitMade(Filled):
    """What was seen."""

    on: date
    at: Hour = ""
    visit_way: VisitWay = VisitWay.IN_PERSON
    consul: Line = Field(min_length=1)
    spoken_alone: Answer = Answer.UNKNOWN
    language: Line = ""
    interpreter: Line = ""
    seems_well: Answer = Answer.UNKNOWN
    consular_need: ConsularNeed = ConsularNeed.NONE
    remarks: Text = ""
    next_visit: Day = None


class VisitHindrance(StrEnum):
    """Why there was no visit."""

    NOT_LET_IN = "not_let_in"
    NOT_WANTED = "not_wanted"
    MOVED_ELSEWHERE = "moved_elsewhere"
    NO_STAFF = "no_staff"
    OTHER = "other"


class VisitMissed(Filled):
    """Why there was no visit. Consular officers have the right to visit: art. 36(1)(a) and (c) of the Convention."""

    visit_hindrance: VisitHindrance
    remarks: Text = ""


class AssistanceKind(StrEnum):
    """What a consulate helps with."""

    COUNSEL = "counsel"
    HEALTH = "health"
    FAMILY_CONTACT = "family_contact"
    INTERPRETER = "interpreter"
    CLOTHING_FOOD = "clothing_food"
    TRAVEL = "travel"
    MONEY = "money"
    OTHER = "other"


class AssistanceAskedBy(StrEnum):
    """Who asked for it."""

    PERSON = "person"
    FAMILY = "family"
    AGENCY = "agency"
    CONSULATE = "consulate"  # nobody had to ask


class AssistanceAsked(Filled):
    """What help is needed."""

    helps_with: AssistanceKind
    help_asked_by: AssistanceAskedBy
    consular_need: ConsularNeed = ConsularNeed.NONE
    help_wanted: Text = ""


class AssistanceGiven(Filled):
    """What was done."""

    on: date
    consul: Line = Field(min_length=1)
    help_given: Text = Field(min_length=1)


class ConsularPaper(StrEnum):
    """A paper that a consulate issues to its nationals."""

    BIRTH_RECORD = "birth_record"
    NATIONALITY_RECORD = "nationality_record"
    PASSPORT = "passport"
    TRAVEL_DOCUMENT = "travel_document"
    CONSULAR_ID = "consular_id"


class PaperAsked(Filled):
    """Which paper is needed, and what for."""

    consular_paper: ConsularPaper
    consular_need: ConsularNeed = ConsularNeed.NONE
    paper_for: Line = ""


class PaperIssued(Filled):
    """That it was issued. Its number isn't kept: whoever has the paper has the number."""

    on: date
    paper_handed_to: Line = Field(min_length=1)
    paper_valid_until: Day = None
