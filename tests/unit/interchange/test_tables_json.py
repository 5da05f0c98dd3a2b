"""JSON and PFIF: records with fields of their own, streamed, and refused where they break."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables import Limits, RawRow, Table, read_table

SHARED = Path(__file__).resolve().parents[3] / "../shared/data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared test data is not beside the repository")
PFIF_SAMPLES = sorted((SHARED / "personfinder/tests").glob("*.xml"))

Read = Callable[..., tuple[Table, list[RawRow]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes text to a file and reads it as a table."""

    def read(content: str | bytes, **options: object) -> tuple[Table, list[RawRow]]:
        path = tmp_path / "roster.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with read_table(path, **options) as table:  # type: ignore[arg-type]  # each test names real options
            return table, list(table.rows())

    return read


def test_numbers_stay_as_written_and_null_is_blank(read: Read) -> None:
    table, rows = read(
        '[{"id": 12, "age": 1.50, "name": null, "separated": true, "big": 123456789012345678901234567890}]'
    )
    assert table.header == ("id", "age", "name", "separated", "big")
    assert rows == [RawRow(1, ("12", "1.50", "", "true", "123456789012345678901234567890"))]


def test_nested_values_are_json_text_in_the_cell(read: Read) -> None:
    seeks = [{"name": "ANA «LA FLACA»", "relation": "mother", "age": 30}, {"name": "José", "age": 5.0}]
    _, rows = read(json.dumps([{"id": "1", "seeks": seeks}]))
    assert json.loads(rows[0].cells[1]) == seeks
    assert '"age": 5.0' in rows[0].cells[1]


def test_fields_that_come_later_are_columns_too(read: Read) -> None:
    table, rows = read('[{"id": "1"}, {"id": "2", "name": "ANA"}, {"name": "EVA"}, {}]')
    assert (table.header, table.header_line) == (("id", "name"), 0)
    assert [row.cells for row in rows] == [("1", ""), ("2", "ANA"), ("", "EVA")]


@pytest.mark.parametrize(
    "text",
    [
        '{"agency": "ORR", "as_of": "2018-06-19", "records": [{"id": "1"}, {"id": "2"}], "count": 2}',
        '{"about": {"agency": "ORR"}, "records": [{"id": "1"}, {"id": "2"}]}',
        '{"id": "1"}\n{"id": "2"}\n',
        '\ufeff [ {"id": "1"} ,\n {"id": "2"} ] \n',
    ],
    ids=["held", "held behind an object", "lines", "array"],
)
def test_records_are_found_however_they_are_held(read: Read, text: str) -> None:
    table, rows = read(text)
    assert table.header == ("id",)
    assert rows == [RawRow(1, ("1",)), RawRow(2, ("2",))]


def test_what_stands_before_held_records_is_kept(read: Read) -> None:
    table, _ = read('{"agency": "ORR", "as_of": "2018-06-19", "count": 1, "records": [{"id": "1"}]}')
    assert table.preamble == ("agency: ORR", "as_of: 2018-06-19", "count: 1")


def test_a_nested_array_of_objects_does_not_make_a_holder(read: Read) -> None:
    table, rows = read('{"id": "1", "seeks": [{"name": "ANA"}]}\n{"id": "2", "seeks": []}')
    assert (table.header, len(rows)) == (("id", "seeks"), 2)


