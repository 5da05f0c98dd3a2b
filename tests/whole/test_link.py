"""`reencuentro link` on real files: who is who in any table of people, or one clear error."""

import csv
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest

from reencuentro.linkage.persons import person_id
from tests.whole.commands import Said, run, spawn

PEOPLE = Path(__file__).resolve().parents[2] / "../shared/data/linkage/people_100k.parquet"
CLINIC = """\
id,first_name,last_name,dob,postcode
1,Hannah,Whitford,1990-03-14,94110
2,Barnaby,Siggins,1985-11-02,10001
3,Xochitl,Ixcoy,2001-07-30,
"""
CENSUS = """\
id;nombres;apellidos;fecha de nacimiento;código postal
a;Hanah;Whitford;14/03/1990;94110
b;Bárnaby;Siggins;02/11/1985;10001
c;Rosario;Quezada;21/02/1979;60606
"""


def write(name: str, text: str, encoding: str = "utf-8") -> Path:
    path = Path(name)
    path.write_text(text, encoding)
    return path


def links(path: str = "people.csv") -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def persons(path: str = "people.csv") -> dict[str, str]:
    return {row["record_id"]: row["person_id"] for row in links(path)}


def refused(said: Said) -> str:
    assert said.code == 1
    assert not Path("people.csv").exists()
    assert "What to do:" in said.err
    return said.err.partition("What to do:")[0]


def test_two_files_of_different_make_are_linked() -> None:
    said = run("link", write("clinic.csv", CLINIC), write("census.csv", CENSUS, "cp1252"))

    assert said.code == 0, said
    found = {(row["agency"], row["record_id"]): row["person_id"] for row in links()}
    assert list(found) == [
        ("clinic", "1"),
        ("clinic", "2"),
        ("clinic", "3"),
        ("census", "a"),
        ("census", "b"),
        ("census", "c"),
    ]
    assert found["clinic", "1"] == found["census", "a"]
    assert found["clinic", "2"] == found["census", "b"]
    assert len(set(found.values())) == 4
    assert "first_name = given_names" in said.err


def test_a_person_is_named_by_the_first_of_its_records_as_in_a_registry() -> None:
    run("link", write("clinic.csv", CLINIC), write("census.csv", CENSUS))

    found = {(row["agency"], row["record_id"]): row["person_id"] for row in links()}
    assert found["clinic", "1"] == person_id([("clinic", "1"), ("census", "a")])
    assert found["clinic", "3"] == person_id([("clinic", "3")])


def test_an_agency_may_be_named_or_left_out() -> None:
    clinic = write("clinic.csv", CLINIC)

    assert run("link", f"hospital={clinic}", "--out", "named.csv").code == 0
    assert {row["agency"] for row in links("named.csv")} == {"hospital"}
    assert run("link", clinic).code == 0
    assert list(links()[0]) == ["record_id", "person_id"]


def test_rows_are_numbered_where_no_column_has_ids() -> None:
    said = run("link", write("list.csv", "name,dob\nAna Cruz,2001-01-02\nLuz Paz,1999-05-06\n"))

    assert list(persons()) == ["1", "2"]
    assert "record_id is the row's number" in said.err


def test_csv_and_parquet_of_the_same_people_give_the_same_persons() -> None:
    table = (
        pq.read_table(PEOPLE).filter(pa.compute.less(pa.compute.field("family_id"), 400)) if PEOPLE.is_file() else None
    )
    if table is None:
        pytest.skip("the shared data are not here")
    pq.write_table(table, "list.parquet")
    arrow_csv.write_csv(table, "list.csv")

    assert (
        run("link", "list.parquet", "--out", "one.csv").code == run("link", "list.csv", "--out", "other.csv").code == 0
    )
    assert Path("one.csv").read_bytes() == Path("other.csv").read_bytes()
    truth = dict(zip(map(str, table["rec_id"].to_pylist()), table["person_id"].to_pylist(), strict=True))
    assert pairwise_f1({row["record_id"]: row["person_id"] for row in links("one.csv")}, truth) > 0.93


