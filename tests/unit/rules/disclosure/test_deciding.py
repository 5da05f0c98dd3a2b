from dataclasses import replace
from typing import Any

import pytest

from reencuentro.rules.disclosure.asking import AgencyFacts, Withholding
from reencuentro.rules.disclosure.deciding import Decision, decide
from reencuentro.rules.disclosure.reasons import Why
from reencuentro.rules.disclosure.vocabulary import (
    CONTACT,
    EXISTENCE,
    HEALTH,
    IDENTITY,
    LOCATION,
    MATCH_SUMMARY,
    Action,
    AgencyKind,
    Gate,
    Level,
    Purpose,
    Role,
    Topic,
)
from tests.unit.rules.disclosure.askings import (
    MINE,
    NOW,
    THEIRS,
    agreement,
    approval,
    asking,
    consent,
    glass,
    officer,
    subject,
)

WHO = {EXISTENCE, MATCH_SUMMARY, IDENTITY}
OPI = officer(Role.PROTECTION_OFFICER, kind=AgencyKind.CHILD_PROTECTION)
CONSUL = officer(Role.CONSULAR_OFFICER)
LOCATED = agreement(
    Role.PROTECTION_OFFICER,
    Purpose.REUNIFICATION,
    levels=frozenset(Level),
    topics=frozenset({Topic.LOCATION}),
)


def asked(who: Any, action: Action, purpose: Purpose = Purpose.REUNIFICATION, **facts: Any) -> Decision:
    about = facts.pop("about", None) or subject()
    return decide(asking(who, action, purpose, about, **facts))


def codes(decision: Decision) -> set[Why]:
    return {reason.code for reason in decision.denied}


def test_an_officer_sees_who_is_on_their_own_agencys_list() -> None:
    decision = asked(OPI, Action.SEE_PERSON, about=subject(listed_by=frozenset({MINE}), assigned=False))

    assert decision.shown == {MINE: WHO}
    assert [(reason.code, reason.row, reason.agency) for reason in decision.reasons] == [(Why.OWN_RECORDS, "P2", MINE)]


def test_what_another_agency_tells_stays_closed_without_an_agreement() -> None:
    decision = asked(OPI, Action.SEE_PERSON)

    assert set(decision.shown) == {MINE}
    assert decision.sees("mention.full_name", told_by=MINE)
    assert not decision.sees("mention.full_name", told_by=THEIRS)


def test_of_a_fact_that_nobody_knows_the_teller_of_all_tellers_must_be_open() -> None:
    alone = asked(OPI, Action.SEE_PERSON)
    together = asked(OPI, Action.SEE_PERSON, agreements=(LOCATED,))

    assert not alone.sees("mention.full_name")
    assert together.sees("mention.full_name")


def test_what_the_registry_found_itself_is_seen_with_any_tellers_leave() -> None:
    assert asked(OPI, Action.SEE_PERSON).sees("tie.probability")


def test_a_fact_without_a_place_is_seen_by_nobody() -> None:
    assert not asked(OPI, Action.SEE_PERSON).sees("mention.shoe_size", told_by=MINE)


def test_an_agreement_in_force_opens_what_it_gives_and_names_its_row() -> None:
    decision = asked(OPI, Action.SEE_LOCATION, agreements=(LOCATED,))

    assert decision.shown == {MINE: {LOCATION}, THEIRS: {LOCATION}}
    assert (Why.AGREED, "P4", THEIRS) in [(one.code, one.row, one.agency) for one in decision.reasons]
    assert decision.levels == {Level.PROTECTED}
    assert decision.topics == {Topic.LOCATION}


@pytest.mark.parametrize(
    "flaw",
    [
        {"valid_until": NOW},
        {"ended_at": NOW},
        {"signed_by": frozenset({THEIRS})},
        {"giver": "THIRD"},
        {"taker": "THIRD"},
        {"taker_kind": AgencyKind.CARE},
        {"roles": frozenset({Role.CASE_WORKER})},
        {"purposes": frozenset({Purpose.CARE})},
        {"only_nationals_of": frozenset({"GT"})},
    ],
    ids=str,
)
def test_an_agreement_that_does_not_fit_is_as_none(flaw: dict[str, Any]) -> None:
    assert THEIRS not in asked(OPI, Action.SEE_LOCATION, agreements=(replace(LOCATED, **flaw),)).shown


def test_an_agreement_for_some_nationals_covers_nobody_of_unknown_nationality() -> None:
    made = replace(LOCATED, only_nationals_of=frozenset({"MX"}))

    assert THEIRS in asked(OPI, Action.SEE_LOCATION, agreements=(made,)).shown
    unknown = asked(OPI, Action.SEE_LOCATION, agreements=(made,), about=subject(nationalities=frozenset()))
    assert THEIRS not in unknown.shown


