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

    ground: NoticeGround
    since: date
    since_hour: Hour = ""
    held_in: HeldIn
    held_by: Line = ""
    need: ConsularNeed = ConsularNeed.NONE
    language: Line = ""


class NoticeScreening(Filled):
    """What is asked before any consulate is told, alone with the person and in their language."""

    on: date
    asked_by: Line = Field(min_length=1)
    alone: Answer = Answer.UNKNOWN
    language: Line = Field(min_length=1)
    interpreter: Line = ""
    asks_asylum: Answer = Answer.UNKNOWN
    trafficking: Answer = Answer.UNKNOWN
    fears_authorities: Answer = Answer.UNKNOWN
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
    """Which post was told, when, how and by whom. post: its city, or country and city, as the directory has them."""

    post: Line = Field(min_length=1)
    on: date
    at: Hour = ""
    by: Line = Field(min_length=1)
    way: NoticeWay
    to_whom: Line = ""
    reference: Line = ""
    said: Text = ""


class NoticeAcknowledged(Filled):
    """That the post said that it was told."""

    on: date
    at: Hour = ""
    by_whom: Line = Field(min_length=1)
    reference: Line = ""
    answer: Text = ""


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

    ended_by: NoticeEnd
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

    asked: AskedOfConsulate
    need: ConsularNeed = ConsularNeed.NONE
    language: Line = ""
    request: Text = ""


class CaseAccepted(Filled):
    """Who at the consulate sees to it."""

    by_whom: Line = Field(min_length=1)
    reference: Line = ""


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
    way: VisitWay = VisitWay.IN_PERSON
    need: ConsularNeed = ConsularNeed.NONE
    language: Line = ""


class VisitMade(Filled):
    """What was seen."""

    on: date
    at: Hour = ""
    way: VisitWay = VisitWay.IN_PERSON
    attended_by: Line = Field(min_length=1)
    spoken_alone: Answer = Answer.UNKNOWN
    language: Line = ""
    interpreter: Line = ""
    well: Answer = Answer.UNKNOWN
    need: ConsularNeed = ConsularNeed.NONE
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

    hindrance: VisitHindrance
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

    kind: AssistanceKind
    asked_by: AssistanceAskedBy
    need: ConsularNeed = ConsularNeed.NONE
    what: Text = ""


class AssistanceGiven(Filled):
    """What was done."""

    on: date
    by_whom: Line = Field(min_length=1)
    what: Text = Field(min_length=1)


class ConsularPaper(StrEnum):
    """A paper that a consulate issues to its nationals."""

    BIRTH_RECORD = "birth_record"
    NATIONALITY_RECORD = "nationality_record"
    PASSPORT = "passport"
    TRAVEL_DOCUMENT = "travel_document"
    CONSULAR_ID = "consular_id"


class PaperAsked(Filled):
    """Which paper is needed, and what for."""

    paper: ConsularPaper
    need: ConsularNeed = ConsularNeed.NONE
    what_for: Line = ""


class PaperIssued(Filled):
    """That it was issued. Its number isn't kept: whoever has the paper has the number."""

    on: date
    handed_to: Line = Field(min_length=1)
    valid_until: Day = None
