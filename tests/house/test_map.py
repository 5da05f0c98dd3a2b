"""The map in docs/architecture.md is the one that the sources make."""

from pathlib import Path

import pytest

from tools.house.map import BEGIN, END, FLOORS, PAGE, draw_map, with_map
from tools.house.tree import PRODUCT


def test_the_page_shows_the_house_as_it_is() -> None:
    page = PAGE.read_text("utf-8")

    assert with_map(page, draw_map(PRODUCT)) == page, "run `make map`"


def test_every_floor_of_the_product_is_on_the_map() -> None:
    floors = {path.parent.name for path in PRODUCT.glob("*/__init__.py")}

    assert floors <= set(FLOORS)


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    for name, text in {
        "__init__.py": '"""The house."""',
        "errors.py": '"""What can go\nwrong | here.\n\nMore."""',
        "rules/__init__.py": '"""DECIDES."""',
        "rules/custody.py": '"""Who is where."""',
        "rules/cases/__init__.py": '"""The work."""',
        "rules/cases/steps.py": '"""Its steps."""',
        "linkage/__init__.py": '"""COMPARES."""',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_the_map_goes_from_the_top_floor_down(small_house: Path) -> None:
    assert draw_map(small_house).splitlines() == [
        "### `rules/`",
        "",
        "DECIDES.",
        "",
        "| room | what it is for |",
        "|---|---|",
        "| `cases` | The work. |",
        "| `cases/steps` | Its steps. |",
        "| `custody` | Who is where. |",
        "",
        "### `linkage/`",
        "",
        "COMPARES.",
        "",
        "### Beside the floors",
        "",
        "| room | what it is for |",
        "|---|---|",
        "| `errors` | What can go wrong \\| here. |",
    ]


def test_a_new_room_makes_the_map_stale(small_house: Path) -> None:
    page = with_map(f"# A\n{BEGIN}\n{END}\nZ\n", draw_map(small_house))
    (small_house / "rules" / "timers.py").write_text('"""Deadlines."""', "utf-8")

    assert with_map(page, draw_map(small_house)) != page
    assert page.startswith("# A\n")
    assert page.endswith("Z\n")


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="has no"):
        with_map("# A\n", "map")
