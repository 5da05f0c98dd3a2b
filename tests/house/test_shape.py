"""Docstrings, sizes, names and late imports: the rules catch bad samples, and the sources keep them."""

import pytest

from tools.house import shape
from tools.house.tree import PRODUCT, named, product_modules, project_files, told

LONG_FUNCTION = '"""M."""\n\n\ndef long() -> None:\n    """D."""\n' + "    print()\n" * 60


@pytest.mark.parametrize("rule", shape.TEXT_RULES, ids=lambda rule: rule.__name__)
def test_the_product_keeps_the_rule(rule: shape.Rule) -> None:
    modules = product_modules()

    assert modules
    broken = told(violation for path in modules for violation in rule(named(path), path.read_text("utf-8")))

    assert not broken, broken


@pytest.mark.parametrize("rule", [shape.sizes_exceeded, shape.exceptions_unexplained], ids=lambda rule: rule.__name__)
def test_tests_and_tools_keep_the_rule(rule: shape.Rule) -> None:
    modules = [path for path in project_files(".py") if not named(path).startswith("src/")]

    broken = told(violation for path in modules for violation in rule(named(path), path.read_text("utf-8")))

    assert not broken, broken


def test_every_room_has_a_name_that_says_what_it_holds() -> None:
    broken = told(violation for path in project_files(".py") for violation in shape.banned_rooms(named(path)))

    assert not broken, broken


def test_every_unit_test_mirrors_a_room() -> None:
    paths = [path.relative_to(PRODUCT).with_suffix("").as_posix() for path in product_modules()]
    rooms = {path.removesuffix("/__init__") for path in paths}
    broken = told(violation for path in project_files(".py") for violation in shape.mirrors_nothing(named(path), rooms))

    assert not broken, broken


def test_a_unit_test_of_nothing_is_caught() -> None:
    rooms = {"errors", "rules/custody", "rules/cases/steps"}

    assert shape.mirrors_nothing("tests/unit/rules/test_custody.py", rooms) == []
    assert shape.mirrors_nothing("tests/unit/rules/cases/test_steps.py", rooms) == []
    assert shape.mirrors_nothing("tests/unit/test_errors.py", rooms) == []
    assert shape.mirrors_nothing("tests/unit/rules/test_custody_silence.py", rooms) == []
    assert shape.mirrors_nothing("tests/stored/test_anything.py", rooms) == []
    assert len(shape.mirrors_nothing("tests/unit/rules/test_people.py", rooms)) == 1
    assert len(shape.mirrors_nothing("tests/unit/linkage/test_custody.py", rooms)) == 1


@pytest.mark.parametrize(
    ("rule", "sample"),
    [
        (shape.docstrings_missing, "x = 1\n"),
        (shape.docstrings_missing, '"""M."""\n\ndef shown(): ...\n'),
        (shape.docstrings_missing, '"""M."""\n\nclass Shown:\n    x = 1\n'),
        (shape.docstrings_missing, '"""M."""\n\nclass Shown:\n    """D."""\n    def told(self): ...\n'),
        (shape.sizes_exceeded, '"""M."""\n' * 401),
        (shape.sizes_exceeded, LONG_FUNCTION),
        (shape.late_imports, "def f():\n    import json\n"),
        (shape.late_imports, "def f():\n    import json  # noqa: PLC0415\n"),
        (shape.exceptions_unexplained, "x = eval('1')  # noqa: S307\n"),
        (shape.exceptions_unexplained, "x: int = ''  # type: ignore[assignment]\n"),
        (shape.exceptions_unexplained, "x = 1\ny = 2  # noqa: E501, S307\n"),
    ],
)
def test_a_bad_sample_is_caught(rule: shape.Rule, sample: str) -> None:
    assert len(rule("sample.py", sample)) == 1


@pytest.mark.parametrize(
    ("rule", "sample"),
    [
        (shape.docstrings_missing, '"""M."""\n\ndef _hidden(): ...\n\nclass _Hidden: ...\n'),
        (shape.docstrings_missing, '"""M."""\n\nclass Shown:\n    """D."""\n    def __str__(self): ...\n'),
        (shape.sizes_exceeded, '"""M."""\n' * 400),
        (shape.sizes_exceeded, LONG_FUNCTION.replace("    print()\n", "", 2)),
        (shape.late_imports, "import json\n"),
        (shape.late_imports, "def f():\n    # heavy: costs a second that few commands need\n    import json\n"),
        (shape.late_imports, "def f():\n    import json  # noqa: PLC0415 - heavy, and few commands need it\n"),
        (shape.exceptions_unexplained, "x = eval('1')  # noqa: S307 - a constant\n"),
        (shape.exceptions_unexplained, "# the stubs are wrong here\nx: int = ''  # type: ignore[assignment]\n"),
    ],
)
def test_a_good_sample_passes(rule: shape.Rule, sample: str) -> None:
    assert rule("sample.py", sample) == []


@pytest.mark.parametrize("path", ["src/reencuentro/utils.py", "src/reencuentro/core/names.py", "tests/helpers.py"])
def test_a_room_without_a_meaning_is_caught(path: str) -> None:
    assert len(shape.banned_rooms(path)) == 1


def test_a_room_is_judged_by_its_whole_name() -> None:
    assert shape.banned_rooms("src/reencuentro/actions/database.py") == []
