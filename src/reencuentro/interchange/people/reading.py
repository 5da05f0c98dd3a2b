"""From files of people to one table of records in the engine's own words, and what was understood of their columns."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.people import cells
from reencuentro.interchange.people.births import Births, of_parts, read_births
from reencuentro.interchange.people.files import Opened, open_people
from reencuentro.interchange.people.headers import NAMES, Meaning, Told, meaning_of
from reencuentro.interchange.people.names import without_titles
from reencuentro.interchange.values.ages import read_age
from reencuentro.interchange.values.text import UnreadableError

Progress = Callable[[str, int], None]
"""Told what is being done, and how many rows that was so far."""


Texts = Mapping[Told, Sequence[pa.DictionaryArray]]
"""The columns that tell each thing, the clearest first."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file and whose it is; agency "" where the file itself may say, or its name."""

    path: Path
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What became of one file's columns: the headers used and what each tells, and those not used.

    notes: what else whoever runs it should know.
    """

    file: str
    rows: int
    used: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Records of all files, one a row, in the order of the files and their rows.

    facts: as `linkage.tabular.columns_of_table` takes them. record_ids: of each record, unique within its agency.
    agencies: null where no source tells them.
    """

    facts: pa.Table
    record_ids: pa.Array
    agencies: pa.Array | None
    understood: tuple[Understood, ...]

    def __len__(self) -> int:
        return len(self.record_ids)

    @property
    def order(self) -> NDArray[np.int64]:
        """The numbers of the records by agency and record id: the same people in the same order, however files lie."""
        keys = {"record": self.record_ids} | ({"agency": self.agencies} if self.agencies is not None else {})
        by = [(name, "ascending") for name in sorted(keys)]
        return np.asarray(pc.sort_indices(pa.table(keys), sort_keys=by).to_numpy(), np.int64)


def read_people(sources: Sequence[Source], *, as_of: date | None = None, progress: Progress | None = None) -> People:
    """Read all files. as_of: the day on which ages are stated, where no column tells it.

    Raises RosterRefusedError naming file, column and remedy where a file can't be used, OSError where it isn't there.
    """
    read = []
    for source in sources:
        if progress:
            progress(f"read {source.path.name}", 0)
        read.append(_read(source, as_of, alone=len(sources) == 1))
    facts = pa.concat_tables([one.facts for one in read], promote_options="default")
    record_ids = pa.concat_arrays([one.record_ids for one in read])
    agencies = facts["agency"].cast(pa.string()).combine_chunks() if "agency" in facts.column_names else None
    understood = tuple(one.understood for one in read)
    if len(read) > 1 or not read[0].ids_differ:
        _refuse_twins(understood, record_ids, agencies)
    return People(facts, record_ids, agencies, understood)


@dataclass(frozen=True, slots=True)
class _Read:
    facts: pa.Table
    record_ids: pa.Array
    ids_differ: bool  # all are known to; else they may
    understood: Understood


def _read(source: Source, as_of: date | None, *, alone: bool) -> _Read:
    opened = open_people(source.path)
    meaning = meaning_of(opened.table.column_names)
    _refuse_nameless(opened, meaning)
    texts = _texts(opened, meaning)
    notes: list[str] = []
    facts = dict(_facts(texts))
    facts |= _birth_facts(texts, meaning, as_of, notes)
    agency = _agency(source, facts.get("agency"), len(opened.table), alone=alone)
    if agency is not None:
        facts["agency"] = agency
    if not any(facts[name].null_count < len(facts[name]) for name in _NAME_FACTS & facts.keys()):
        problem = "no row has a name"
        raise RosterRefusedError(opened.name, problem, remedy="give a table whose columns of names are filled")
    told = texts.get(Told.RECORD_ID)
    record_ids = _record_ids(told, len(opened.table), notes)
    understood = Understood(
        opened.name,
        len(opened.table),
        tuple((header, str(told)) for told, headers in meaning.used.items() for header in headers),
        meaning.ignored,
        tuple(notes),
    )
    return _Read(pa.table(facts), record_ids, told is None or cells.all_differ(told[0]), understood)


