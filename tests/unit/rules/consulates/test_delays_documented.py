"""The page for those who tell consulates holds the numbers and the posts that the program goes by."""

from collections import Counter
from datetime import date
from pathlib import Path

from reencuentro.rules.consulates.delays import delays
from reencuentro.rules.consulates.posts import directory
from reencuentro.rules.duties.consular import TABLE

PAGE = Path(__file__).resolve().parents[4] / "docs" / "consular.md"


def table(heading: str) -> list[list[str]]:
    """The cells of each row of a section's table."""
    section = PAGE.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]


def test_every_number_is_told_with_its_days_and_its_source() -> None:
    assert table('How long "without delay" lasts') == [
        [
            one.what.value,
            ", ".join(sorted(one.jurisdictions)) or "elsewhere",
            str(one.hours),
            str(one.urgent_hours),
            str(one.valid_from),
            "–" if one.valid_until == date.max else str(one.valid_until),
            one.source + ("" if one.read else " ‡"),
        ]
        for one in delays()
    ]


def test_it_is_told_how_many_posts_are_known_and_how_many_there_are_said_to_be() -> None:
    here = Counter(one.country for one in directory().posts)
    said = {one.country: one.posts for one in directory().networks}
    assert [row[:3] for row in table("The directory")] == [
        [country, str(here[country]), str(said[country])] for country in here
    ]
    assert f"{len(directory().posts)} posts" in PAGE.read_text("utf-8")


def test_every_kind_that_a_consulate_reads_is_told() -> None:
    assert {row[0] for row in table("What a consulate reads")} == {one.code for one in TABLE[1:]}
