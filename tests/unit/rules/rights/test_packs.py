"""Packs of evidence: nobody is named who didn't agree, and the same pack has the same hash."""

from dataclasses import replace

import pytest

from reencuentro.rules.rights.packs import Event, Pack, anonymised, in_order, letters

KNOWN = letters([["María Ixchoy B'atz'"], ["Juana B'atz' de la Cruz", "Juanita"]])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("María Ixchoy B'atz' wept.", "[A] wept."),
        ("maria wept, and JUANA too", "[A] wept, and [B] too"),
        ("from Juana B'atz', her mother", "from [B], her mother"),
        ("La tomaron de Juana de la Cruz.", "La tomaron de [B]."),
        ("Juanita's file A208-123-456, call +502 2222 2222", "[B]'s file […], call […]"),
        ("seen on 2018-06-19, born 19/06/2018; PABCDEFGHIJKL", "seen on 2018-06-19, born 19/06/2018; […]"),
        ("write to juana@example.org", "write to […]"),
        ("On 19 June 2018 at McAllen, 14 children.", "On 19 June 2018 at McAllen, 14 children."),
    ],
)
def test_names_become_letters_and_numbers_go(text: str, told: str) -> None:
    assert anonymised(text, KNOWN) == told


def test_accents_and_apostrophes_hide_nobody() -> None:
    assert anonymised("IXCHOY, Bʼatzʼ, b’atz’", KNOWN) == "[A], [A], [A]"


def test_the_chronology_is_in_order_and_tells_each_thing_once() -> None:
    events = [Event("2018-06-19", "admitted_on"), Event("2018-06", "violation"), Event("2018-06-19", "admitted_on")]
    assert [one.day for one in in_order(events)] == ["2018-06", "2018-06-19"]


def test_the_same_pack_has_the_same_hash_and_another_word_another() -> None:
    pack = Pack(
        number="d-1",
        body="cndh",
        person="[A]",
        summary="ó",
        requested="",
        grounds=(),
        violations=(),
        chronology=(),
        annexes=(),
    )
    assert pack.hash == replace(pack).hash
    assert pack.hash != replace(pack, summary="o").hash
