"""The closed words of a case: its states, how it was decided, what must be shown, and what can stand in the way.

Sources: the Inter-agency Guiding Principles on unaccompanied and separated children (2004); the lists of RapidFTR and
Primero; UNHCR's best-interests guidelines.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a case stands. The first eleven follow one another; the others lie beside that way."""

    REGISTERED = "registered"
    DOCUMENTED = "documented"
    TRACING = "tracing"
    LOCATED = "located"
    VERIFIED = "verified"
    BEST_INTERESTS = "best_interests"
    DECISION = "decision"
    PREPARED = "prepared"
    HANDED_OVER = "handed_over"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    UNACCOUNTED = "unaccounted"
    CLAIM_DISPUTED = "claim_disputed"
    PARENT_WAIVED = "parent_waived"
    PARENT_INELIGIBLE = "parent_ineligible"
    PARENT_IN_CRIMINAL_CUSTODY = "parent_in_criminal_custody"
    PARENT_REMOVED = "parent_removed"
    NOT_SEPARATED = "not_separated"
    DUPLICATE = "duplicate"
    AGED_OUT = "aged_out"
    TRANSFERRED = "transferred"
    DECEASED = "deceased"
    REOPENED = "reopened"


WAY: tuple[State, ...] = tuple(State)[:11]
"""The way home, step by step."""


class Outcome(StrEnum):
    """How a panel decided what is best for the child."""

    REUNIFY = "reunify"
    RELATIVE_CARE = "relative_care"
    ASSISTED_RETURN = "assisted_return"
    ALTERNATIVE_CARE = "alternative_care"
    NOT_IN_INTEREST = "not_in_interest"


HANDING_OVER = frozenset({Outcome.REUNIFY, Outcome.RELATIVE_CARE, Outcome.ASSISTED_RETURN})
"""The outcomes by which the child goes to an adult of the family; by the others the child stays in care."""


class Evidence(StrEnum):
    """What the forms of a case can show. Each is shown or not yet; none can be shown by leaving a box empty."""

    REGISTRATION = "registration"
    SEARCH_ASKED = "search_asked"
    SEARCH_DONE = "search_done"
    FOUND = "found"
    SEPARATE_INTERVIEWS = "separate_interviews"
    CONFLICTS_EXPLAINED = "conflicts_explained"
    TWO_SOURCES = "two_sources"
    VERIFIED_ADULT = "verified_adult"
    CHILD_HEARD = "child_heard"
    ADULT_HEARD = "adult_heard"
    PANEL_HELD = "panel_held"
    DECIDED = "decided"
    DECIDED_TO_HAND_OVER = "decided_to_hand_over"
    DECIDED_TO_STAY = "decided_to_stay"
    PREPARATION = "preparation"
    IDENTITY_SEEN = "identity_seen"
    CHECKS_DONE = "checks_done"
    WISHES_MET = "wishes_met"
    AUTHORITY_SHOWN = "authority_shown"
    HAND_OVER_WRITTEN = "hand_over_written"
    APPROVED_BY_TWO = "approved_by_two"
    VISITED = "visited"
    VISIT_SAYS_CLOSE = "visit_says_close"
    WAIVER_SOUND = "waiver_sound"
    INELIGIBILITY_REASONED = "ineligibility_reasoned"
    NOT_INELIGIBLE = "not_ineligible"


class Block(StrEnum):
    """What stands in the way of a step, beside evidence that is missing."""

    PENDING = "pending"  # another step waits for the second person
    NOT_NEXT = "not_next"
    WRONG_ROLE = "wrong_role"
    SAME_PERSON = "same_person"
    RIVAL_CLAIM = "rival_claim"
    NEEDS_REASON = "needs_reason"


class Undone(StrEnum):
    """How a step can be taken back; that it was taken stays in the log for good."""

    BACK = "back"  # by a step back
    REOPENED = "reopened"  # by opening the case again
    RESUMED = "resumed"  # by going on where the case was interrupted
    NEVER = "never"


class Verdict(StrEnum):
    """What became of a step that needed a second person."""

    SETTLED = "settled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by who had proposed it