def test_a_childs_location_is_shown_only_to_whom_it_is_assigned() -> None:
    unassigned = asked(OPI, Action.SEE_LOCATION, about=subject(assigned=False, assigned_agency=True))

    assert not unassigned.allowed
    assert codes(unassigned) == {Why.LOCATION_UNASSIGNED}


def test_tracing_needs_an_adults_location_and_not_a_childs() -> None:
    tracer = officer(Role.TRACING_OFFICER)

    assert asked(tracer, Action.SEE_LOCATION, Purpose.TRACING, about=subject(is_child=False)).allowed
    assert not asked(tracer, Action.SEE_LOCATION, Purpose.TRACING).allowed
    assert not asked(OPI, Action.SEE_LOCATION, Purpose.TRACING).allowed


def test_health_staff_see_health_and_others_do_not() -> None:
    nurse = officer(Role.HEALTH_STAFF)

    assert asked(nurse, Action.SEE_HEALTH, Purpose.HEALTH).shown == {MINE: {HEALTH}}
    assert not asked(nurse, Action.SEE_LOCATION, Purpose.HEALTH).allowed
    assert not asked(officer(Role.CASE_WORKER), Action.SEE_HEALTH, Purpose.CARE).allowed


@pytest.mark.parametrize("gate", [Gate.CLOSED, Gate.UNKNOWN])
def test_a_consulate_sees_nobody_behind_a_gate_that_is_not_open(gate: Gate) -> None:
    assert asked(CONSUL, Action.SEE_PERSON).allowed
    assert codes(asked(CONSUL, Action.SEE_PERSON, about=subject(protection_gate=gate))) == {Why.GATE_NOT_OPEN}


@pytest.mark.parametrize("nationalities", [frozenset(), frozenset({"GT"})])
def test_a_consulate_sees_own_nationals_only(nationalities: frozenset[str]) -> None:
    refused = asked(CONSUL, Action.SEE_PERSON, about=subject(nationalities=nationalities))

    assert Why.OTHER_NATIONAL in codes(refused)


def test_a_consulate_of_no_known_country_sees_nobody() -> None:
    nowhere = replace(CONSUL, agency=AgencyFacts(code=MINE, kind=AgencyKind.CONSULATE))

    assert not asked(nowhere, Action.SEE_PERSON, about=subject(nationalities=frozenset({""}))).allowed


def test_a_consulate_needs_consent_for_others_records() -> None:
    given = agreement(Role.CONSULAR_OFFICER, Purpose.REUNIFICATION)

    assert THEIRS not in asked(CONSUL, Action.SEE_PERSON, agreements=(given,)).shown
    willing = subject(consents=(consent(Purpose.REUNIFICATION),))
    assert THEIRS in asked(CONSUL, Action.SEE_PERSON, agreements=(given,), about=willing).shown


def test_consent_limits_what_is_seen_where_none_was_needed() -> None:
    shy = subject(consents=(consent(Purpose.REUNIFICATION, Level.EXISTENCE, Level.IDENTITY),))

    assert asked(OPI, Action.SEE_PERSON, about=shy).shown[MINE] == {EXISTENCE, IDENTITY}


def test_a_consent_that_was_withdrawn_leaves_nothing() -> None:
    gone = subject(consents=(consent(Purpose.REUNIFICATION, withdrawn_at=NOW),))

    assert not asked(OPI, Action.SEE_PERSON, about=gone).allowed


def test_a_courts_word_lowers_what_a_parents_leaves_and_raises_nothing() -> None:
    parent = consent(Purpose.REUNIFICATION, Level.EXISTENCE, Level.IDENTITY, basis="parent")
    court = consent(Purpose.REUNIFICATION, Level.IDENTITY, Level.CONTACT, basis="court")

    assert asked(OPI, Action.SEE_PERSON, about=subject(consents=(parent, court))).shown[MINE] == {IDENTITY}


def test_consents_on_one_word_add_up() -> None:
    both = (consent(Purpose.REUNIFICATION, Level.EXISTENCE), consent(Purpose.REUNIFICATION, Level.IDENTITY))

    assert asked(OPI, Action.SEE_PERSON, about=subject(consents=both)).shown[MINE] == {EXISTENCE, IDENTITY}


def test_a_consent_for_another_agency_or_purpose_limits_nothing() -> None:
    others = (
        consent(Purpose.REUNIFICATION, Level.EXISTENCE, recipient=THEIRS),
        consent(Purpose.CARE, Level.EXISTENCE),
    )

    assert CONTACT in asked(OPI, Action.SEE_PERSON, about=subject(consents=others)).shown[MINE]


