"""The family around one person as a picture."""

import random
import xml.etree.ElementTree as ET

from reencuentro.reports.family_tree import Bond, Member, family_tree, generations


def bond(child: str, relative: str, relation: str, *, confirmed: bool = False) -> Bond:
    return Bond(child=child, relative=relative, relation=relation, confirmed=confirmed)


BONDS = [
    bond("eva", "ana", "mother", confirmed=True),
    bond("eva", "leo", "sibling"),
    bond("leo", "ana", "mother"),
    bond("eva", "luz", "grandparent"),
    bond("eva", "rosa", "aunt_uncle"),
]
MEMBERS = [
    Member(person=one, name=f"{one.title()} <Canaria> & familia", what="-")
    for one in ("eva", "ana", "leo", "luz", "rosa")
]


def drawn(bonds: list[Bond], members: list[Member]) -> str:
    return family_tree("eva", members, bonds, title="Family", about="of whom")


def test_parents_stand_above_grandparents_above_them_and_siblings_beside() -> None:
    assert generations("eva", BONDS) == {"eva": 0, "ana": 1, "rosa": 1, "leo": 0, "luz": 2}


def test_who_is_not_connected_is_left_out() -> None:
    assert "zoe" not in generations("eva", [*BONDS, bond("zoe", "pia", "mother")])


def test_the_picture_is_xml_and_escapes_what_names_hold() -> None:
    tree = ET.fromstring(drawn(BONDS, MEMBERS))  # noqa: S314 - our own drawing
    assert sum(one.tag.endswith("rect") for one in tree.iter()) == 1 + len(MEMBERS)
    assert "Eva <Canaria>" in "".join(tree.itertext())


def test_a_confirmed_tie_is_a_whole_line_and_a_proposed_one_is_broken() -> None:
    tree = ET.fromstring(drawn(BONDS, MEMBERS))  # noqa: S314 - our own drawing
    paths = [one.get("stroke-dasharray") for one in tree.iter() if one.tag.endswith("path")]
    assert paths.count(None) == 1
    assert len(paths) == len(BONDS)


def test_the_order_of_ties_and_members_changes_nothing() -> None:
    shuffler = random.Random(7)  # noqa: S311 - no secret
    for _ in range(5):
        bonds, members = shuffler.sample(BONDS, len(BONDS)), shuffler.sample(MEMBERS, len(MEMBERS))
        assert drawn(bonds, members) == drawn(BONDS, MEMBERS)


def test_a_person_alone_is_drawn_alone() -> None:
    tree = ET.fromstring(drawn([], MEMBERS))  # noqa: S314 - our own drawing
    assert sum(one.tag.endswith("rect") for one in tree.iter()) == 2


def test_nothing_needs_a_style_a_script_or_the_network() -> None:
    text = drawn(BONDS, MEMBERS)
    assert "style=" not in text
    assert "<script" not in text
    assert text.count("http") == 1  # the name of the language it is written in
