"""`reencuentro link --keep` and `--against`: a new list joined to people who were linked before."""

import csv
from pathlib import Path

import pytest

from tests.whole.commands import run
from tests.whole.test_link import CENSUS, CLINIC, links, persons, write

KNOWN = "known.index"


@pytest.fixture
def _known(_own_folder: None) -> None:
    assert run("link", write("clinic.csv", CLINIC), "--out", "known.csv", "--keep", KNOWN).code == 0


@pytest.mark.usefixtures("_known")
def test_people_known_keep_their_id_and_others_get_their_own() -> None:
    said = run("link", write("census.csv", CENSUS), "--against", KNOWN)

    assert said.code == 0, said
    known, found = persons("known.csv"), persons()
    assert list(found) == ["a", "b", "c"]
    assert (found["a"], found["b"]) == (known["1"], known["2"])
    assert found["c"] not in known.values()
    assert "3 records of 3 persons in people.csv; 2 records are of people known before" in " ".join(said.out.split())


@pytest.mark.usefixtures("_known")
def test_twice_the_same_person_in_the_new_list_is_one_new_person() -> None:
    rows = "id,first_name,last_name,dob\nx,Itzel,Cuautle,2001-05-06\ny,Itzel,Cuautle,2001-05-06\n"
    said = run("link", write("list.csv", rows), "--against", KNOWN, "--json")

    assert persons()["x"] == persons()["y"] not in persons("known.csv").values()
    assert (said.json["persons"], said.json["known"], said.json["united"]) == (1, 0, 0)


@pytest.mark.usefixtures("_known")
def test_the_list_that_is_known_finds_itself() -> None:
    assert run("link", "clinic.csv", "--against", KNOWN).code == 0

    assert links() == links("known.csv")


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize("more", [("--keep", "other.index"), ("--engine", "spark://localhost:1")])
def test_what_can_not_go_together_is_refused(more: tuple[str, str]) -> None:
    said = run("link", "clinic.csv", "--against", KNOWN, *more)

    assert said.code == 2
    assert "--against goes neither" in " ".join(said.err.split())


@pytest.mark.parametrize(("content", "problem"), [("", "no index"), ("id,name\n", "no index"), (None, "No such file")])
def test_what_is_no_index_is_refused_and_nothing_written(content: str | None, problem: str) -> None:
    if content is not None:
        write(KNOWN, content)
    said = run("link", write("clinic.csv", CLINIC), "--against", KNOWN)

    assert said.code == 1
    assert problem in said.err
    assert "What to do:" in said.err
    assert not Path("people.csv").exists()


@pytest.mark.usefixtures("_known")
def test_names_that_need_quotes_and_many_scripts_are_joined() -> None:
    rows = [("1", "Мария", "Иванова"), ("=2", "小明", "王"), ("a,b", "Hannah", "Whitford")]
    with Path("list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "first_name", "last_name"), *rows])

    assert run("link", "list.csv", "--against", KNOWN).code == 0
    assert list(persons()) == ["1", "'=2", "a,b"]
