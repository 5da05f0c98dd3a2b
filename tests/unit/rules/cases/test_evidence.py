"""What forms show: each piece by what it takes, and nothing by an empty box."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reencuentro.rules.cases.evidence import Dossier, Kept, shown, sources
from reencuentro.rules.cases.forms import FormKind, filled
from reencuentro.rules.cases.handing_over import Condition, settled
from reencuentro.rules.cases.states import Evidence
from tests.unit.rules.cases.filled import GOOD, LEAST, MOTHER

NOW = datetime(2018, 6, 25, tzinfo=UTC)
K, E = FormKind, Evidence


def kept(kind: FormKind, **changed: object) -> Kept:
    return Kept(kind=kind, at=NOW, filled=filled(kind, {**GOOD[kind], **changed}))


def dossier(*others: Kept) -> Dossier:
    changed = {one.kind: one for one in others}
    return Dossier.of([changed.get(kind) or kept(kind) for kind in FormKind if kind is not K.EVENT])


def test_forms_well_filled_in_show_everything_but_what_others_must_say() -> None:
    assert shown(dossier()) == set(Evidence) - {E.APPROVED_BY_TWO, E.DECIDED_TO_STAY}
    assert E.APPROVED_BY_TWO in shown(dossier(), approved_by_two=True)
    assert all(settled(shown(dossier())).values())


def test_empty_boxes_show_next_to_nothing() -> None:
    forms = [Kept(kind=kind, at=NOW, filled=filled(kind, LEAST[kind])) for kind in FormKind]
    assert shown(Dossier.of(forms)) == {
        E.SEARCH_ASKED,
        E.SEARCH_DONE,
        E.CONFLICTS_EXPLAINED,
        E.ADULT_HEARD,
        E.PANEL_HELD,
        E.DECIDED,
        E.DECIDED_TO_STAY,
        E.PREPARATION,
        E.NOT_INELIGIBLE,
    }


@pytest.mark.parametrize(
    ("form", "lost"),
    [
        (kept(K.INTERVIEW_CHILD, alone="unknown"), E.SEPARATE_INTERVIEWS),
        (kept(K.INTERVIEW_ADULT, mother_name="Rosa Pop"), E.CONFLICTS_EXPLAINED),
        (kept(K.VERIFICATION, conclusion="unknown"), E.VERIFIED_ADULT),
        (kept(K.WISHES_CHILD, wants="unknown"), E.CHILD_HEARD),
        (kept(K.WISHES_CHILD, wants="no"), E.WISHES_MET),
        (kept(K.WISHES_ADULT, wants="no"), E.WISHES_MET),
        (kept(K.DECISION, adult="p-other"), E.DECIDED_TO_HAND_OVER),
        (kept(K.DECISION, outcome="alternative_care"), E.DECIDED_TO_HAND_OVER),
        (kept(K.PREPARATION, home_check="pending"), E.CHECKS_DONE),
        (kept(K.PREPARATION, safety_check="failed"), E.CHECKS_DONE),
        (kept(K.HAND_OVER, adult="p-other"), E.IDENTITY_SEEN),
        (kept(K.HAND_OVER, adult_identity_seen="unknown"), E.IDENTITY_SEEN),
        (kept(K.HAND_OVER, authority=""), E.AUTHORITY_SHOWN),
        (kept(K.HAND_OVER, place=""), E.HAND_OVER_WRITTEN),
        (kept(K.WAIVER, interpreter=""), E.WAIVER_SOUND),
        (kept(K.WAIVER, witness=""), E.WAIVER_SOUND),
        (kept(K.WAIVER, counsel_offered="unknown"), E.WAIVER_SOUND),
        (kept(K.WAIVER, withdrawn="yes"), E.WAIVER_SOUND),
        (kept(K.INELIGIBILITY, review_on=None), E.INELIGIBILITY_REASONED),
        (kept(K.INELIGIBILITY, appeal=""), E.INELIGIBILITY_REASONED),
        (kept(K.INELIGIBILITY, still_holds="unknown"), E.NOT_INELIGIBLE),
        (kept(K.FOLLOW_UP, safe="unknown"), E.VISITED),
        (kept(K.FOLLOW_UP, may_close="no"), E.VISIT_SAYS_CLOSE),
    ],
)
def test_each_piece_takes_all_that_it_takes(form: Kept, lost: Evidence) -> None:
    assert lost not in shown(dossier(form))


def test_a_child_who_does_not_want_to_goes_only_where_the_panel_said_why() -> None:
    unwilling = kept(K.WISHES_CHILD, wants="no")
    assert E.WISHES_MET in shown(dossier(unwilling, kept(K.BEST_INTERESTS, wishes_against="heard twice; short stay")))


def test_a_waiver_in_a_language_that_the_parent_speaks_needs_no_interpreter() -> None:
    assert E.WAIVER_SOUND in shown(dossier(kept(K.WAIVER, interpreter="", speaks_it="yes")))


def test_a_test_of_dna_counts_only_when_the_sample_is_gone() -> None:
    assert "dna" in sources(dossier())
    assert "dna" not in sources(dossier(kept(K.DNA, sample_destroyed_on=None)))
    assert "dna" not in sources(dossier(kept(K.DNA, outcome="inconclusive")))


def test_two_papers_of_one_kind_are_one_source() -> None:
    paper = kept(K.DOCUMENT)
    assert sources(Dossier.of([paper, replace(paper, number=2)])) == {"birth_certificate"}
    assert not sources(Dossier.of([kept(K.DOCUMENT, doubts="the seal is smudged")]))


def test_the_newest_version_counts_and_no_profile_can_be_kept() -> None:
    old, new = kept(K.VERIFICATION, conclusion="no"), kept(K.VERIFICATION)
    assert Dossier.of([new, replace(old, version=2)]).verified_adult == ""
    assert Dossier.of([replace(new, version=2), old]).verified_adult == MOTHER
    with pytest.raises(ValueError, match="extra"):
        kept(K.DNA, profile="ACGT")


def test_conclusions_of_before_a_dispute_show_nothing_but_papers_do() -> None:
    anew = Dossier.of([kept(kind) for kind in FormKind], since=NOW + timedelta(seconds=1))
    left = shown(anew)
    assert E.TWO_SOURCES in left
    assert not left & {E.VERIFIED_ADULT, E.PANEL_HELD, E.DECIDED, E.CHECKS_DONE, E.IDENTITY_SEEN}
    assert not any(settled(left)[one] for one in (Condition.IDENTITY, Condition.RELATIONSHIP, Condition.AUTHORITY))
