import re

from reencuentro.rules.disclosure.vocabulary import (
    CONTACT,
    EVERYTHING,
    EXISTENCE,
    HEALTH,
    LOCATION,
    NOTHING,
    Action,
    Level,
    Purpose,
    Role,
    Topic,
    compartments,
)

SERVES_ENFORCEMENT = re.compile("enforc|deport|remov|detain|detention|arrest|prosecut|police|border|migra|visa|status")


def test_levels_open_their_compartments() -> None:
    assert compartments({Level.EXISTENCE, Level.CONTACT}) == {EXISTENCE, CONTACT}


def test_the_protected_level_opens_only_the_topics_named() -> None:
    assert compartments({Level.PROTECTED}, {Topic.HEALTH, Topic.LOCATION}) == {HEALTH, LOCATION}


def test_topics_without_the_protected_level_open_nothing() -> None:
    assert compartments((), Topic) == NOTHING


def test_all_levels_with_all_topics_are_everything() -> None:
    assert compartments(Level, Topic) == EVERYTHING


def test_compartments_go_by_their_topic_or_level() -> None:
    assert [str(LOCATION), str(CONTACT)] == ["location", "contact"]


def test_no_word_serves_enforcement() -> None:
    words = [*Purpose, *Action, *Role]

    assert [word for word in words if SERVES_ENFORCEMENT.search(word)] == []
    assert SERVES_ENFORCEMENT.search("enforcement")