def pairwise_f1(found: dict[str, str], truth: dict[str, int]) -> float:
    def pairs(*groups: object) -> int:
        return sum(count * (count - 1) // 2 for count in Counter(groups).values())

    both = pairs(*((found[record], truth[record]) for record in truth))
    return 2 * both / (pairs(*found.values()) + pairs(*truth.values()))


def test_the_answer_beside_the_question_is_not_read() -> None:
    rows = "\n".join(f"{i},{name},same" for i, name in enumerate(("Ana Cruz", "Luz Paz", "Eva Ruiz")))
    said = run("link", write("list.csv", f"id,name,cluster\n{rows}\n"))

    assert len(set(persons().values())) == 3
    assert "not used cluster" in said.err


def test_json_tells_counts_columns_and_seconds() -> None:
    said = run("link", write("clinic.csv", CLINIC + "\n"), "--json")

    told = said.json
    assert (told["records"], told["persons"]) == (3, 3)
    assert {"column": "last_name", "as": "surnames"} in told["files"][0]["used"]
    assert set(told["seconds"]) == {"read", "prepare", "match", "write", "total"}


def test_the_summary_speaks_spanish() -> None:
    said = run("link", write("clinic.csv", CLINIC), "--language", "es")

    assert "3 registros de 3 personas" in said.out
    assert "se usa" in said.err


def test_ages_count_only_where_their_day_is_known() -> None:
    path = write("list.csv", "id,name,age\n1,Ana Cruz,17\n2,Ana Cruz,52\n")

    assert "ages are not used" in run("link", path).err
    assert "ages are not used" not in run("link", path, "--as-of", "2018-06-19").err


def test_cells_that_look_like_formulas_are_guarded() -> None:
    run("link", write("list.csv", 'id,name\n=1+1,Ana Cruz\n"a,b",Luz Paz\n'))

    assert list(persons()) == ["'=1+1", "a,b"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "people_in.csv: the file is empty"),
        ("id,name\n", "people_in.csv: the table has a header and no rows"),
        ("a,b\n1,2\n", "people_in.csv: no column of names is recognised among: a, b"),
        ("id,name,dob\n1,,\n2,UNKNOWN,\n3,UNKNOWN,\n", "people_in.csv: no row has a name"),
        ("id,name\n1,Ana\n1,Luz\n", "people_in.csv, column id: row 2 has the record id of an earlier row"),
        ('id,name,note\n1,Ana,"x\n2,Luz,y\n', "people_in.csv, line 2: a quotation mark opens a cell and never closes"),
        ("id,name\n1,A\0na\n2,Luz\n", "people_in.csv, line 2, column name: the cell holds a NUL"),
        ("id,name\n1,Ana,Cruz\n2,Luz\n", "people_in.csv, line 2: the row has 3 cells, the header 2"),
        ("id,name\n1,Ana\n2," + "x" * 200_000 + "\n", "people_in.csv, column name: row 2 has a cell of 200,000 bytes"),
        ("PAR1 but not", "people_in.csv: the Parquet file can't be read"),
    ],
    ids=["empty", "no rows", "no names", "null names", "twin ids", "quote", "nul", "ragged", "huge", "parquet"],
)
def test_bad_input_is_refused_with_its_place(content: str, problem: str) -> None:
    told = refused(run("link", write("people_in.csv", content)))

    assert problem in told
    assert "Ana" not in told


def test_a_column_of_the_wrong_type_is_refused_by_name() -> None:
    pq.write_table(pa.table({"id": [1], "name": [{"given": "Ana"}]}), "list.parquet")

    assert "list.parquet, column name: the column holds struct" in refused(run("link", "list.parquet"))


def test_bytes_that_are_no_text_are_refused_with_their_column() -> None:
    offsets, cells = pa.array([0, 4, 8], pa.int32()).buffers()[1], pa.py_buffer(b"Ana\xffLuzA")
    pq.write_table(pa.table({"name": pa.Array.from_buffers(pa.string(), 2, [None, offsets, cells])}), "list.parquet")

    assert "list.parquet, column name: the column holds bytes that are no UTF-8" in refused(run("link", "list.parquet"))