def test_who_holds_people_never_learns_contact_of_others_records() -> None:
    made = agreement(Role.SUPERVISOR, Purpose.REUNIFICATION, AgencyKind.CUSTODY)
    decision = asked(officer(Role.SUPERVISOR, kind=AgencyKind.CUSTODY), Action.SEE_PERSON, agreements=(made,))

    assert decision.shown[THEIRS] == WHO
    assert CONTACT in decision.shown[MINE]
    assert (Why.BEYOND_KIND, THEIRS) in [(one.code, one.agency) for one in decision.denied]


def test_a_role_counts_only_in_an_agency_of_a_fitting_kind() -> None:
    assert not asked(officer(Role.PROTECTION_OFFICER, kind=AgencyKind.CUSTODY), Action.SEE_PERSON).allowed


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CLAIMANT, Role.ROSTER_SUPPLIER])
def test_whoever_may_see_nobody_sees_nobody_in_another_role_either(role: Role) -> None:
    both = replace(OPI, roles=OPI.roles | {role})

    assert Why.SEES_NOBODY in codes(asked(both, Action.SEE_PERSON))


def test_a_supplier_supplies_and_reads_nothing() -> None:
    supplier = officer(Role.ROSTER_SUPPLIER, Role.AUDITOR)

    assert decide(asking(supplier, Action.SUPPLY_ROSTER, Purpose.TRACING, None)).allowed
    assert codes(decide(asking(supplier, Action.SEE_AUDIT, Purpose.OVERSIGHT, None))) == {Why.WRITES_ONLY}


def test_the_hotline_learns_of_no_child_and_calls_back_its_own_callers() -> None:
    agent = officer(Role.HOTLINE_AGENT, kind=AgencyKind.NGO)

    assert decide(asking(agent, Action.TAKE_MESSAGE, Purpose.TRACING, None)).allowed
    assert codes(asked(agent, Action.SEE_PERSON, Purpose.TRACING)) == {Why.CHILD_ON_HOTLINE}
    assert asked(agent, Action.SEE_PERSON, Purpose.TRACING, about=subject(is_child=False)).shown == {
        MINE: {IDENTITY, CONTACT}
    }


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"suspended": True}, Why.OFFICER_SUSPENDED),
        ({"agency_suspended": True}, Why.AGENCY_SUSPENDED),
        ({"review_overdue": True}, Why.REVIEW_OVERDUE),
    ],
)
def test_who_is_suspended_or_blocked_may_do_nothing_even_in_an_emergency(facts: dict[str, Any], why: Why) -> None:
    blocked = officer(Role.PROTECTION_OFFICER, kind=AgencyKind.CHILD_PROTECTION, **facts)

    assert codes(asked(blocked, Action.SEE_LOCATION, break_glass=glass())) >= {why}
    assert not decide(asking(blocked, Action.LOOK_UP, Purpose.TRACING, None)).allowed


def test_an_emergency_opens_one_person_without_agreement_or_assignment() -> None:
    about = subject(listed_by=frozenset({THEIRS}), assigned=False)
    decision = asked(OPI, Action.SEE_LOCATION, about=about, break_glass=glass())

    assert decision.shown == {THEIRS: {LOCATION}}
    assert {reason.code for reason in decision.reasons} == {Why.GLASS_BROKEN}


def test_an_emergency_opens_only_what_it_names_and_what_the_role_may_open() -> None:
    about = subject(listed_by=frozenset({THEIRS}))
    narrow = glass(levels=frozenset({Level.IDENTITY}), topics=frozenset())

    assert asked(OPI, Action.SEE_PERSON, about=about, break_glass=narrow).shown == {THEIRS: {IDENTITY}}
    assert not asked(OPI, Action.SEE_HEALTH, about=about, break_glass=glass()).allowed
    assert not asked(OPI, Action.EXPORT, about=about, break_glass=glass()).allowed


def test_an_emergency_lifts_a_withholding_but_not_a_courts() -> None:
    def withheld(*, by_court: bool) -> Decision:
        about = subject(withheld_from=(Withholding(officer="o-1", by_court=by_court),))
        return asked(OPI, Action.SEE_PERSON, about=about, break_glass=glass())

    assert withheld(by_court=False).allowed
    assert codes(withheld(by_court=True)) >= {Why.WITHHELD_BY_COURT}


def test_an_emergency_is_declared_soundly_or_not_at_all() -> None:
    about = subject(withheld_from=(Withholding(agency=MINE),))

    assert asked(OPI, Action.BREAK_GLASS, about=about, break_glass=glass()).allowed
    assert Why.GLASS_UNSOUND in codes(asked(OPI, Action.BREAK_GLASS, break_glass=glass(reason="")))
    assert Why.GLASS_UNSOUND in codes(asked(OPI, Action.BREAK_GLASS))