def _texts(opened: Opened, meaning: Meaning) -> Texts:
    """The columns that are used, on every core."""
    headers = [header for headers in meaning.used.values() for header in headers]
    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        read = workers.map(lambda header: cells.as_texts(opened.table[header], opened.name, header), headers)
        by_header = dict(zip(headers, read, strict=True))
    return {told: [by_header[header] for header in headers] for told, headers in meaning.used.items()}


_NAME_FACTS = frozenset(str(name) for name in NAMES)


def _refuse_nameless(opened: Opened, meaning: Meaning) -> None:
    if not meaning.names_someone:
        found = ", ".join(opened.table.column_names[:_SHOWN]) or "none"
        problem = f"no column of names is recognised among: {found}"
        remedy = "head the columns of names given_names and surnames, or full_name"
        raise RosterRefusedError(opened.name, problem, remedy=remedy)
    if not len(opened.table):
        raise RosterRefusedError(opened.name, "the table has a header and no rows", remedy="give a table with people")


_SHOWN = 12


def _facts(texts: Texts) -> Iterator[tuple[str, pa.DictionaryArray]]:
    for told, columns in texts.items():
        if told in _READERS:
            yield str(told), _READERS[told](columns)
    given = [_name([column]) for told in (Told.GIVEN_NAMES, Told.MIDDLE_NAMES) for column in texts.get(told, ())]
    if given:
        yield str(Told.GIVEN_NAMES), cells.joined(given, " ")
    if Told.MUNICIPALITY in texts and (regions := cells.regions_of(_fact(texts[Told.MUNICIPALITY]))):
        for told, region in zip((Told.NATIONALITY, Told.DEPARTMENT), regions, strict=True):
            if told not in texts:
                yield str(told), region


Read = Callable[[Sequence[pa.DictionaryArray]], pa.DictionaryArray]


