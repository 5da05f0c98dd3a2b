"""A mention beside a few others: a name told in one piece is read in every usual way."""

import numpy as np
import pytest

from reencuentro.linkage import Mention, Relation, Relative
from reencuentro.linkage.lookup.few import Bearers, believed, compared_with, readings
from tests.unit.linkage.cast import said


def asked(name: str) -> Mention:
    return Mention(agency="", record_id="", full_name=name)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Rosa Escobar", [""]),
        ("Rosa Ema Escobar", ["", "rosa", "rosa ema"]),
        ("Escobar, Rosa Ema", [""]),
        ("Rosa Ema Escobar Santamaría", ["", "rosa ema", "rosa", "rosa ema escobar"]),
        ("", [""]),
    ],
)
def test_a_name_in_one_piece_is_read_every_usual_way(name: str, given: list[str]) -> None:
    assert [one.given_names for one in readings(asked(name))] == given


def test_two_given_names_and_one_surname_find_the_one_with_both_surnames() -> None:
    others = [
        said(record_id="1", given_names="Rosa Emma", surnames="Escobar Santamaría"),
        said(record_id="2", given_names="Ema", surnames="Rosas Paz"),
    ]
    known = Bearers(lambda words: dict.fromkeys(words, (3, 3, 3, 3)), 10_000)
    found = compared_with(asked("Rosa Ema Escovar"), others, known, believed({}, 10_000), 10)

    assert [one.record for one in found] == [0, 1]
    outcomes = {one.fact: str(one.outcome) for one in found[0].evidence}
    assert outcomes["surnames"] == "agrees"
    assert found[0].bits > found[1].bits + 5
    assert np.isfinite([one.bits for one in found]).all()


@pytest.mark.parametrize("child", ["Rosa Emma Escobar", "Escobar, Rosa Emma", "Rosa Escobar Santamaría"])
def test_a_child_with_two_given_names_and_one_surname_speaks_for_the_father(child: str) -> None:
    claimed = Relative(relation=Relation.CHILD, name="ROSA EMMA ESCOBAR SANTAMARIA")
    father = said(record_id="1", given_names="César", surnames="Escobar Mejía", relatives=(claimed,))
    query = Mention(
        agency="",
        record_id="",
        full_name="César Escobar Mejía",
        relatives=(Relative(relation=Relation.CHILD, name=child),),
    )
    known = Bearers(lambda words: dict.fromkeys(words, (3, 3, 3, 3)), 10_000)
    found = compared_with(query, [father], known, believed({}, 10_000), 10)

    assert {one.fact: one.level for one in found[0].evidence}["children"] in ("same", "nearly")