def test_an_empty_array_is_an_empty_table(read: Read) -> None:
    table, rows = read("[]")
    assert (table.header, rows) == ((), [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[{"id": 1},\n {"name": "NaN", "age": NaN}]', 2),
        ('[{"id": 1},\n {"age": -Infinity}]', 2),
        ('[{"id": 1},\n\n {"age": 01}]', 3),
        ('[{"id": 1}\n', 2),
        ('[{"id": 1}] [', 1),
        ('[{"id": 1}, ]', 1),
        ('{"id": 1}\n{"id": 2', 2),
        ("[" * 100_000, 1),
        ('[{"id":' * 100_000, 1),
        ('[{"id": "1"},\n{"id": ' + "[" * 100_000 + "]" * 100_000 + "}]", 2),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(read: Read, text: str, line: int) -> None:
    with pytest.raises(RosterRefusedError) as refused:
        read(text)
    assert (refused.value.line, refused.value.file, bool(refused.value.remedy)) == (line, "roster.json", True)


@pytest.mark.parametrize(
    ("item", "column"),
    [
        ('{"id": "2", "name": "A", "name": "B"}', "name"),
        ('{"id": "2", "name": "\\u0000"}', "name"),
        ('{"id": "2", "name": "\\ud800"}', "name"),
        ('{"id": "2", "seeks": [{"age": 1, "age": 2}]}', ""),
        ("12", ""),
        ("[[]]", ""),
        ("null", ""),
    ],
)
def test_a_bad_item_is_a_problem_and_the_rest_goes_on(read: Read, item: str, column: str) -> None:
    _, rows = read(f'[{{"id": "1", "name": "ANA"}}, {item}, {{"id": "3"}}]')
    assert [bool(row.problem) for row in rows] == [False, True, False]
    assert (rows[1].line, rows[1].column) == (2, column)
    "".join(rows[1].cells).encode()


def test_json_in_utf16_is_read(read: Read) -> None:
    _, rows = read('[{"nombre": "Peña"}]'.encode("utf-16"))
    assert rows == [RawRow(1, ("Peña",))]


def test_items_that_cross_the_reading_buffer_are_whole(read: Read) -> None:
    items = [{"id": str(number), "notes": "ñ" * (number % 7000)} for number in range(700)]
    _, rows = read(json.dumps(items, ensure_ascii=False, indent=1))
    assert [row.cells for row in rows] == [(item["id"], item["notes"]) for item in items]


def test_too_many_different_fields_are_refused(read: Read) -> None:
    with pytest.raises(RosterRefusedError, match="more than 10 different fields"):
        read(json.dumps([{f"field {number}": 1} for number in range(11)]), limits=Limits(max_columns=10))


@needs_shared
def test_naughty_strings_come_back_unharmed(read: Read) -> None:
    naughty = json.loads((SHARED / "naughty-strings/blns.json").read_text("utf-8"))
    _, rows = read(json.dumps([{"id": "x", "name": text} for text in naughty]))
    assert [row.cells[1] for row in rows] == naughty


@needs_shared
@pytest.mark.parametrize("path", PFIF_SAMPLES, ids=lambda path: path.stem)
def test_every_pfif_sample_is_read(path: Path) -> None:
    with read_table(path) as table:
        rows = list(table.rows())
    text = path.read_text("utf-8")
    assert table.format == "pfif"
    assert len(rows) == (text.count("<pfif:person>") or text.count("<pfif:note>"))
    if "<pfif:person>" in text:
        assert not any(row.problem for row in rows)
        assert "person_record_id" in table.header
    else:
        assert all(row.problem and row.column == "note_person_record_id" for row in rows)


ID = "<pfif:person_record_id>{0}</pfif:person_record_id>"
PERSON = f"<pfif:person>{ID}<pfif:full_name>{{1}}</pfif:full_name>{{2}}</pfif:person>"
NOTE = "<pfif:note><pfif:status>{0}</pfif:status>{1}</pfif:note>"


def pfif(*records: str, version: str = "1.4") -> str:
    return (
        f'<?xml version="1.0"?>\n<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/{version}">\n'
        + "\n".join(records)
        + "\n</pfif:pfif>"
    )


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4", "9"])
def test_any_version_of_pfif_is_read_with_lines(read: Read, version: str) -> None:
    table, rows = read(pfif(PERSON.format("x/1", "ANA", ""), PERSON.format("x/2", "José", ""), version=version))
    assert table.header == ("person_record_id", "full_name")
    assert rows == [RawRow(3, ("x/1", "ANA")), RawRow(4, ("x/2", "José"))]


def test_notes_are_folded_into_their_person_wherever_they_stand(read: Read) -> None:
    own = NOTE.format("believed_missing", "") + NOTE.format("is_note_author", "")
    apart = NOTE.format("believed_alive", "<pfif:person_record_id>x/2</pfif:person_record_id>")
    table, rows = read(pfif(apart, PERSON.format("x/1", "ANA", own), PERSON.format("x/2", "EVA", "")))
    places = [dict(zip(table.header, row.cells, strict=True)) for row in rows]
    assert [place["note_status"] for place in places] == ["believed_missing\nis_note_author", "believed_alive"]
    assert not any(row.problem for row in rows)


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (PERSON.format(" ", "EVA", ""), "person_record_id"),
        (PERSON.format("x/2", "EVA", "<pfif:full_name>LUZ</pfif:full_name>"), "full_name"),
        (PERSON.format("x/2", "<b>EVA</b>", ""), "full_name"),
    ],
)
def test_a_bad_person_is_a_problem_and_the_rest_goes_on(read: Read, bad: str, column: str) -> None:
    _, rows = read(pfif(PERSON.format("x/1", "ANA", ""), bad, PERSON.format("x/3", "SOL", "")))
    assert [(row.line, row.column, bool(row.problem)) for row in rows] == [
        (3, "", False),
        (4, column, True),
        (5, "", False),
    ]


@needs_shared
@pytest.mark.parametrize("path", sorted((SHARED / "defusedxml/xmltestdata").iterdir()), ids=lambda path: path.name)
def test_hostile_xml_is_refused(path: Path) -> None:
    with pytest.raises(RosterRefusedError) as refused, read_table(path):
        pass
    assert refused.value.remedy


def test_an_entity_inside_pfif_is_refused_before_it_grows(read: Read) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    with pytest.raises(RosterRefusedError, match="document type"):
        read(pfif(PERSON.format("x/1", "&b;", "")).replace("?>\n", "?>\n" + bomb))


def test_broken_xml_is_refused_with_its_line(read: Read) -> None:
    with pytest.raises(RosterRefusedError, match="line 4: the XML is broken"):
        read(pfif(PERSON.format("x/1", "ANA", ""), "<pfif:person><pfif:full_name></pfif:person>"))
