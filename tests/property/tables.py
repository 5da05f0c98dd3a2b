"""Small tables of people, with all that tables tell: several records of few people, some cells silent, some damaged."""

from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.tabular import columns_of_table

NAMES = ("Ana Lucía", "Ana", "Anna", "José", "Chepe", "J.", "María José Carmen", "Juana", "Paco", "Francisco Javier")
SURNAMES = ("López Xol", "Lopes Xol", "López", "Xol López", "García García", "García Garsia", "LópezXol", "Tzunún Pop")
RELATIVES = ("Rosa Elvira López Xol", "Rosita Lopes", "Xol Pop, Juana", "García, Eva María José", "Eva")
TEXTS: dict[str, tuple[str, ...]] = {
    "given_names": NAMES,
    "surnames": SURNAMES,
    "mother": RELATIVES,
    "father": RELATIVES,
    "children": ("Ana Xol|José Xol", "Chepe Xol", "Eva|Eva García"),
    "agency": ("cbp", "orr"),
    "sex": ("F", "M"),
    "nationality": ("GT", "HN"),
    "department": ("Quiché", "Petén"),
    "municipality": ("Nebaj", "Chajul", "Cobán"),
    "language": ("ixl", "quc"),
    "a_number": ("200123456", "200123457"),
    "other_number": ("1234567890101",),
    "family_unit": ("FMU 1",),
    "phone": ("+50255550101", "+50255550101|+50255550102"),
    "postcode": ("dh7 5ju", "dh7 5jv", "94110"),
    "address": ("12 hill street", "12 hill st", "1 mill lane"),
    "occupation": ("baker", "teacher"),
}
NUMBERS: dict[str, tuple[int, ...]] = {
    "year": (2008, 2009, 2018, 1998, 1985),
    "month": (1, 3, 5, 12),
    "day": (1, 3, 5, 31),
}
TOLD: dict[str, st.SearchStrategy[Any]] = {
    name: st.none() | st.sampled_from(values) for name, values in (TEXTS | NUMBERS).items()
}
SCHEMA = pa.schema([*((name, pa.string()) for name in TEXTS), *((name, pa.int32()) for name in NUMBERS)])
Row = dict[str, Any]

# What a million rows mostly tell; any of the rest may stand beside it.
MOSTLY = ("given_names", "surnames", "year", "month", "day", "mother", "sex", "agency")
rows: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {name: TOLD[name] for name in MOSTLY}, optional={name: TOLD[name] for name in TOLD if name not in MOSTLY}
)


def tables(*, least: int = 0, most: int = 10) -> st.SearchStrategy[list[Row]]:
    """So many rows."""
    return st.lists(rows, min_size=least, max_size=most)


def columns_of_rows(told: list[Row]) -> Columns:
    """The columns of these rows, whatever columns they have."""
    return columns_of_table(pa.Table.from_pylist(told, SCHEMA))
