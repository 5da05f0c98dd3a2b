"""The codes by which a decision says why: what permits, what is missing, what forbids. `explaining` has the words."""

from enum import StrEnum


class Why(StrEnum):
    """One reason for or against; never free text, which could carry a name into a log."""

    # what permits
    PERMITTED = "permitted"  # by a row, and it is about nobody
    OWN_RECORDS = "own_records"
    AGREED = "agreed"
    WHOLE_REGISTRY = "whole_registry"
    GLASS_BROKEN = "glass_broken"
    # what is missing
    NO_SUCH_ACTION = "no_such_action"
    NOBODY_NAMED = "nobody_named"
    NO_RECORDS = "no_records"
    NO_ROW = "no_row"
    OTHER_PURPOSE = "other_purpose"
    OTHERS_RECORDS = "others_records"
    NO_AGREEMENT = "no_agreement"
    NOT_ENOUGH_SHOWN = "not_enough_shown"  # consent or agreement leaves less than the action needs
    NOT_ASSIGNED = "not_assigned"
    AGENCY_NOT_ASSIGNED = "agency_not_assigned"
    NOT_ADULT = "not_adult"
    NOT_CONSENTED = "not_consented"
    # what forbids
    OFFICER_SUSPENDED = "officer_suspended"
    AGENCY_SUSPENDED = "agency_suspended"
    REVIEW_OVERDUE = "review_overdue"
    NO_SUCH_PURPOSE = "no_such_purpose"
    STEP_UP_MISSING = "step_up_missing"
    SECOND_PERSON_MISSING = "second_person_missing"
    SECOND_AGENCY_MISSING = "second_agency_missing"
    RELEASE_UNAPPROVED = "release_unapproved"
    GLASS_UNSOUND = "glass_unsound"
    WRITES_ONLY = "writes_only"
    SEES_NOBODY = "sees_nobody"
    EXPIRED = "expired"
    WITHHELD_BY_COURT = "withheld_by_court"
    WITHHELD = "withheld"
    RESTRICTED = "restricted"
    OTHER_NATIONAL = "other_national"
    GATE_NOT_OPEN = "gate_not_open"
    CHILD_ON_HOTLINE = "child_on_hotline"
    PROTECTED_ON_HOTLINE = "protected_on_hotline"
    BEYOND_KIND = "beyond_kind"
    LOCATION_UNASSIGNED = "location_unassigned"
    LOCATION_UNNEEDED = "location_unneeded"
    HEALTH_FOR_OTHERS = "health_for_others"
