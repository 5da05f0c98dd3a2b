"""What people ask of a registry: someone typed with errors, and a child's mother; the same questions for all tools.

Questions and answers are two Parquet files. A question asks for one person, in the columns of the shared sets; what it
doesn't know is null. The answers name every record that would do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.datasets import DATA, Dataset
from bench.people.listing import BIRTH_SLIPS, slip_births
from bench.people.population import Names
from bench.people.slips import slip_names
from bench.people.vocabulary import Words

ONE_AND_TWO = (0.6, 0.4)  # shares of questions with one error and with two
ERRORS = ("typing", "spelling", "second_name_dropped", "second_surname_missing", "surnames_swapped", "birth")
PLACE_UNKNOWN = 0.5
NAMED = ("given", "surname1", "surname2")
ASKED = (*NAMED, "sex", "dob", "adm2")
OF_THE_CHILD = (*ASKED, "nid", "father_name", "mother_name", "agency")


@dataclass(frozen=True, slots=True)
class Questions:
    """questions: query_id and what is asked. answers: query_id and record_id, each of which is right."""

    kind: str
    questions: Path
    answers: Path


def typed(dataset: Dataset, *, count: int = 200, seed: int = 5) -> Questions:
    """Records of the set typed anew with one or two errors, without numbers or relatives; right is the person."""
    asked = _paths(dataset, "typed", count)
    if not asked.questions.is_file():
        rows = _sampled(dataset, "true", count, seed)
        rng = np.random.default_rng(seed)
        columns = {name: _words(rows, name) for name in ASKED}
        _err(rng, columns)
        columns["adm2"][rng.random(count) < PLACE_UNKNOWN] = ""
        _write(asked, columns, _records_of(dataset, rows.column("entity_id").to_pylist()))
    return asked


def mothers(dataset: Dataset, *, count: int = 2_000, seed: int = 6) -> Questions:
    """The mothers of children whose record names her and who is listed herself; child_…: what the child's record says.

    Asked for are her names, split as they are usually told, her sex, and the child's home; the set must have relatives'
    names.
    """
    asked = _paths(dataset, "mothers", count)
    if not asked.questions.is_file():
        rows = _sampled(dataset, "role = 'K' and mother_name is not null and mother is not null", count, seed)
        parts = [split_name(name) for name in rows.column("mother_name").to_pylist()]
        columns = {
            name: np.array(part, dtype=object) for name, part in zip(NAMED, zip(*parts, strict=True), strict=True)
        }
        columns |= {"sex": np.full(count, "F", dtype=object), "dob": np.full(count, "", dtype=object)}
        columns["adm2"] = _words(rows, "adm2")
        columns |= {f"child_{name}": _words(rows, name) for name in OF_THE_CHILD}
        columns["child_record_id"] = np.array(
            [str(record) for record in rows.column("rec_id").to_pylist()], dtype=object
        )
        _write(asked, columns, _records_of(dataset, rows.column("mother").to_pylist()))
    return asked


def split_name(name: str) -> tuple[str, str, str]:
    """Given names and two surnames of a name told as one: of three words or more the last two are surnames."""
    words = name.split()
    surnames = words[-2:] if len(words) > len(("given", "surname")) else words[-1:]
    return " ".join(words[: len(words) - len(surnames)]), surnames[0], " ".join(surnames[1:])


QUESTIONS = {"typed": typed, "mothers": mothers}


def _paths(dataset: Dataset, kind: str, count: int) -> Questions:
    stem = f"{dataset.name}.{kind}_{count}"
    return Questions(kind, DATA / f"{stem}.parquet", DATA / f"{stem}.answers.parquet")


SAMPLED = """
with mothers as (
    select family_id, min(entity_id) as mother from truth where role = 'M' group by family_id
)
select records.*, truth.entity_id, mother
from records join truth on truth.record_id = records.rec_id left join mothers using (family_id)
where {which} order by hash(rec_id + $1), rec_id limit $2
"""


def _sampled(dataset: Dataset, which: str, count: int, seed: int) -> pa.Table:
    with duckdb.connect() as connection:
        _views(connection, dataset)
        return connection.sql(SAMPLED.format(which=which), params=[seed, count]).to_arrow_table()


def _views(connection: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    connection.read_parquet([str(path) for path in dataset.files]).to_view("records")
    connection.read_parquet(str(dataset.truth)).to_view("truth")


def _records_of(dataset: Dataset, entities: Sequence[int]) -> pa.Table:
    """The answers: every record of the n-th entity answers question n."""
    wanted = pa.table({"query_id": range(len(entities)), "entity_id": entities})
    with duckdb.connect() as connection:
        _views(connection, dataset)
        connection.register("wanted", wanted)
        return connection.sql(
            "select query_id, record_id::varchar as record_id from wanted join truth using (entity_id) order by all"
        ).to_arrow_table()


def _words(rows: pa.Table, name: str) -> Words:
    return np.array([text or "" for text in rows.column(name).to_pylist()], dtype=object)


def _err(rng: np.random.Generator, columns: dict[str, Words]) -> None:
    """One error or two in each question, of different kinds."""
    count = len(columns["given"])
    first, _, second = zip(*(given.partition(" ") for given in columns["given"]), strict=True)
    names = Names(np.array(first, object), np.array(second, object), columns["surname1"], columns["surname2"])
    kinds = np.array([rng.permutation(len(ERRORS))[:2] for _ in range(count)])
    kinds[rng.random(count) < ONE_AND_TWO[0], 1] = -1
    for at, kind in enumerate(ERRORS):
        hit = (kinds == at).any(axis=1)
        if kind == "birth":
            _err_in_birth(rng, columns["dob"], hit)
        else:
            slip_names(rng, names, {kind: 1.0}, hit.astype(float))
    columns |= {"given": names.given(), "surname1": names.first, "surname2": names.second}


def _err_in_birth(rng: np.random.Generator, dob: Words, hit: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    """A date that is no date stays as it is."""
    real = hit & np.array([_is_date(text) for text in dob], dtype=bool)
    born = dob[real].astype("datetime64[D]")
    care = np.full(len(born), 1 / sum(BIRTH_SLIPS.values()))  # certain to get it wrong
    dob[real] = np.datetime_as_string(slip_births(rng, born, care, {}), unit="D").astype(object)


def _is_date(text: str) -> bool:
    try:
        np.datetime64(text, "D")
    except ValueError:
        return False
    return bool(text)


def _write(asked: Questions, columns: dict[str, Words], answers: pa.Table) -> None:
    numbers = pa.array(range(len(columns["given"])))
    texts = {name: pa.array(words, pa.string(), mask=words == "") for name, words in columns.items()}
    pq.write_table(answers, asked.answers)
    pq.write_table(pa.table({"query_id": numbers, **texts}), asked.questions)
