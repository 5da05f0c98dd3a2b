"""The forms about human rights: a violation with its evidence and consent, and what becomes of a submission."""

from datetime import date
from enum import StrEnum

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Line, PartialDay, Text
from reencuentro.rules.rights.bodies import RightsBody


class RightsType(StrEnum):
    """What right was violated. Source: what was told of 2018, after the thematic mandates of the special procedures."""

    FAMILY_SEPARATION = "family_separation"
    NO_CONTACT = "no_contact"
    COERCED_WAIVER = "coerced_waiver"
    ARBITRARY_DETENTION = "arbitrary_detention"
    ILL_TREATMENT = "ill_treatment"
    SEXUAL_VIOLENCE = "sexual_violence"
    NO_MEDICAL_CARE = "no_medical_care"
    NO_INTERPRETER = "no_interpreter"
    NO_COUNSEL = "no_counsel"
    NO_CONSULAR_NOTICE = "no_consular_notice"
    RETURNED_TO_DANGER = "returned_to_danger"
    DISCRIMINATION = "discrimination"
    DISAPPEARANCE = "disappearance"
    DEATH = "death"
    OTHER = "other"


class RightsSource(StrEnum):
    """From whom it is known: never by name."""

    CHILD = "child"
    PARENT = "parent"
    RELATIVE = "relative"
    OFFICER = "officer"
    DOCUMENT = "document"
    RECORD = "record"  # what this registry holds
    MEDIA = "media"
    OTHER = "other"


class RightsEvidence(StrEnum):
    """What kind of evidence it is."""

    TESTIMONY = "testimony"
    DOCUMENT = "document"
    MEDICAL = "medical"
    PHOTO = "photo"
    RECORDING = "recording"
    OTHER = "other"


class RightsConsentBy(StrEnum):
    """Who has consented that it is brought before a body."""

    CHILD = "child"
    PARENT = "parent"
    GUARDIAN = "guardian"
    COURT = "court"


class RightsStatus(StrEnum):
    """Where a submission stands at the body."""

    UNDER_STUDY = "under_study"
    INFORMATION_ASKED = "information_asked"
    MEASURES_ASKED = "measures_asked"  # of the state, by the body
    RECOMMENDATION = "recommendation"
    INADMISSIBLE = "inadmissible"


class RightsOutcome(StrEnum):
    """What came of a submission in the end."""

    REPAIRED = "repaired"
    PARTLY = "partly"
    NOT_HEEDED = "not_heeded"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ViolationRecorded(Filled):
    """What happened, when, where, and by which authority."""

    rights_type: RightsType
    rights_on: PartialDay
    rights_until: PartialDay = ""
    rights_place: Line
    rights_authority: Line
    rights_facts: Text
    rights_source: RightsSource


class EvidenceAdded(Filled):
    """A piece of evidence, which itself is kept elsewhere. rights_hash: SHA-256 of the file, as 64 digits."""

    rights_evidence: RightsEvidence
    rights_described: Text
    rights_obtained_on: Day = None
    rights_source: RightsSource
    rights_held_by: Line = ""
    rights_hash: Line = ""


class ConsentGiven(Filled):
    """Who allows which body to be told, in which language they were asked, and whether a name may be given."""

    rights_consent_by: RightsConsentBy
    rights_consent_on: date
    rights_language: Line
    rights_interpreter: Line = ""
    rights_to_cndh: Answer = Answer.UNKNOWN
    rights_to_ohchr: Answer = Answer.UNKNOWN
    rights_to_iachr: Answer = Answer.UNKNOWN
    rights_named: Answer = Answer.UNKNOWN


class ConsentWithdrawn(Filled):
    """From now on nobody may be told."""

    rights_withdrawn_on: date


class WhyEnded(Filled):
    """Why it goes on no more."""

    rights_why: Text


class ReferralPrepared(Filled):
    """Before which body, what is asked of it, and on what grounds."""

    rights_body: RightsBody
    rights_summary: Text
    rights_requested: Text
    rights_gravity: Text = ""
    rights_urgency: Text = ""
    rights_harm: Text = ""
    rights_late_reason: Text = ""
    rights_no_consent_why: Text = ""


class PatternPrepared(Filled):
    """What happened to many, in figures, before which body. rights_people: how many, in digits."""

    rights_body: RightsBody
    rights_type: RightsType
    rights_from: date
    rights_to: date
    rights_authority: Line
    rights_people: Line
    rights_summary: Text
    rights_requested: Text


class Submitted(Filled):
    """When and how it was handed in, and who there was shown it. rights_hash: SHA-256 of the pack."""

    rights_sent_on: date
    rights_how: Line
    rights_told: Line
    rights_hash: Line = ""


class Acknowledged(Filled):
    """The number that the body gave it."""

    rights_number: Line
    rights_acknowledged_on: date


class Followed(Filled):
    """Where it stands at the body. rights_answer_by: by when it wants an answer. rights_told: who there has seen it."""

    rights_status: RightsStatus
    rights_status_on: date
    rights_answer_by: Day = None
    rights_told: Line = ""
    rights_note: Text = ""


class Ended(Filled):
    """What came of it."""

    rights_outcome: RightsOutcome
    rights_note: Text