def test_of_two_parquet_columns_of_one_name_the_first_is_used() -> None:
    pq.write_table(pa.table([["Ana Cruz"], ["Luz Paz"]], names=["name", "name"]), "list.parquet")

    assert "not used name (2)" in run("link", "list.parquet").err


def test_what_a_folder_is_called_tells_nothing_of_the_people_in_it() -> None:
    Path("sex=F").mkdir()
    pq.write_table(pa.table({"name": ["Ana Cruz"]}), "sex=F/list.parquet")

    assert "sex" not in run("link", "sex=F/list.parquet", "--json").out.partition('"used"')[2].partition("]")[0]


def test_decimals_tell_a_day_of_birth_as_whole_numbers_do() -> None:
    pq.write_table(pa.table({"name": ["Ana Cruz"], "dob": [Decimal("20010102.00")]}), "list.parquet")

    assert "are no dates" not in run("link", "list.parquet").err


def test_a_pipe_is_not_waited_for() -> None:
    os.mkfifo("people.pipe")

    assert "people.pipe: this is a pipe, not a file" in refused(run("link", "people.pipe"))


def test_a_pipe_in_the_place_of_the_results_stays_there() -> None:
    os.mkfifo("people.pipe")
    said = run("link", write("list.csv", CLINIC), "--out", "people.pipe")

    assert said.code == 1
    assert "people.pipe: a pipe or device stands where the file should be" in said.err
    assert Path("people.pipe").is_fifo()


@pytest.mark.parametrize(
    "options", [("--out", "list.csv"), ("--keep", "./list.csv"), ("--keep", "people.csv")], ids="out keep both".split()
)
def test_results_never_take_the_place_of_what_is_read_or_of_each_other(options: tuple[str, str]) -> None:
    write("list.csv", CLINIC)
    said = run("link", "list.csv", *options)

    assert said.code == 2
    assert "would overwrite" in said.err
    assert Path("list.csv").read_text("utf-8") == CLINIC


def test_a_file_that_is_not_there_is_named() -> None:
    assert "nowhere.csv: No such file" in refused(run("link", "nowhere.csv"))


def test_where_nothing_can_be_written_nothing_is_read() -> None:
    said = run("link", "nowhere.csv", "--out", str(write("file", "x") / "people.csv"))

    assert said.code == 1
    assert "not a folder" in said.err


def test_what_stood_there_before_stays_when_a_run_fails() -> None:
    write("people.csv", "before")

    assert run("link", write("list.csv", "a\n1\n")).code == 1
    assert Path("people.csv").read_text("utf-8") == "before"


@pytest.mark.parametrize("rows", [1, 2])
def test_one_or_two_records_are_enough(rows: int) -> None:
    lines = CLINIC.splitlines(keepends=True)

    assert run("link", write("list.csv", "".join(lines[: 1 + rows]))).code == 0
    assert len(set(persons().values())) == rows


def test_names_in_several_scripts_are_kept_apart() -> None:
    names = ("Мария Иванова", "王小明", "محمد علي", "María Ivanova")
    write("list.csv", "id,name\n" + "".join(f"{i},{name}\n" for i, name in enumerate(names)))

    assert run("link", "list.csv").code == 0
    assert len(set(persons().values())) == 4


def test_thousands_called_the_same_are_neither_all_one_nor_endless() -> None:
    rows = "".join(f"{i},Juan Pérez,{1950 + i % 50}-{1 + i % 12:02}-{1 + i % 28:02}\n" for i in range(20_000))

    assert run("link", write("list.csv", "id,name,dob\n" + rows)).code == 0
    assert len(set(persons().values())) > 1_900  # of 2,100 birthdays


def test_the_command_starts_without_the_registry() -> None:
    write("list.csv", CLINIC)
    said = spawn("link", "list.csv", PYTHONPROFILEIMPORTTIME="1")

    assert said.code == 0
    assert "reencuentro.linkage.plain" in said.err
    assert "django" not in said.err.lower()
