"""Cases as they are kept: the whole way by the proper officers, two persons, two tabs, and nothing ever overwritten."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from reencuentro.actions.case_steps import propose_step, settle_step
from reencuentro.actions.cases import (
    FormStated,
    Opening,
    TaskGiven,
    add_form,
    finish_task,
    give_task,
    hand_on,
    open_case,
)
from reencuentro.actions.releases import approve_release
from reencuentro.errors import AccountError, CaseError, ConflictError
from reencuentro.records.agencies import Agency
from reencuentro.records.audit import AuditEntry
from reencuentro.records.case_files import file_of, persons_of
from reencuentro.records.cases import NEVER, Case, CaseForm, CaseSettlement, CaseStep, CaseTurn
from reencuentro.records.matches import Tie
from reencuentro.records.people import Membership, Person
from reencuentro.records.releases import Release
from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.cases.states import Block, Evidence, State, Verdict
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.at_once import at_once
from tests.stored.case_work import Team, bring_to, form, opened, proposed, team
from tests.stored.cast import LATER, NOW, officer, person
from tests.unit.rules.cases.filled import CHILD, GOOD, MOTHER

K = FormKind


@pytest.fixture
def crew(registry: str) -> Team:
    """The team."""
    return team()


@pytest.fixture
def case(crew: Team) -> Case:
    """A case just opened."""
    return opened(crew)


def test_a_case_goes_all_the_way_and_everything_is_in_the_log(crew: Team, case: Case) -> None:
    bring_to(case, State.CLOSED, crew)

    assert case.state == State.CLOSED
    assert case.next_due == NEVER
    assert Release.objects.get().adult.public_id == MOTHER
    assert CaseSettlement.objects.count() == 5
    done = AuditEntry.objects.filter(outcome="done")
    assert done.filter(action="propose_step").count() == 10
    assert done.filter(action="release_child").count() == 1


def test_what_is_missing_is_said_all_at_once_and_nothing_is_kept(crew: Team, case: Case) -> None:
    with pytest.raises(CaseError) as refused:
        proposed(case, State.DOCUMENTED, crew.doing(crew.ana))
    assert refused.value.blocks == (Evidence.REGISTRATION,)
    with pytest.raises(CaseError) as skipped:
        proposed(case, State.VERIFIED, crew.doing(crew.ana))
    assert skipped.value.blocks == (Block.NOT_NEXT,)
    assert (CaseStep.objects.count(), case.state) == (1, State.REGISTERED)
    assert AuditEntry.objects.filter(action="propose_step", outcome="refused").count() == 2


def test_nobody_settles_their_own_step_in_whatever_role(crew: Team, case: Case) -> None:
    bring_to(case, State.LOCATED, crew)
    for kind in (K.INTERVIEW_CHILD, K.INTERVIEW_ADULT, K.DOCUMENT, K.VERIFICATION):
        form(case, kind, crew.doing(crew.eva))
    number = proposed(case, State.VERIFIED, crew.doing(crew.eva))
    for verdict in (Verdict.SETTLED, Verdict.REFUSED):
        with pytest.raises(CaseError) as own:
            settle_step(case, verdict, "so", crew.doing(crew.eva), step=number)
        assert Block.SAME_PERSON in own.value.blocks
    with pytest.raises(CaseError) as worker:
        settle_step(case, Verdict.SETTLED, "so", crew.doing(crew.ana), step=number)
    assert worker.value.blocks == (Block.WRONG_ROLE,)
    assert case.state == State.LOCATED


def test_a_refusal_says_why_and_the_step_may_be_proposed_again(crew: Team, case: Case) -> None:
    bring_to(case, State.LOCATED, crew)
    ana, eva = crew.doing(crew.ana), crew.doing(crew.eva)
    for kind in (K.INTERVIEW_CHILD, K.INTERVIEW_ADULT, K.DOCUMENT, K.VERIFICATION):
        form(case, kind, ana)
    first = proposed(case, State.VERIFIED, ana)
    with pytest.raises(CaseError) as pending:
        proposed(case, State.TRACING, ana)
    assert pending.value.blocks == (Block.PENDING,)
    with pytest.raises(CaseError):
        settle_step(case, Verdict.REFUSED, " ", eva, step=first)
    settle_step(case, Verdict.REFUSED, "the certificate is another child's", eva, step=first)
    second = proposed(case, State.VERIFIED, ana)
    settle_step(case, Verdict.WITHDRAWN, "", ana, step=second)
    assert (case.state, second) == (State.LOCATED, first + 1)


def test_what_was_shown_when_it_was_proposed_must_still_be_when_it_is_settled(crew: Team, case: Case) -> None:
    bring_to(case, State.LOCATED, crew)
    ana, eva = crew.doing(crew.ana), crew.doing(crew.eva)
    for kind in (K.INTERVIEW_CHILD, K.INTERVIEW_ADULT, K.DOCUMENT, K.VERIFICATION):
        form(case, kind, ana)
    number = proposed(case, State.VERIFIED, ana)
    form(case, K.VERIFICATION, ana, seen=1, conclusion="unknown")
    with pytest.raises(CaseError) as lost:
        settle_step(case, Verdict.SETTLED, "", eva, step=number)
    assert lost.value.blocks == (Evidence.VERIFIED_ADULT,)


def test_one_agency_alone_hands_nobody_over(crew: Team, case: Case) -> None:
    at = bring_to(case, State.PREPARED, crew)
    ana, eva = crew.doing(crew.ana, at), crew.doing(crew.eva, at)
    form(case, K.HAND_OVER, ana)
    number = proposed(case, State.HANDED_OVER, ana)
    other = officer("iris", "ORR", Role.SUPERVISOR)
    for one in (crew.eva, other):
        approve_release(CHILD, MOTHER, one, Role.SUPERVISOR, at=at)
    with pytest.raises(CaseError) as refused:
        settle_step(case, Verdict.SETTLED, "", eva, step=number)
    assert refused.value.blocks == (Evidence.APPROVED_BY_TWO,)
    assert not Release.objects.exists()
    approve_release(CHILD, "p-other", crew.luz, Role.PROTECTION_OFFICER, at=at)
    with pytest.raises(CaseError) as rival:
        settle_step(case, Verdict.SETTLED, "", eva, step=number)
    assert Block.RIVAL_CLAIM in rival.value.blocks


def test_nothing_is_verified_while_two_are_taken_for_the_mother(crew: Team, case: Case) -> None:
    at = bring_to(case, State.LOCATED, crew)
    ana = crew.doing(crew.ana, at)
    for kind in (K.INTERVIEW_CHILD, K.INTERVIEW_ADULT, K.DOCUMENT, K.VERIFICATION):
        form(case, kind, ana)
    people = {one.public_id: one for one in Person.objects.all()}
    told = {"relation": "mother", "probability": 0.9, "status": "proposed", "evidence": {}, "known_from": NOW}
    for relative in (MOTHER, "p-other"):
        Tie.objects.create(child=people[CHILD], relative=people[relative], **told)
    with pytest.raises(CaseError) as disputed:
        proposed(case, State.VERIFIED, ana)
    assert disputed.value.blocks == (Block.RIVAL_CLAIM,)


def test_after_a_dispute_everything_is_verified_anew(crew: Team, case: Case) -> None:
    at = bring_to(case, State.PREPARED, crew)
    ana = crew.doing(crew.ana, at)
    proposed(case, State.CLAIM_DISPUTED, ana)
    shown = file_of(case, CHILD).standing(at).shown
    assert not shown & {Evidence.VERIFIED_ADULT, Evidence.DECIDED, Evidence.CHECKS_DONE}
    proposed(case, State.LOCATED, ana)
    with pytest.raises(CaseError) as anew:
        proposed(case, State.VERIFIED, ana)
    assert Evidence.VERIFIED_ADULT in anew.value.blocks


def test_a_child_who_is_back_is_worked_for_again(crew: Team, case: Case) -> None:
    at = bring_to(case, State.CLOSED, crew)
    proposed(case, State.REOPENED, crew.doing(crew.ana, at))
    proposed(case, State.DOCUMENTED, crew.doing(crew.ana, at))
    assert case.state == State.DOCUMENTED
    assert [one.to for one in case.steps.order_by("-number")[:2]] == [State.DOCUMENTED, State.REOPENED]


def test_a_child_has_one_open_case(crew: Team, case: Case) -> None:
    with pytest.raises(CaseError, match="open case already"):
        opened(crew)
    with pytest.raises(CaseError, match="country"):
        open_case(Opening(person=MOTHER, jurisdiction="XX", escalates_to=crew.eva), crew.doing(crew.ana))
    with pytest.raises(AccountError):
        open_case(Opening(person="p-nobody", jurisdiction="US", escalates_to=crew.eva), crew.doing(crew.ana))
    bring_to(case, State.CLOSED, crew)
    assert opened(crew, LATER).pk != case.pk
    with pytest.raises(CaseError, match="another open case"):
        proposed(case, State.REOPENED, crew.doing(crew.ana, LATER))


def test_a_form_is_kept_in_every_version_and_two_tabs_lose_nothing(crew: Team, case: Case) -> None:
    ana = crew.doing(crew.ana)
    form(case, K.WISHES_CHILD, ana, wants="unknown")
    form(case, K.WISHES_CHILD, ana, seen=1, wants="yes")
    with pytest.raises(ConflictError) as late:
        form(case, K.WISHES_CHILD, ana, seen=1, wants="no")
    assert (late.value.seen, late.value.now) == (1, 2)
    assert [one.boxes["wants"] for one in case.forms.order_by("version")] == ["unknown", "yes"]
    for _ in range(2):
        form(case, K.DOCUMENT, ana)
    assert list(case.forms.filter(kind="document").values_list("number", "version").order_by("number")) == [
        (1, 1),
        (2, 1),
    ]
    with pytest.raises(CaseError) as wrong:
        add_form(case, FormStated(kind=K.DNA, boxes={"why_needed": "x", "profile": "ACGT"}), ana)
    assert wrong.value.blocks == ("profile",)


def test_what_is_due_is_known_to_lists_whoever_changed_it(crew: Team, case: Case) -> None:
    ana = crew.doing(crew.ana)
    assert case.next_due == NEVER
    form(case, K.EVENT, ana, what="apprehended", on="2026-06-18", at="08:00")
    assert case.next_due < NOW + timedelta(days=2)
    dif = Agency.objects.get(code="DIF")
    give_task(case, TaskGiven(agency=dif, owner=crew.luz, due=NOW.date(), what="find a bed"), ana)
    assert case.next_due < NOW + timedelta(days=1)
    task = case.tasks.get()
    with pytest.raises(CaseError, match="isn't yours"):
        finish_task(case, task.pk, ana)
    finish_task(case, task.pk, crew.doing(crew.luz))
    assert case.next_due == NOW + timedelta(days=1)
    with pytest.raises(CaseError, match="is done"):
        finish_task(case, task.pk, crew.doing(crew.luz))
    with pytest.raises(CaseError, match="of that agency"):
        give_task(case, TaskGiven(agency=dif, owner=crew.eva, due=NOW.date(), what="x"), ana)
    assert list(Case.objects.coming_to(crew.ana.pk, NOW).late(NOW + timedelta(days=9))) == [case]


def test_the_work_goes_on_in_other_hands(crew: Team, case: Case) -> None:
    seen = case.version
    hand_on(case, crew.luz, crew.eva, crew.doing(crew.ana))
    assert (case.owner, CaseTurn.objects.count(), case.version) == (crew.luz, 2, seen + 1)
    with pytest.raises(CaseError, match="somebody else"):
        hand_on(case, crew.luz, crew.luz, crew.doing(crew.ana))
    with pytest.raises(ConflictError):
        propose_step(case, State.DUPLICATE, "twice", crew.doing(crew.ana), seen=seen)


def test_a_case_follows_its_child_through_what_was_matched_since(crew: Team, case: Case) -> None:
    assert persons_of([case]) == {case.pk: CHILD}
    Membership.objects.filter(person__public_id=CHILD).update(known_until=LATER)
    person("p-new", "ORR")
    Person.objects.filter(public_id="p-new").update(names={CHILD: None})
    assert persons_of([case]) == {case.pk: "p-new"}


# What the database refuses by itself, whatever the program would write.


@pytest.mark.parametrize("model", [CaseStep, CaseForm, CaseSettlement, CaseTurn])
def test_what_was_stated_is_neither_changed_nor_deleted(crew: Team, case: Case, model: Any) -> None:
    bring_to(case, State.VERIFIED, crew)
    rows = model.objects.filter(pk=model.objects.first().pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(rows.db)
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk)._raw_delete("default")


def test_no_row_says_that_somebody_settled_their_own_step(crew: Team, case: Case) -> None:
    bring_to(case, State.LOCATED, crew)
    step = case.steps.last()
    assert step
    said = {"step": step, "case": case, "proposer": crew.ana, "agency": crew.ana.agency, "at": NOW, "reason": ""}
    for verdict, who in (("settled", crew.ana), ("refused", crew.ana), ("withdrawn", crew.eva)):
        with pytest.raises(DatabaseError), transaction.atomic():
            CaseSettlement.objects.create(verdict=verdict, officer=who, **said)


def test_words_are_sealed(crew: Team, case: Case) -> None:
    form(case, K.WISHES_CHILD, crew.doing(crew.ana), own_words="CANARIA")
    with connection.cursor() as cursor:
        cursor.execute("SELECT boxes FROM records_caseform UNION ALL SELECT why FROM records_case")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert "CANARIA" not in kept
    assert "asks for her" not in kept
    assert case.forms.get().boxes["own_words"] == "CANARIA"
    assert Case.objects.get().why == "her mother asks for her"


def test_two_who_settle_at_once_settle_it_once(crew: Team, case: Case, unblocked: None) -> None:
    bring_to(case, State.LOCATED, crew)
    for kind in (K.INTERVIEW_CHILD, K.INTERVIEW_ADULT, K.DOCUMENT, K.VERIFICATION):
        form(case, kind, crew.doing(crew.ana))
    number = proposed(case, State.VERIFIED, crew.doing(crew.ana))
    others = [crew.doing(who) for who in (crew.eva, crew.luz)]
    came_of = at_once(
        [partial(settle_step, Case.objects.get(), Verdict.SETTLED, "", one, step=number) for one in others]
    )
    assert came_of == ["CaseError", "done"]
    assert CaseSettlement.objects.count() == 1


def test_two_who_propose_at_once_do_not_both(crew: Team, case: Case, unblocked: None) -> None:
    steps = [(State.DUPLICATE, crew.ana), (State.TRANSFERRED, crew.eva)]
    came_of = at_once(
        [partial(propose_step, Case.objects.get(), to, "so", crew.doing(who), seen=1) for to, who in steps]
    )
    assert came_of in (["CaseError", "done"], ["ConflictError", "done"])
    assert CaseStep.objects.count() == 2


def test_a_form_filled_in_in_two_tabs_at_once_is_kept_once(crew: Team, case: Case, unblocked: None) -> None:
    stated = FormStated(kind=K.REGISTRATION, boxes=GOOD[K.REGISTRATION])
    came_of = at_once([lambda: add_form(Case.objects.get(), stated, crew.doing(crew.ana))] * 2)
    assert came_of == ["ConflictError", "done"]