def _name(columns: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    return cells.names(cells.over(columns[0], without_titles))


def _fact(columns: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    return cells.facts(columns[0])


def _first(change: cells.Change) -> Read:
    return lambda columns: cells.over(columns[0], change)


_READERS: Mapping[Told, Read] = {
    Told.AGENCY: lambda columns: columns[0],
    **dict.fromkeys((Told.SURNAMES, Told.FIRST_SURNAME, Told.SECOND_SURNAME, Told.FULL_NAME), _name),
    **dict.fromkeys((Told.MOTHER, Told.FATHER), lambda columns: cells.names(columns[0])),
    **dict.fromkeys((Told.DEPARTMENT, Told.MUNICIPALITY, Told.LANGUAGE, Told.OCCUPATION), _fact),
    **dict.fromkeys((Told.POSTCODE, Told.FAMILY_UNIT), _first(cells.numbers)),
    Told.SEX: lambda columns: cells.sexes(columns[0]),
    Told.NATIONALITY: lambda columns: cells.countries(columns[0]),
    Told.A_NUMBER: _first(cells.a_numbers),
    Told.OTHER_NUMBER: lambda columns: cells.first_told([cells.over(column, cells.numbers) for column in columns]),
    Told.PHONE: lambda columns: cells.joined([cells.over(column, cells.phones) for column in columns], "|"),
    Told.ADDRESS: lambda columns: cells.joined([cells.facts(column) for column in columns], " "),
    Told.CHILDREN: lambda columns: cells.joined(
        [cells.over(cells.names(column), cells.listed) for column in columns], "|"
    ),
}


def _birth_facts(texts: Texts, meaning: Meaning, as_of: date | None, notes: list[str]) -> dict[str, pa.Array]:
    """Year, month and day of birth, or where there is no date, the ages."""
    births = _births(texts, meaning, as_of, notes)
    facts = {}
    if births is not None:
        facts = {part: pa.array(getattr(births, part)) for part in ("year", "month", "day", "ambiguous")}
    if Told.AGE in texts:
        facts |= _ages(texts, as_of, notes)
    return facts


def _births(texts: Texts, meaning: Meaning, as_of: date | None, notes: list[str]) -> Births | None:
    if Told.DATE_OF_BIRTH in texts:
        header = meaning.used[Told.DATE_OF_BIRTH][0]
        births = read_births(texts[Told.DATE_OF_BIRTH][0], header, as_of)
        if births.unread:
            notes.append(f"{header}: {births.unread:,} different values are no dates and count as unknown")
        return births
    if Told.BIRTH_YEAR not in texts:
        return None
    month, day = (cells.plain(texts[part][0]) if part in texts else None for part in (Told.BIRTH_MONTH, Told.BIRTH_DAY))
    return of_parts(cells.plain(texts[Told.BIRTH_YEAR][0]), month, day)


def _ages(texts: Texts, as_of: date | None, notes: list[str]) -> dict[str, pa.Array]:
    """Ages in years and the moment they were stated, in years; ages stated nobody knows when say nothing."""
    ages = cells.plain(cells.each(texts[Told.AGE][0], _age)).cast(pa.float64())
    if Told.STATED_ON in texts:
        days = read_births(texts[Told.STATED_ON][0], "", as_of)
        stated = np.where(days.year > 0, days.year + (np.maximum(days.month, 1) - 0.5) / 12, np.nan)
        return {"age": ages, "stated": pa.array(stated, from_pandas=True)}
    if as_of is None:
        notes.append("ages are not used, since nothing tells the day on which they were stated: give it by --as-of")
        return {}
    return {"age": ages, "stated": pa.array(np.full(len(ages), as_of.year + as_of.timetuple().tm_yday / 365.25))}


def _age(text: str) -> str | None:
    try:
        return str(read_age(text).years)
    except UnreadableError:
        return None


def _agency(source: Source, told: pa.DictionaryArray | None, count: int, *, alone: bool) -> pa.DictionaryArray | None:
    """Whose the rows are: as asked, else as the file's own column says, else by the name of one file among several."""
    if source.agency:
        return _filled(source.agency, count)
    if told is not None:
        return pc.fill_null(cells.plain(told), "" if alone else source.path.stem).dictionary_encode()
    return None if alone else _filled(source.path.stem, count)


def _filled(text: str, count: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([text], pa.string()))


def _record_ids(told: Sequence[pa.DictionaryArray] | None, count: int, notes: list[str]) -> pa.Array:
    numbers = pa.array(np.arange(1, count + 1)).cast(pa.string())
    if told is None:
        notes.append("no column of record ids is recognised: record_id is the row's number, the first row is 1")
        return numbers
    return pc.coalesce(cells.plain(told[0]), numbers)


def _refuse_twins(understood: Sequence[Understood], record_ids: pa.Array, agencies: pa.Array | None) -> None:
    """Two records of one agency under one id could not be told apart in the results."""
    if pc.count_distinct(record_ids).as_py() == len(record_ids):
        return
    whose = cells.plain(_filled("", len(record_ids))) if agencies is None else agencies
    keys = pa.table({"agency": whose, "record": record_ids})
    numbered = keys.append_column("row", pa.array(np.arange(len(keys))))
    firsts = numbered.group_by(["agency", "record"]).aggregate([("row", "min")])["row_min"].to_numpy()
    if len(firsts) == len(keys):
        return
    again = int(np.setdiff1d(np.arange(len(keys)), firsts)[0])
    for one in understood:
        if again < one.rows:
            header = next((header for header, told in one.used if told == Told.RECORD_ID), None)
            problem = f"row {again + 1} has the record id of an earlier row of the same agency"
            remedy = "make record ids unique, or leave that column out; tell files apart by AGENCY=FILE"
            raise RosterRefusedError(one.file, problem, remedy=remedy, column=header)
        again -= one.rows