def test_restricted_data_stay_open_to_what_protects_them() -> None:
    dpo, about = officer(Role.DATA_PROTECTION_OFFICER, kind=AgencyKind.CARE), subject(restricted=True)

    assert asked(dpo, Action.SUBJECT_ACCESS, Purpose.DATA_PROTECTION, about=about).allowed
    assert codes(asked(dpo, Action.SEE_PERSON, Purpose.DATA_PROTECTION, about=about)) >= {Why.RESTRICTED}


def test_an_expired_record_can_only_be_expired() -> None:
    dpo, about = officer(Role.DATA_PROTECTION_OFFICER, kind=AgencyKind.CARE), subject(expired=True)

    assert asked(dpo, Action.EXPIRE, Purpose.DATA_PROTECTION, about=about).allowed
    assert not asked(dpo, Action.SUBJECT_ACCESS, Purpose.DATA_PROTECTION, about=about).allowed


def test_a_release_needs_its_approvals_and_a_fresh_sign_in() -> None:
    about = subject(listed_by=frozenset({MINE}))
    approved: dict[str, Any] = {
        "others": (approval("o-1", MINE), approval("o-2", THEIRS)),
        "releasing_to": "p-2",
        "about": about,
    }

    assert asked(OPI, Action.RELEASE_CHILD, **approved).allowed
    assert codes(asked(OPI, Action.RELEASE_CHILD, about=about)) == {Why.RELEASE_UNAPPROVED}
    assert codes(asked(replace(OPI, stepped_up=False), Action.RELEASE_CHILD, **approved)) == {Why.STEP_UP_MISSING}


def test_nobody_verifies_what_they_judged_themselves() -> None:
    verifier = officer(Role.VERIFIER)

    def verified(*judges: str) -> Decision:
        others = tuple(approval(judge, MINE) for judge in judges)
        return asked(verifier, Action.VERIFY, Purpose.VERIFICATION, others=others)

    assert verified("o-2").allowed
    assert codes(verified("o-1")) == codes(verified()) == {Why.SECOND_PERSON_MISSING}


def test_another_agency_reviews_an_emergency() -> None:
    auditor = officer(Role.AUDITOR)

    def reviewed(agency: str) -> Decision:
        broken = (approval("o-2", agency),)
        return decide(asking(auditor, Action.REVIEW_BREAK_GLASS, Purpose.OVERSIGHT, None, others=broken))

    assert reviewed(THEIRS).allowed
    assert codes(reviewed(MINE)) == {Why.SECOND_AGENCY_MISSING}


def test_nobody_changes_what_they_do_not_see_enough_of() -> None:
    tracer = officer(Role.TRACING_OFFICER)
    hint = agreement(Role.TRACING_OFFICER, Purpose.TRACING, levels=frozenset({Level.EXISTENCE}))
    about = subject(listed_by=frozenset({THEIRS}))

    assert asked(tracer, Action.SEE_MATCH, Purpose.TRACING, about=about, agreements=(hint,)).allowed
    refused = asked(tracer, Action.JUDGE, Purpose.TRACING, about=about, agreements=(hint,))
    assert codes(refused) == {Why.NOT_ENOUGH_SHOWN}


def test_the_operator_reconciles_without_an_agency_of_the_people() -> None:
    operator = officer(Role.OPERATOR)

    assert decide(asking(operator, Action.RECONCILE, Purpose.OPERATION, None)).sees("mention.address", told_by="")
    assert not asked(operator, Action.SEE_LOCATION, Purpose.OPERATION).allowed


def test_what_is_about_somebody_is_not_decided_about_nobody() -> None:
    nobody = decide(asking(OPI, Action.SEE_PERSON, Purpose.CARE, None))
    unlisted = asked(OPI, Action.SEE_PERSON, about=subject(listed_by=frozenset()))

    assert codes(nobody) == {Why.NOBODY_NAMED}
    assert codes(unlisted) == {Why.NO_RECORDS}


def test_what_is_no_action_is_refused() -> None:
    assert codes(asked(OPI, "arrest")) == {Why.NO_SUCH_ACTION}  # type: ignore[arg-type] # the very point


def test_the_policy_says_nothing_so_the_answer_is_no() -> None:
    assert codes(asked(officer(Role.PUBLISHER), Action.SEE_PERSON, about=subject(listed_by=frozenset({MINE})))) == {
        Why.NO_ROW
    }


def test_an_instant_without_its_time_zone_decides_nothing() -> None:
    with pytest.raises(ValueError, match="time zone"):
        asking(OPI, Action.SEE_PERSON, Purpose.CARE, subject(), at=NOW.replace(tzinfo=None))
