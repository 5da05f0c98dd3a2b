"""How one fact reads: the same in every language, and nothing of how it is kept."""

from typing import Any

import pytest

from reencuentro.reports.facts import in_text


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ({"year": 2012, "month": 5, "day": 3}, "2012-05-03"),
        ({"year": 2012, "month": 5}, "2012-05"),
        ({"year": 2012}, "2012"),
        ({"year": 2012, "month": 5, "day": 3, "ambiguous": True}, "2012-05-03 / 2012-03-05"),
        (["555", "556"], "555; 556"),
        ([["curp", "TUPX"], ["dpi", "99"]], "curp TUPX; dpi 99"),
        ([{"relation": "mother", "name": "Ana", "age": None}], "relation mother, name Ana"),
        (7, "7"),
    ],
)
def test_fact_reads_as_people_write_it(kept: Any, read: str) -> None:
    assert in_text(kept) == read
