"""Words that must not be committed, and facts that the registry must not know."""

import pytest

from tools.house.tree import PRODUCT, named, project_files, told
from tools.house.words import facts_banned, words_banned

OTHERS_WORDS = {"LICENSE"}


def test_no_banned_word_is_committed() -> None:
    files = [path for path in project_files() if named(path) not in OTHERS_WORDS]
    texts = {named(path): path.read_text("utf-8", errors="ignore") for path in files}

    broken = told(violation for path, text in texts.items() for violation in words_banned(path, text))

    assert not broken, broken


def test_no_field_serves_enforcement() -> None:
    modules = [*sorted((PRODUCT / "records").rglob("*.py")), PRODUCT / "linkage" / "mentions.py"]

    assert len(modules) > 1
    broken = told(violation for path in modules for violation in facts_banned(named(path), path.read_text("utf-8")))

    assert not broken, broken


@pytest.mark.parametrize(
    "sample",
    [
        "# TO" + "DO later",
        "raise NotImplemented" + "Error",
        "see https://py" + "pi.org/simple",
        "open('/wo" + "rk/main/x')",
        "cd /ro" + "ot/x",
        'path = "/ho' + 'me/ana/rosters"',
    ],
)
def test_a_banned_word_is_caught(sample: str) -> None:
    assert len(words_banned("sample.md", f"fine\n{sample}\n")) == 1


@pytest.mark.parametrize("sample", ["todo el día", "../shared/data", "docs/home/page.md", "https://example.org/home/x"])
def test_an_innocent_word_passes(sample: str) -> None:
    assert words_banned("sample.md", sample) == []


@pytest.mark.parametrize(
    "field",
    [
        "immigration_status = models.TextField()",
        "visa_kind: str",
        "is_deportable: bool = False",
        "sponsor_status = models.CharField(max_length=9)",
    ],
)
def test_a_fact_that_serves_enforcement_is_caught(field: str) -> None:
    assert len(facts_banned("sample.py", f"class Person(models.Model):\n    {field}\n")) == 1


@pytest.mark.parametrize("field", ["removed_on = models.DateField()", "status: str", "separation_reason: str = ''"])
def test_a_fact_of_the_family_passes(field: str) -> None:
    assert facts_banned("sample.py", f"class Person(models.Model):\n    {field}\n") == []
