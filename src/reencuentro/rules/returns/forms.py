"""Forms of a return: the screening before it, the decision, the crossing, the hand-over, the arrival, the visits."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Hour, Line, PersonKey, Text
from reencuentro.rules.returns.arrangements import Port, Receiver


class ReturnCountry(StrEnum):
    """A country from which or to which a child goes, ISO 3166-1; OTHER for one that isn't named here."""

    US = "US"
    MX = "MX"
    CA = "CA"
    GT = "GT"
    HN = "HN"
    SV = "SV"
    NI = "NI"
    BR = "BR"
    CO = "CO"
    CU = "CU"
    EC = "EC"
    HT = "HT"
    PE = "PE"
    RO = "RO"
    VE = "VE"
    OTHER = "other"


class Screening(Filled):
    """What was asked before any return, and on what each answer rests.

    overcomes_age: why a child under 14 is able to decide all the same. lives_in_neighbour: habitually, in a country
    that borders the one that sends.
    """

    sends: ReturnCountry
    takes: ReturnCountry
    apprehended_on: Day = None
    apprehended_at: Hour = ""
    on: date
    screened_by: Line = Field(min_length=1)
    language: Line = Field(min_length=1)
    speaks_it: Answer = Answer.UNKNOWN
    interpreter: Line = ""
    trafficked: Answer = Answer.UNKNOWN
    at_risk: Answer = Answer.UNKNOWN
    fears: Answer = Answer.UNKNOWN
    able: Answer = Answer.UNKNOWN
    overcomes_age: Text = ""
    lives_in_neighbour: Answer = Answer.UNKNOWN
    screening_basis: Text = ""


class ReturnGround(StrEnum):
    """On what a return rests."""

    WITHDRAWN = "withdrawn"  # the child withdraws the application for admission
    VOLUNTARY_DEPARTURE = "voluntary_departure"
    REMOVAL_ORDER = "removal_order"
    RESTITUTION_PLAN = "restitution_plan"  # of the Procuraduría
    BEST_INTERESTS = "best_interests"


class ReturnDecision(Filled):
    """Who decided on the return, when, and on what ground."""

    ground: ReturnGround
    authority: Line = Field(min_length=1)
    on: date
    file_number: Line = ""
    child_heard: Answer = Answer.UNKNOWN
    reasons: Text = Field(min_length=1)


class Crossing(Filled):
    """Where, when and with whom the child crosses. at: by the clock of the side that delivers."""

    border_port: Port
    on: date
    at: Hour = Field(min_length=1)
    border_receiver: Receiver
    receiving_office: Line = Field(min_length=1)
    escort: Line = Field(min_length=1)


class ReturnPreparation(Filled):
    """What must be ready before the child sets out."""

    child_told: Answer = Answer.UNKNOWN
    family_told: Answer = Answer.UNKNOWN
    receiver_told: Answer = Answer.UNKNOWN
    travel_documents: Text = ""
    documents_ready: Answer = Answer.UNKNOWN
    belongings: Text = ""
    belongings_ready: Answer = Answer.UNKNOWN


class ReturnHandOver(Filled):
    """That the child was handed over at the border, to whom, and how that was made sure of.

    office_confirms: the receiver's own office said, when asked, that it sent them. arrival_expected: in the family.
    """

    border_port: Port
    on: date
    at: Hour = Field(min_length=1)
    border_receiver: Receiver
    receiving_officer: Line = Field(min_length=1)
    credential: Line = ""
    credential_seen: Answer = Answer.UNKNOWN
    office_confirms: Answer = Answer.UNKNOWN
    child_identity_seen: Answer = Answer.UNKNOWN
    handed_over_by: Line = Field(min_length=1)
    record_signed: Answer = Answer.UNKNOWN
    documents_handed_over: Answer = Answer.UNKNOWN
    belongings_handed_over: Answer = Answer.UNKNOWN
    arrival_expected: date
    remarks: Text = ""


class Onward(Filled):
    """That the child was sent on from the country that took them to another, as to their own."""

    takes: ReturnCountry
    on: date
    handed_over_by: Line = Field(min_length=1)
    receiving_office: Line = Field(min_length=1)
    receiving_officer: Line = Field(min_length=1)
    credential_seen: Answer = Answer.UNKNOWN
    record_signed: Answer = Answer.UNKNOWN
    arrival_expected: date


class MadeWithout(Filled):
    """That somebody returned the child without what has to come before. It happened, so it is written down."""

    sends: ReturnCountry
    takes: ReturnCountry
    on: date
    returned_by: Line = Field(min_length=1)
    known_from: Line = Field(min_length=1)
    lacked: Text = Field(min_length=1)


class NotArrived(Filled):
    """That the child isn't where they should be."""

    on: date
    child_last_seen: Text = Field(min_length=1)
    searched_by: Line = Field(min_length=1)


class Home(StrEnum):
    """Where a child comes to stay."""

    FAMILY = "family"
    INSTITUTION = "institution"


class Arrival(Filled):
    """That the child came home. stays_why: why they stay in a country that isn't their own."""

    country: ReturnCountry
    comes_to: Home
    adult: PersonKey = ""
    on: date
    arrival_confirmed_by: Line = Field(min_length=1)
    child_seen: Answer = Answer.UNKNOWN
    safe: Answer = Answer.UNKNOWN
    stays_why: Text = ""
    next_visit: date


class ReturnVisit(Filled):
    """How the child was found after the return. next_visit: None: a month later."""

    on: date
    visited_by: Line = Field(min_length=1)
    child_seen: Answer = Answer.UNKNOWN
    safe: Answer = Answer.UNKNOWN
    at_school: Answer = Answer.UNKNOWN
    needs_help: Text = ""
    visits_may_end: Answer = Answer.UNKNOWN
    next_visit: Day = None


class ReturnEnd(Filled):
    """Why nothing more is owed."""

    reasons: Text = Field(min_length=1)


class Instead(StrEnum):
    """Where a child goes who isn't returned."""

    CARE = "care"  # to the agency that cares for children: of the United States the ORR
    FAMILY_HERE = "family_here"
    PROTECTION = "protection"  # asylum, or a place that the Procuraduría finds
    OTHER = "other"


class ReturnStop(Filled):
    """Why the child isn't returned, and where they go instead."""

    instead: Instead
    on: date
    stop_told: Line = Field(min_length=1)
    reasons: Text = Field(min_length=1)
