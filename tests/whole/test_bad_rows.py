"""Rows that can't be true or can't be read: quarantined with line, column and value, or taken as they stand."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.whole.commands import run
from tests.whole.lists import CHILD, HEADER, MOTHER, NAMES, OTHER, roster, table

AGE_HEADER = ("Record ID", "Full Name", "Age", "Sex", "Nationality", "DOB")


def quarantine() -> list[tuple[str, str, str]]:
    """Line, column and value of everything in quarantine."""
    return [(row["line"], row["column"], row["value"]) for row in table("reencuentro/quarantine.csv")]


def taken() -> list[str]:
    return [row["record_id"] for row in table("reencuentro/people.csv")]


IMPOSSIBLE = [
    ("DOB", "2011-02-30"),
    ("DOB", "31/31/2011"),
    ("DOB", "Diego Chávez"),
    ("DOB", "2099-01-01"),
    ("DOB", "1011-01-01"),
    ("Age", "430"),
    ("Age", "-3"),
    ("Age", "Diego"),
    ("Sex", "blue"),
    ("Nationality", "Atlantis"),
    ("Nationality", "2011-05-17"),
]


def test_value_that_cannot_be_is_quarantined_with_its_place() -> None:
    sound = [("Age", "7"), ("DOB", "2011-05-17"), ("Sex", "F"), ("Nationality", "Honduras")] * 9
    cells = [
        {"Record ID": f"U{n}", "Full Name": f"Brenda Menjívar {n}", column: value}
        for n, (column, value) in enumerate([*IMPOSSIBLE, *sound])
    ]
    rows = [tuple(each.get(name, "") for name in AGE_HEADER) for each in cells]
    said = run("reconcile", roster("a_2018-06-19.csv", *rows, header=AGE_HEADER))
    assert said.code == 3, said
    assert quarantine() == sorted((str(n), *wrong) for n, wrong in enumerate(IMPOSSIBLE, 2))
    assert len(taken()) == len(sound)
    problems = [row["problem"] for row in table("reencuentro/quarantine.csv")]
    assert not [problem for problem in problems if not set(":;") & set(problem)], "no remedy"
    assert not any(part in said.err + said.out for part in NAMES)


def test_five_kinds_of_date_in_one_column_are_read_or_quarantined_but_never_guessed_wrong() -> None:
    dates = ["2011-05-17", "17/05/2011", "17 mayo 2011", "May 17, 2011", "40680", "17.05.11", "20110517", "mañana"]
    rows = [(f"U{n}", f"Diego Chávez {n}", date, "M", "", "") for n, date in enumerate(dates)]
    said = run("reconcile", f"a={roster('a_2018-06-19.csv', *rows)}")
    assert said.code == 3
    assert ("9", "DOB", "mañana") in quarantine()
    for record in taken():
        known = run("show", f"a:{record}", "--json").json["fields"]["birth"][0]["value"]
        assert {"year": 2011, "month": 5, "day": 17}.items() <= known.items(), (record, known)


def test_swapped_columns_never_become_a_name_or_a_birth_date() -> None:
    rows = [MOTHER, CHILD, ("U3", "2011-05-17", "Diego Chávez Tun", "Guatemala", "M", "")]
    said = run("reconcile", f"a={roster('a_2018-06-19.csv', *rows)}")
    assert said.code == 3
    assert taken() == ["E1", "U1"]
    assert {line for line, _, _ in quarantine()} == {"4"}


def test_columns_whose_cells_deny_their_header_are_told_and_not_used() -> None:
    rows = [(f"U{n}", f"Diego Paz {n}", "Diego Chávez Tun", "Guatemala", "M", "") for n in range(12)]
    said = run("reconcile", f"a={roster('a_2018-06-19.csv', *rows)}")
    assert said.code == 0
    assert "columns not used: DOB, Sex, Nationality" in said.out
    assert set(run("show", "a:U1", "--json").json["fields"]) <= {"full_name", "stated_on"}
    (told,) = json.loads(Path("reencuentro/report.json").read_text())["rosters"]
    assert told["unused_columns"] == ["DOB", "Sex", "Nationality"]
    assert "DOB, Sex, Nationality" in Path("reencuentro/report.html").read_text()


def test_a_roster_without_record_ids_says_that_its_rows_are_called_by_their_lines() -> None:
    said = run("reconcile", f"a={roster('a_2018-06-19.csv', CHILD[1:], header=HEADER[1:])}")
    assert "a_2018-06-19.csv: no column is recognised as the record's id" in " ".join(said.out.split())
    assert taken() == ["2"]
    assert run("show", "a:2").code == 0
    numbered = run("reconcile", f"b={roster('b_2018-06-19.csv', OTHER)}")
    assert "is recognised as the record's id" not in numbered.out


def test_same_record_id_with_other_content_keeps_the_fuller_row_and_quarantines_the_other() -> None:
    poorer = ("U1", "Diego Chávez", "", "", "", "")
    said = run("reconcile", f"a={roster('a_2018-06-19.csv', poorer, CHILD, CHILD)}")
    assert said.code == 3
    assert taken() == ["U1"]
    (row,) = table("reencuentro/quarantine.csv")
    assert row["line"] == "2"
    assert "line 3" in row["problem"]


def test_ragged_rows_and_broken_quotes_are_quarantined_and_the_rest_goes_on() -> None:
    text = (
        "Record ID,Full Name,DOB\nU1,Diego Chávez,2011-05-17\nU2,Brenda,2009-11-30,x,y\nU3,Ana\nU4,Eva Paz,2010-01-02\n"
    )
    Path("a_2018-06-19.csv").write_text(text, encoding="utf-8")
    said = run("reconcile", "a_2018-06-19.csv")
    assert said.code == 3
    assert {"U1", "U4"} <= set(taken())
    assert "3" in {line for line, _, _ in quarantine()}


def test_broken_quoting_loses_no_row_in_silence() -> None:
    lines = [f"U{n},Diego Paz {n},2011-05-17" for n in range(20)]
    lines[7] = 'U7,"Diego "el Gato Paz,2011-05-17'
    lines[13] = 'U13,"Diego Paz,2011-05-17'
    Path("a_2018-06-19.csv").write_text("Record ID,Full Name,DOB\n" + "\n".join(lines) + "\n")
    said = run("reconcile", "a_2018-06-19.csv")
    assert said.code == 3
    assert {f"U{n}" for n in range(20) if n not in (7, 13)} <= set(taken())
    assert {"9", "15"} <= {line for line, _, _ in quarantine()}


def test_nul_bytes_and_a_cell_of_10_mb_are_quarantined() -> None:
    rows = [CHILD, ("U8", "Ana\0Paz", "2010-01-01", "", "", ""), ("U9", "A" * 10_000_000, "2010-01-01", "", "", "")]
    said = run("reconcile", f"a={roster('a_2018-06-19.csv', *rows)}")
    assert said.code == 3
    assert taken() == ["U1"]
    assert {line for line, _, _ in quarantine()} == {"3", "4"}
    assert Path("reencuentro/quarantine.csv").stat().st_size < 10_000


def test_child_older_than_her_mother_and_a_person_who_is_her_own_mother_make_no_strong_tie() -> None:
    rows = [
        ("E1", "Lucía Chávez Tun", "1988-03-04", "F", "Guatemala", ""),
        ("U1", "Rosa Chávez Tun", "1950-05-17", "F", "Guatemala", "Lucía Chávez Tun"),
        ("U2", "Brenda Menjívar Rivas", "2009-11-30", "F", "Honduras", "Brenda Menjívar Rivas"),
    ]
    said = run("reconcile", f"a={roster('a_2018-06-19.csv', *rows)}")
    assert said.code in (0, 3), said
    for tie in table("reencuentro/families.csv"):
        assert tie["child_person_id"] != tie["relative_person_id"]
        assert not ("a:U1" in tie["child_records"] and float(tie["probability"]) >= 0.5)


def test_names_like_formulas_null_and_commands_are_only_names() -> None:
    names = [
        '=HYPERLINK("http://x")',
        "Null",
        "'; DROP TABLE records_person; --",
        "+1-1",
        "@SUM(A1)",
        "‮Ana Paz",
        "None",
    ]
    rows = [(f"U{n}", f"{name} Paz", "2010-01-02", "F", "", "") for n, name in enumerate(names)]
    said = run("reconcile", f"a={roster('a_2018-06-19.csv', *rows)}")
    assert said.code in (0, 3)
    assert len(taken()) + len({line for line, _, _ in quarantine()}) == len(names)
    assert run("reconcile").code == said.code
    for path in Path("reencuentro").glob("*.csv"):
        for cell in path.read_text().replace("\n", ",").split(","):
            assert cell[:1] not in ("=", "+", "@"), (path.name, cell)


def test_mother_called_null_is_a_mother() -> None:
    rows = [("U1", "Ana Null", "2010-01-02", "F", "", ""), ("U2", "Luis Null", "2012-01-02", "M", "", "")]
    run("reconcile", f"a={roster('a_2018-06-19.csv', *rows)}")
    assert taken() == ["U1", "U2"]


def test_merged_and_formula_cells_of_a_workbook_are_read_as_what_they_show() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Roster as of 06/19/2018"])
    sheet.merge_cells("A1:F1")
    sheet.append(list(HEADER))
    sheet.append(list(MOTHER))
    sheet.append(["U1", '=CONCATENATE("Diego ","Chávez")', "2011-05-17", "M", "Guatemala", ""])
    sheet.append(["U2", "Brenda Menjívar", "2009-11-30", "F", "Honduras", ""])
    sheet.merge_cells("B5:C5")
    book.save("a.xlsx")
    said = run("reconcile", "a.xlsx", "--json")
    assert said.code in (0, 3), said
    assert said.json["as_of"] == "2018-06-19"
    assert "E1" in taken()
    assert len(taken()) + len({line for line, _, _ in quarantine()}) == 3


def test_every_naughty_string_is_kept_as_it_came_or_quarantined() -> None:
    strings = naughty_strings()
    header = ("Record ID", "Full Name", "DOB", "Facility", "Notes")
    rows = [(f"N{n}", text, "2010-01-02", text, text) for n, text in enumerate(strings)]
    rows += [(text, f"Ana Paz {n}", "2010-01-02", "", "") for n, text in enumerate(strings) if text.strip()]
    said = run("reconcile", f"a={roster('a_2018-06-19.csv', *rows, header=header)}")
    assert said.code in (0, 3), said
    lost = len(rows) - len(taken()) - len({line for line, _, _ in quarantine()})
    assert lost == 0
    assert run("reconcile").code == said.code


def test_naughty_strings_as_json_are_kept_as_they_came() -> None:
    rows = [
        {"id": f"N{n}", "name": f"Ana {text}", "dob": "2010-01-02", "notes": text}
        for n, text in enumerate(naughty_strings())
    ]
    Path("a_2018-06-19.json").write_text(json.dumps(rows))
    said = run("reconcile", "a=a_2018-06-19.json")
    assert said.code in (0, 3)
    assert len(taken()) + len({line for line, _, _ in quarantine()}) == len(rows)
    assert run("show", "a:N0").code == 0


def test_text_that_no_database_takes_is_quarantined_on_every_database(place: str) -> None:
    strings = ["Ana\0Paz", "Ana \ud800 Paz", "Ana Paz 😀", "Ana\u202ePaz", "\ufeffAna Paz", "A" * 5000]
    rows = [{"Record ID": f"U{n}", "Full Name": text, "Notes": text} for n, text in enumerate(strings)]
    rows += [{"Record ID": f"{text}{n}", "Full Name": "Eva Lux", text[:50]: text} for n, text in enumerate(strings)]
    Path("a_2018-06-19.json").write_text(json.dumps(rows))
    said = run("reconcile", "a=a_2018-06-19.json", "--registry", place)
    assert said.code == 3, said
    lines = [int(row["line"]) for row in table("reencuentro/quarantine.csv")]
    assert {1, 2, 7, 8} <= set(lines)
    assert len(taken()) + len(set(lines)) == len(rows)


def naughty_strings() -> list[str]:
    """The big list, or nothing to test where the folder of shared data is absent."""
    path = Path(__file__).resolve().parents[2] / "../shared/data/naughty-strings/blns.json"
    if not path.exists():
        pytest.skip("the folder of shared data is absent")
    strings: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return strings
