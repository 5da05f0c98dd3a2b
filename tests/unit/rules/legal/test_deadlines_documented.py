"""The page for advocates holds the numbers that the program goes by, and says of which nobody has read the text."""

import re
from pathlib import Path

import pytest

from reencuentro.rules.legal.deadlines import TimeOfLaw, times

PAGE = (Path(__file__).resolve().parents[4] / "docs/legal.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("found", times().times, ids=lambda one: one.code.value)
def test_its_length_and_its_law_stand_in_the_table(found: TimeOfLaw) -> None:
    length = str(found.days or found.business_days or "one year")
    law = re.search(r"\(?\w?\)?(\d+ (CFR|U\.S\.C\.) \S+?|artículo \d+)(?=[(:; ,]|$)", found.source)
    assert law is not None, found.source
    rows = [row for row in PAGE.splitlines() if row.startswith("|") and law[1] in row]
    assert any(length in row for row in rows), (length, law[1])
    assert any(("| yes" in row) is found.read for row in rows)
