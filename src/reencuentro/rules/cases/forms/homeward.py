"""Forms of the way home: wishes, what is best for the child, what must be ready, the hand-over and the visits after."""

from enum import StrEnum

from pydantic import Field

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Line, PersonKey, Text
from reencuentro.rules.cases.states import Outcome


class Wishes(Filled):
    """What one of them wants, in their own words and language."""

    on: Day = None
    heard_by: Line = Field(min_length=1)
    language: Line = Field(min_length=1)
    interpreter: Line = ""
    wants: Answer = Answer.UNKNOWN
    fears: Answer = Answer.UNKNOWN
    own_words: Text = ""


class BestInterests(Filled):
    """What the panel looked at and recommends."""

    held_on: Day = None
    members: Text = Field(min_length=1)
    child_heard: Answer = Answer.UNKNOWN
    options: Text = Field(min_length=1)
    reasons: Text = Field(min_length=1)
    recommends: Outcome
    wishes_against: Text = ""


class Decision(Filled):
    """What was decided, by whom, on what ground."""

    outcome: Outcome
    adult: PersonKey = ""
    authority: Line = Field(min_length=1)
    reasons: Text = Field(min_length=1)
    review_on: Day = None


class Check(StrEnum):
    """How a check came out. Source: files in which checks had no outcome at all."""

    NOT_DONE = "not_done"
    PENDING = "pending"
    PASSED = "passed"
    CONCERN_RESOLVED = "concern_resolved"
    FAILED = "failed"
    NOT_NEEDED = "not_needed"


class Preparation(Filled):
    """What must be ready before the child goes."""

    child_told: Answer = Answer.UNKNOWN
    adult_told: Answer = Answer.UNKNOWN
    safety_check: Check = Check.NOT_DONE
    home_check: Check = Check.NOT_DONE
    identity_check: Check = Check.NOT_DONE
    travel: Text = ""
    plan: Text = Field(min_length=1)


class HandOver(Filled):
    """How the child is handed over."""

    adult: PersonKey = Field(min_length=1)
    child_identity_seen: Answer = Answer.UNKNOWN
    adult_identity_seen: Answer = Answer.UNKNOWN
    identity_paper: Line = ""
    authority: Line = ""
    official: Line = Field(min_length=1)
    witness: Line = ""
    on: Day = None
    place: Line = ""
    belongings: Text = ""
    follow_up_plan: Text = ""


class FollowUp(Filled):
    """One visit or call after the child went home."""

    on: Day = None
    by_call: Answer = Answer.UNKNOWN
    child_seen: Answer = Answer.UNKNOWN
    same_caregiver: Answer = Answer.UNKNOWN
    why_changed: Text = ""
    at_school: Answer = Answer.UNKNOWN
    safe: Answer = Answer.UNKNOWN
    needs_help: Text = ""
    next_visit: Day = None
    may_close: Answer = Answer.UNKNOWN
