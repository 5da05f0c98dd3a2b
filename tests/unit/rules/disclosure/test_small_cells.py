from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.rules.disclosure.small_cells import SMALL, Sum, withheld


def test_small_counts_are_withheld_and_nought_is_not() -> None:
    assert withheld({"a": 1, "b": 10, "c": 11, "d": 0}, []) == {"a", "b"}


def test_a_second_count_is_withheld_where_the_total_would_tell() -> None:
    counts = {"total": 74, "a": 4, "b": 30, "c": 40}
    assert withheld(counts, [Sum("total", ("a", "b", "c"))]) == {"a", "b"}


def test_two_small_counts_protect_each_other() -> None:
    counts = {"total": 47, "a": 4, "b": 3, "c": 40}
    assert withheld(counts, [Sum("total", ("a", "b", "c"))]) == {"a", "b"}


def test_counts_that_must_all_be_one_are_protected() -> None:
    counts = {"total": 42, "a": 1, "b": 1, "c": 40}
    assert "c" in withheld(counts, [Sum("total", ("a", "b", "c"))])


def test_a_total_that_another_table_would_tell_is_protected_there_too() -> None:
    counts = {"total": 13, "a": 7, "b": 6, "x": 13, "y": 0, "all": 33, "rest": 20}
    hidden = withheld(counts, [Sum("total", ("a", "b")), Sum("total", ("x", "y")), Sum("all", ("total", "rest"))])
    assert hidden == {"a", "b"}
    alone = withheld({"total": 14, "a": 3, "b": 11}, [Sum("total", ("a", "b"))])
    assert alone == {"a", "b"}


@settings(deadline=None)  # trying every way to fill the gaps takes as long as it takes
@given(st.lists(st.integers(0, 14), min_size=2, max_size=4), st.lists(st.integers(0, 14), min_size=2, max_size=3))
def test_no_small_count_can_be_worked_out(first: list[int], second: list[int]) -> None:
    """Tried out: for every withheld small count, another number fits all that is shown as well."""
    total = sum(first)
    second[0] = max(0, total - sum(second[1:]))
    if sum(second) != total:
        second = [total]
    counts = {"total": total, **{f"a{i}": n for i, n in enumerate(first)}, **{f"b{i}": n for i, n in enumerate(second)}}
    tables = [[name for name in counts if name.startswith(letter)] for letter in "ab"]
    hidden = withheld(counts, [Sum("total", tuple(names)) for names in tables])
    assert hidden >= {name for name, count in counts.items() if count in SMALL}
    for names in tables:
        lost = [name for name in names if name in hidden]
        if "total" not in hidden and lost:
            left = total - sum(counts[name] for name in names if name not in hidden)
            options = [each for each in product(range(1, left + 1), repeat=len(lost)) if sum(each) == left]
            assert all(len({option[index] for option in options}) > 1 for index in range(len(lost)))
        if "total" in hidden and total:
            assert lost
