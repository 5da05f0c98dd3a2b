"""Persons who may be one after all: whole against whole, and which lists they are on."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from reencuentro.linkage import Judged, Mention, Sex, Verdict, link
from reencuentro.linkage.doubles import homes
from tests.unit.linkage.cast import born, mother, records_of, said, together, town

CITY = records_of(town(100))
LEFT = {"sex": Sex.FEMALE, "birth": born(2009, 4, 17), "nationality": "GT"}
ANA = said("cbp", "ana", given_names="Ana Lucía", surnames="Tzunún Pop", **LEFT)
IN_CARE = said(
    "orr", "ana", given_names="Ana Lucía", surnames="Tzunún Pop", relatives=(mother("Rosa Pop Caal"),), **LEFT
)


def damaged(**changes: Any) -> Mention:
    """The consulate's record of her: a year for a date and a surname missing."""
    told = said("consulate", "c1", given_names="Ana", surnames="Tzunún", sex=Sex.FEMALE, birth=born(2009, 1, 1))
    return replace(told, nationality="GT", relatives=(mother("Rosa Pop"),), **changes)


def test_a_damaged_record_joins_the_person_whom_all_her_records_together_show() -> None:
    found = link([*CITY, ANA, IN_CARE, damaged()])

    assert together(found, ANA, IN_CARE)
    assert together(found, ANA, damaged())


def test_who_stands_beside_her_on_the_same_lists_is_somebody_else() -> None:
    """Her sister of nearly the same name is on both lists too, so that neither is the other's damaged record."""
    sister = {**LEFT, "birth": born(2009, 1, 1)}
    beside = [said(agency, "sister", given_names="Ana", surnames="Tzunún Pop", **sister) for agency in ("cbp", "orr")]
    found = link([*CITY, ANA, IN_CARE, *beside])

    assert together(found, *beside)
    assert not together(found, ANA, beside[0])


def test_a_rejected_pair_is_not_joined_by_what_others_say() -> None:
    apart = [Judged(left=one.key, right=damaged().key, verdict=Verdict.REJECTED) for one in (ANA, IN_CARE)]

    assert not together(link([*CITY, ANA, IN_CARE, damaged()], judged=apart), ANA, damaged())


@pytest.mark.parametrize("turn", [1, -1])
def test_the_order_of_records_changes_no_answer(turn: int) -> None:
    assert link([*CITY, ANA, IN_CARE, damaged()][::turn]) == link([damaged(), *CITY, IN_CARE, ANA])


def test_each_record_knows_its_person() -> None:
    assert np.array_equal(homes([[0, 3], [1], [2]], 4), [0, 1, 2, 0])
