"""Where every fact about a person belongs: in which compartment it is kept.

A fact is named CLASS.FIELD, the class as the linkage or the records call it, in lower case with underscores.
A fact that isn't placed is shown to nobody.
"""

from collections.abc import Mapping

from reencuentro.rules.disclosure.vocabulary import (
    CONTACT,
    EXISTENCE,
    IDENTITY,
    LEGAL,
    LOCATION,
    MATCH_SUMMARY,
    NOTES,
    PROTECTION,
    RECORD,
    Compartment,
    Compartments,
)

_PLACES: Mapping[Compartment, Mapping[str, str]] = {
    EXISTENCE: {
        "person": "public_id",
        "minor": "person",
        "membership": "person",
    },
    MATCH_SUMMARY: {
        # Whose lists a person is on, and how surely they go together: not yet who they are.
        "person": "names",
        "mention": "agency record_id",
        "membership": "agency record_id",
        "identity_proposal": (
            "left_agency left_record_id right_agency right_record_id probability would_decide waiting_since"
        ),
        "tie": "child relative relation probability status would_decide waiting_since",
        "alarm": "about",
        "judgement": (
            "left_agency left_thread left_row right_agency right_thread right_row"
            " kind relation verdict by at supersedes"
        ),
        "certified": "person grade",
        "certified_entry": "person records change before after certified on at",
        "claim": "subject relation relative",
        "search_record": "agency thread record_id row",
        "registration": "row token by at compared_at",
        "photo": "row agency record_id at",
        # What stays of a record whose time is over.
        "tombstone": "agency record_id likeness_mark roster source_date entry_date expiry_date rule",
        "expired_row": "row tombstone at",
    },
    IDENTITY: {
        "mention": (
            "full_name given_names surnames first_surname second_surname sex birth age age_estimated stated_on"
            " nationality department municipality language identifiers family_unit relatives"
            " apprehended_on admitted_on discharged_on removed_on"
        ),
        "birth": "year month day ambiguous",
        "identifier": "kind value mention",
        "relative": "relation name age sex identifiers",
        # What speaks for a match quotes what each source says.
        # Its place in the queue tells how old the child is, roughly.
        "identity_proposal": "evidence place",
        "tie": "evidence alternatives place",
        "judgement": "seen",
        "separation": "child relative true_from true_until",
        # That nobody can account for a child is known to whoever knows the child: else nobody would begin to look.
        # That they were separated, and the day of somebody else's removal, the board tells to those alone who may know.
        "alarm": (
            "kind person reason urgencies weight agency seen_on on raised_at opened_at lacking state owner owner_agency"
            " version"
        ),
        # Names beside the name, marks, belongings, whom a child wishes to find, and a face: by these people are known.
        "registration": "told",
        "photo": "image",
    },
    CONTACT: {
        "mention": "phones called_on",
    },
    LOCATION: {
        # Where somebody lives or is held, was taken, or was sent.
        "mention": "address facility apprehended_at destination status",
        "stay": "person agency row place began_on ended_on noted_by noted_at ended_by",
        "stay_withdrawal": "stay by at",
        "alarm": "place",
        "call_plan": "place their_place",
        "separation": "place agency",
    },
    PROTECTION: {
        "mention": "separated separation_reason",
        "certified": "reasons",
        "certified_entry": "reasons",
        "separation": "reason",
        "protection_gate": "person state by at",
        # With whom a child goes home, and on whose word.
        "approval": "child adult officer agency role stepped_up for_claimant at",
        "approval_withdrawal": "approval by at",
        "release": (
            "child adult first second first_officer second_officer first_agency second_agency"
            " officer at ended_at ended_by"
        ),
        "consent": (
            "person purpose recipient levels topics basis language interpreted witness"
            " begins_at until given_by ended_at ended_by"
        ),
        "restriction": "person ground why begins_at until given_by ended_at ended_by",
        "withholding": "person agency officer by_court begins_at until given_by ended_at ended_by",
        "registration": "concern",
        "shown_by_search": "officer day person settled",
        # What was done about an alarm, and by whom.
        "alarm": "found_by changed_by changed_at",
        "alarm_step": "alarm step by at officer agency",
        # The work of bringing a child back. What forms say lies where each kind of form lies: see rules/cases/forms.
        "case": (
            "public_id person agency owner escalates_to jurisdiction state opened_at opened_by next_due"
            " version changed_by changed_at"
        ),
        "case_step": "case number before to needs_second officer agency at shown",
        "case_settlement": "step case verdict proposer officer agency at",
        "case_form": "case kind number version officer agency at",
        "case_turn": "case owner escalates_to officer agency at",
        "case_task": "case agency owner due officer given_by at done_at done_by",
        # What is owed to a child. In which compartment each kind and its forms lie, the catalogue of duties says.
        "duty": (
            "public_id person kind agency counterpart owner jurisdiction state begun_at due_at over_at steps_taken"
        ),
        "duty_step": "duty number step before to officer agency at",
        # Contact: who speaks with whom, when, how long; from where is told apart.
        "call_plan": "duty relative standard zone begun_on spoke_at silent_at",
        "call_attempt": (
            "duty relative answers begins_at ends_at day minutes channel outcome interpreter free barrier"
            " officer agency at"
        ),
        "desk_look": "duty at",
        # Who works with somebody, or had to see more of them, tells what became of them.
        "assignment": "officer person case begins_at until given_by ended_at ended_by",
        "break_glass": "officer agency person levels topics begins_at minutes",
        "emergency_notice": "emergency agency at",
        "emergency_review": "emergency officer agency finding at",
    },
    LEGAL: {
        "waiver": "adult on language interpreter witness counsel_offered counsel understood withdrawn own_words",
        "ineligibility": "adult ground reasons review_on appeal told_adult_on still_holds",
    },
    NOTES: {
        "mention": "notes",
        "judgement": "reason",
        "registration": "message",
        "alarm_step": "note",
        "break_glass": "reason",
        "emergency_review": "note",
        "protection_gate": "reason",
        "release": "ended_why",
        "case": "why",
        "case_step": "reason",
        "case_settlement": "reason",
        "case_task": "what",
        "call_attempt": "told",
    },
    RECORD: {
        # A row as it came, or a cell of it, may hold anything.
        "source_record": "roster line record_id row_hash likeness cells",
        "mention": "facts source_record role",
        "correction": "agency thread row field value evidence withdrawn by at supersedes",
        "quarantined": "agency roster file_name line column value problem cleared_by",
        "mend": "row column value by at",
        "roster_drop": (
            "token agency officer file_name size content_hash as_of extent shown state dropped_at begun_at ended_at"
            " roster told problem remedy"
        ),
        "drop_part": "drop content",
        "extent_said": "roster extent by at settled_at refused matched_at",
        "case_form": "boxes",
        "duty": "gist",
        "duty_step": "boxes",
        "column_meant": "agency header field by at",
    },
}

FIELDS: Mapping[str, Compartment] = {
    f"{name}.{field}": place
    for place, placed in _PLACES.items()
    for name, fields in placed.items()
    for field in fields.split()
}


def place_of(field: str) -> Compartment | None:
    """The compartment of a fact; None for one that has no place, which is shown to nobody."""
    return FIELDS.get(field)


def may_tell(fact: str, seen: Compartments) -> bool:
    """Whether it may be told that two sources agree on a fact that was compared, where these compartments are seen.

    Facts that aren't named are of who somebody is.
    """
    return _COMPARED.get(fact, IDENTITY) in seen


_COMPARED: Mapping[str, Compartment] = {
    "phone": CONTACT,
    **dict.fromkeys(("address", "postcode", "apprehension", "journey"), LOCATION),
}
"""Facts as the matching compares them, and the compartment of what is compared."""
