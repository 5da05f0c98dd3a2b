"""Files that are wrong in every way are refused with their name and the remedy, and the others go on."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.whole.commands import Said, run
from tests.whole.lists import CHILD, MOTHER, NAMES, roster, table


def _zip_bomb() -> bytes:
    """A workbook whose sheet inflates to 4 GB."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(600):
                sheet.write(b" " * 1_000_000)
    return held.getvalue()


def _zip(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return held.getvalue()


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE pfif [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b']><pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4"><pfif:person><pfif:full_name>&m;</pfif:full_name>'
    + b"</pfif:person></pfif:pfif>"
)
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("a.csv", lambda: b""),
    "blank": ("a.csv", lambda: b"\n \n\n"),
    "header only": ("a.csv", lambda: b"Record ID,Full Name,DOB\n"),
    "no header": ("a.csv", lambda: b"1,Diego Chavez,2011-05-17\n2,Brenda Rivas,2009-11-30\n"),
    "random bytes": ("a.csv", lambda: bytes(range(256)) * 40),
    "zip bomb": ("a.xlsx", _zip_bomb),
    "zip that is no workbook": ("a.xlsx", lambda: _zip(readme="hello")),
    "half a workbook": ("a.xlsx", lambda: _zip(**{"[Content_Types].xml": "<Types/>"})),
    "truncated zip": ("a.xlsx", lambda: _zip(readme="hello" * 100)[:150]),
    "text called xls": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing else"),
    "billion laughs": ("a.xml", lambda: BILLION_LAUGHS),
    "JSON with NaN": ("a.json", lambda: b'[{"name": "Diego Chavez", "age": NaN}]'),
    "JSON of 100,000 levels": ("a.json", lambda: b"[" * 100_000 + b"]" * 100_000),
    "JSON of 100,000 objects in one another": ("a.json", lambda: b'[{"name":' * 100_000),
    "JSON cut off": ("a.json", lambda: b'[{"name": "Diego Chavez"}, {"na'),
    "JSON that is no list": ("a.json", lambda: b'"Diego Chavez"'),
    "PDF": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"),
    "picture": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(200)) * 5),
    "HTML": ("a.csv", lambda: b"<!doctype html><html><body><table><tr><td>Diego</td></tr></table></body></html>"),
}


@pytest.fixture(scope="module")
def all_at_once(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> tuple[Said, Path]:
    """One run on all of them and a good one, each bad file under its case's name as agency; and its results."""
    folder = tmp_path_factory.mktemp("refused")
    arguments = [f"good={roster(folder / 'good.csv', MOTHER, CHILD)}"]
    for case, (name, content) in REFUSED.items():
        (folder / case).mkdir()
        (folder / case / name).write_bytes(content())
        arguments.append(f"{case}={folder / case / name}")
    with django_db_blocker.unblock():
        return run("reconcile", *arguments, "--out", folder / "out", "--json"), folder / "out"


def test_others_go_on_where_some_are_refused(all_at_once: tuple[Said, Path]) -> None:
    said, out = all_at_once
    assert said.code == 3, said
    assert {row["agency"] for row in table(out / "people.csv")} == {"good"}
    assert not any(part in said.err for part in NAMES)
    assert said.err.count("Error: ") == said.err.count("What to do: ") == len(REFUSED)


@pytest.mark.parametrize("case", REFUSED)
def test_refused_file_is_named_with_its_remedy(case: str, all_at_once: tuple[Said, Path]) -> None:
    said, out = all_at_once
    name = REFUSED[case][0]
    (refused,) = (each for each in said.json["refused"] if each["agency"] == case)
    assert refused["file"] == name
    assert refused["problem"]
    assert refused["remedy"]
    assert f"{name}: {refused['problem']}" in said.err or f"{name}, line {refused['line']}: " in said.err
    (row,) = (row for row in table(out / "quarantine.csv") if row["agency"] == case)
    assert (row["file"], row["line"]) == (name, str(refused["line"] or 0))
    assert refused["problem"] in row["problem"]


@pytest.mark.parametrize("case", REFUSED)
def test_refused_file_alone_fails_and_nothing_is_written(case: str, tmp_path: Path) -> None:
    name, content = REFUSED[case]
    bad = tmp_path / name
    bad.write_bytes(content())
    said = run("reconcile", bad)
    assert (said.code, said.out) == (1, "")
    assert name in said.err
    assert "What to do: " in said.err
    assert not Path("reencuentro/people.csv").exists()


@pytest.mark.parametrize("given", [[], ["x=nowhere.csv"], ["x=/dev/null"], ["x=empty.csv"]])
def test_a_new_registry_that_got_nothing_does_not_stay(given: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", "keys")
    Path("empty.csv").touch()
    said = run("reconcile", *given, "--out", "out/deep")
    assert said.code == 1
    assert not Path("out").exists()
    assert [*Path("keys").iterdir()] == []


def test_a_registry_that_was_there_stays_whatever_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", "keys")
    assert run("reconcile", f"good={roster('good.csv', MOTHER, CHILD)}", "--as-of", "2018-06-19").code == 0
    assert run("reconcile", "x=nowhere.csv").code == 1
    assert run("reconcile").code == 0
