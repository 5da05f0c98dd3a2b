"""Forms of the dossier: both sides heard apart, papers, other people's word.

Of a DNA test only the outcome is kept and the day on which the sample was destroyed, as the court directed in 2018.
Source: the verification toolkit of the inter-agency field handbook.
"""

from enum import StrEnum

from pydantic import Field

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Line, PersonKey, Text


class Interview(Filled):
    """One of the two sides, heard alone. The same questions are put to both."""

    on: Day = None
    interviewer: Line = Field(min_length=1)
    alone: Answer = Answer.UNKNOWN
    language: Line = Field(min_length=1)
    interpreter: Line = ""
    mother_name: Line = ""
    father_name: Line = ""
    siblings: Line = ""
    others_at_home: Line = ""
    home: Line = ""
    school_or_church: Line = ""
    marks: Line = ""
    celebration: Line = ""
    journey: Line = ""
    last_together: Line = ""
    separation: Line = ""
    photo_recognised: Answer = Answer.UNKNOWN
    remarks: Text = ""


class DocumentKind(StrEnum):
    """A paper that tells who somebody is, or whose child."""

    BIRTH_CERTIFICATE = "birth_certificate"
    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    COURT_PAPER = "court_paper"
    SCHOOL_PAPER = "school_paper"
    HEALTH_CARD = "health_card"
    PHOTOGRAPH = "photograph"
    OTHER = "other"


class Document(Filled):
    """One paper that was seen."""

    what: DocumentKind
    seen_on: Day = None
    seen_by: Line = ""
    original: Answer = Answer.UNKNOWN
    shows_relation: Answer = Answer.UNKNOWN
    doubts: Text = ""


class Confirmer(StrEnum):
    """Who confirms that they belong together."""

    CONSULATE = "consulate"
    CIVIL_REGISTRY = "civil_registry"
    COMMUNITY = "community"
    RELATIVE = "relative"
    OTHER_AGENCY = "other_agency"


class Confirmation(Filled):
    """Somebody else's word on it."""

    by_whom: Confirmer
    on: Day = None
    confirms: Answer = Answer.UNKNOWN
    remarks: Text = ""


class DnaOutcome(StrEnum):
    """All that is kept of a test. The profile has no box."""

    PENDING = "pending"
    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    INCONCLUSIVE = "inconclusive"


class Dna(Filled):
    """Only where parentage is truly in doubt and can't be shown otherwise; the sample is destroyed."""

    why_needed: Text = Field(min_length=1)
    consented: Answer = Answer.UNKNOWN
    outcome: DnaOutcome = DnaOutcome.PENDING
    sample_destroyed_on: Day = None


class Verification(Filled):
    """What was concluded of this adult."""

    adult: PersonKey = Field(min_length=1)
    relation: Line = Field(min_length=1)
    conflicts_explained: Text = ""
    capacity: Text = ""
    risks: Text = ""
    conclusion: Answer = Answer.UNKNOWN
