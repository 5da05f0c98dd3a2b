"""Why rows and lists can't be taken is said in both languages: every sentence that a reader of files has is found."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import reencuentro
from reencuentro.web.problems import in_spanish, is_known, problem
from reencuentro.web.words import all_words

HOME = Path(reencuentro.__file__).parent
READERS = (
    *sorted((HOME / "interchange" / "tables").glob("*.py")),
    *sorted((HOME / "interchange" / "values").glob("*.py")),
    *sorted((HOME / "interchange" / "rosters").glob("*.py")),
    *(HOME / "actions" / f"{name}.py" for name in ("dropping", "intake", "mending", "returning", "rosters")),
)
RAISED = {"UnreadableError", "RosterRefusedError", "Problem", "ReencuentroError", "_bomb", "_refused"}
TOLD = {"problem", "remedy"}
ONLY_JUDGED = {"no word of status", "a state of the US"}  # of columns as a whole, shown to nobody


def sentences() -> Iterator[str]:
    """What readers of files say, each fact in it put as 7."""
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in RAISED:
                yield from map(text_of, (*node.args, *(one.value for one in node.keywords if one.arg in TOLD)))
            elif isinstance(node, ast.Assign) and any(is_told(one) for one in node.targets):
                yield from texts_in(node.value)


def texts_in(node: ast.AST) -> Iterator[str]:
    """The texts in an expression, each whole."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield text_of(node)
        return
    for child in ast.iter_child_nodes(node):
        yield from texts_in(child)


def is_told(target: ast.expr) -> bool:
    """Whether what is assigned is a problem or a remedy, kept under a name of its own."""
    name = ast.unparse(target)
    return name in TOLD or (name.isupper() and name.strip("_") in _CONSTANTS)


_CONSTANTS = {
    *("RESAVE", "SAVE_AS", "SPLIT", "REMEDY", "NO_HEADER_REMEDY", "GARBLED", "SHOWS_ERROR", "NO_VALUE", "NUL"),
    *("UNDECODABLE", "UNCLOSED", "OVERRUN", "NO_PERSON", "NO_ID", "TWICE", "NESTED"),
}


def text_of(node: ast.expr) -> str:
    """The sentence as somebody reads it; "" where it is none."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_sentence_of_the_readers_has_its_spanish() -> None:
    whole = {one for one in sentences() if " " in one.strip() and not one.endswith((", ", ": "))}

    assert len(whole) > 70
    assert sorted(one for one in whole - ONLY_JUDGED if not is_known(one)) == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("not a date: write it as YYYY-MM-DD", "no es una fecha: escríbala como AAAA-MM-DD"),
        (
            "there is no day 30 in month 2 of that year: write it as YYYY-MM-DD",
            "el mes 2 de ese año no tiene día 30: escríbala como AAAA-MM-DD",
        ),
        (
            "the row names nobody: give a name, an identifier, a date of birth or a relative",
            "la fila no nombra a nadie: ponga un nombre, un número, una fecha de nacimiento o un familiar",
        ),
        ("the file is a PDF document, not a table", "el archivo es un documento PDF, no una tabla"),
        (
            "the header says date_of_birth, but 12% of the cells can be read so",
            "el encabezado dice Fecha de nacimiento, pero solo 12% de las celdas se puede leer así",
        ),
        ("what nobody has put into Spanish", "what nobody has put into Spanish"),
    ],
)
def test_a_sentence_keeps_its_facts_in_spanish(english: str, spanish: str) -> None:
    with translation.override("es"):
        assert problem(english) == spanish
    with translation.override("en"):
        assert problem(english) == english


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_cell_holds_is_no_pattern_whatever_is_read_meanwhile(language: str) -> None:
    with translation.override(language):
        assert in_spanish("column '{x} (.*) {0}' tells sex already") == "la columna '{x} (.*) {0}' ya dice Sexo"


def test_no_two_sentences_are_alike() -> None:
    said = [one["en"] for key, one in all_words().items() if key.startswith("problem_")]
    assert len(said) == len(set(said))
