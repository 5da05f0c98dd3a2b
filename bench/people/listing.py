"""From the truth to records: which agency lists whom, what it leaves out, and what it gets wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bench.people.population import Dates, Ints, Names, Population, joined
from bench.people.slips import LISTED, MENTIONED, Floats, slip_names, told
from bench.people.vocabulary import Vocabulary, Words

RECORDS = (0.58, 0.24, 0.11, 0.05, 0.02)  # shares of persons with one to five
CLAIMED_CHILD_LEFT_OUT = 0.12
ELSEWHERE, OTHER_SEX, NUMBER_SLIP = 0.14, 0.006, 0.05
BIRTH_SLIPS = {"first_of_january": 0.06, "day_month_swapped": 0.035, "day_wrong": 0.05, "year_wrong": 0.055}


@dataclass(frozen=True)
class Agency:
    """Who lists people. share: of all records; care: multiplies every rate of error, so the higher the worse.

    number, father, mother, children: how often it writes down the national number and the names of relatives.
    """

    code: str
    share: float
    care: float
    number: float
    father: float
    mother: float
    children: float


AGENCIES = (
    Agency("A", 0.28, 0.6, 0.50, 0.62, 0.70, 0.60),
    Agency("B", 0.24, 0.9, 0.25, 0.55, 0.66, 0.50),
    Agency("C", 0.20, 1.0, 0.20, 0.50, 0.60, 0.55),
    Agency("D", 0.16, 1.3, 0.10, 0.60, 0.70, 0.50),
    Agency("E", 0.12, 1.7, 0.04, 0.45, 0.60, 0.60),
)
SILENCES = {"sex": 0.03, "birth": 0.09, "place": 0.12}


@dataclass(frozen=True)
class Desk:
    """Where one record is made: the chance it draws from, the person's row, the agency's number and its care."""

    rng: np.random.Generator
    person: Ints
    agency: Ints
    care: Floats

    def happens(self, rate: float) -> Ints:
        """The rows that something of this rate befalls."""
        return np.flatnonzero(self.rng.random(len(self.person)) < rate * self.care)

    def tells(self, fact: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether each record's agency wrote a fact of `Agency` down."""
        rates = np.array([getattr(agency, fact) for agency in AGENCIES])
        return np.asarray(self.rng.random(len(self.person)) < rates[self.agency])


def listed(rng: np.random.Generator, population: Population, vocabulary: Vocabulary, agencies: int) -> pa.Table:
    """The records of these persons by the first so many agencies, with the truth beside them.

    Columns as in the shared sets, and luck (to shuffle by), errors (kinds, with | between) and culture.
    person_id and family_id are rows within the population.
    """
    desk = _desk(rng, len(population.family), agencies)
    errors: dict[str, Ints] = {}
    names = population.names.at(desk.person)
    errors |= slip_names(rng, names, LISTED, desk.care)
    columns = {
        "person_id": desk.person,
        "family_id": population.family[desk.person],
        "role": population.role[desk.person],
        "agency": np.array([agency.code for agency in AGENCIES], dtype=object)[desk.agency],
        "given": names.given(),
        "surname1": names.first,
        "surname2": names.second,
        "sex": _sex(desk, population.sex[desk.person], errors),
        "dob": _birth(desk, population.born[desk.person], errors),
        "adm2": _home(desk, population.home[desk.person], vocabulary, errors),
        "nid": _number(desk, population.born, errors),
        "father_name": _parent(desk, population, "father"),
        "mother_name": _parent(desk, population, "mother"),
        "children_names": _children(desk, population),
        "luck": rng.random(len(desk.person)),
        "errors": _told_errors(errors, len(desk.person)),
        "culture": population.culture[desk.person],
    }
    return pa.table({name: _column(values) for name, values in columns.items()})


def _column(values: np.ndarray[tuple[int], np.dtype[np.generic]]) -> pa.Array:
    """An Arrow column; "" becomes null, for a silent source."""
    if values.dtype != object:
        return pa.array(values)
    return pa.array(values, type=pa.string(), mask=values == "")


def _desk(rng: np.random.Generator, persons: int, agencies: int) -> Desk:
    count = 1 + np.searchsorted(np.cumsum(RECORDS)[:-1], rng.random(persons))
    person = np.repeat(np.arange(persons), count)
    shares = np.array([agency.share for agency in AGENCIES[:agencies]])
    agency = rng.choice(agencies, size=len(person), p=shares / shares.sum())
    return Desk(rng, person, agency, np.array([each.care for each in AGENCIES])[agency])


def _sex(desk: Desk, sex: Words, errors: dict[str, Ints]) -> Words:
    wrong = errors["sex_wrong"] = desk.happens(OTHER_SEX)
    sex[wrong] = np.where(sex[wrong] == "M", "F", "M")
    return _silenced(desk, "sex", sex, errors, unseen=("sex_wrong",))


def _silenced(desk: Desk, fact: str, written: Words, errors: dict[str, Ints], *, unseen: Iterable[str]) -> Words:
    """Leave the fact out now and then; what was wrong in it is then no error any more."""
    silent = errors[f"{fact}_missing"] = desk.happens(SILENCES[fact])
    written[silent] = ""
    for kind in unseen:
        errors[kind] = np.setdiff1d(errors[kind], silent)
    return written


def _birth(desk: Desk, born: Dates, errors: dict[str, Ints]) -> Words:
    written = slip_births(desk.rng, born, desk.care, errors)
    text = np.datetime_as_string(written, unit="D").astype(object)
    return _silenced(desk, "birth", text, errors, unseen=BIRTH_SLIPS)


def slip_births(rng: np.random.Generator, born: Dates, care: Floats, errors: dict[str, Ints]) -> Dates:
    """The dates as written, with at most one error each: who writes 1 January knows no day to get wrong.

    Adds the rows that each kind of BIRTH_SLIPS changed to the errors. care: multiplies the rates, row by row.
    """
    kind = np.searchsorted(np.cumsum(list(BIRTH_SLIPS.values())), rng.random(len(born)) / care)
    written = born.copy()
    for at, (name, slip) in enumerate(zip(BIRTH_SLIPS, (_new_year, _swapped, _day_off, _year_off), strict=True)):
        rows = np.flatnonzero(kind == at)
        written[rows] = slip(rng, born[rows])
        errors[name] = rows[written[rows] != born[rows]]
    return written


def _new_year(rng: np.random.Generator, born: Dates) -> Dates:
    return born.astype("datetime64[Y]").astype("datetime64[D]")


def _swapped(rng: np.random.Generator, born: Dates) -> Dates:
    """Day and month exchanged where that is a date."""
    year, month = born.astype("datetime64[Y]"), born.astype("datetime64[M]")
    day = (born - month).astype(np.int64)
    months = (month - year).astype(np.int64)
    swapped = (year.astype("datetime64[M]") + day).astype("datetime64[D]") + months
    return np.where(day < 12, swapped, born)


def _day_off(rng: np.random.Generator, born: Dates) -> Dates:
    return np.asarray(born + rng.choice([-10, -3, -1, 1, 2, 7, 10, 20], size=len(born)).astype("timedelta64[D]"))


def _year_off(rng: np.random.Generator, born: Dates) -> Dates:
    """The same day and month one, two or ten years away."""
    month = born.astype("datetime64[M]")
    years = rng.choice([-10, -2, -1, 1, 2], size=len(born), p=[0.1, 0.1, 0.4, 0.3, 0.1])
    return np.asarray((month + 12 * years).astype("datetime64[D]") + (born - month))


def _home(desk: Desk, home: Words, vocabulary: Vocabulary, errors: dict[str, Ints]) -> Words:
    moved = errors["place_other"] = desk.happens(ELSEWHERE)
    home[moved] = vocabulary.places.draw(desk.rng.random(len(moved)))
    return _silenced(desk, "place", home, errors, unseen=("place_other",))


def _number(desk: Desk, born: Dates, errors: dict[str, Ints]) -> Words:
    """A national number of thirteen digits with the year of birth inside, one digit of it wrong now and then."""
    years = born.astype("datetime64[Y]").astype(np.int64) + 1970
    before, after = desk.rng.integers(0, (10**4, 10**5), size=(len(born), 2)).T
    numbers = (before * 10**9 + years * 10**5 + after)[desk.person]
    tells = desk.tells("number")
    wrong = np.intersect1d(desk.happens(NUMBER_SLIP), np.flatnonzero(tells))
    errors["number_wrong"] = wrong
    power = 10 ** desk.rng.integers(0, 13, size=len(wrong))
    digit = numbers[wrong] // power % 10
    numbers[wrong] += ((digit + desk.rng.integers(1, 10, size=len(wrong))) % 10 - digit) * power
    text = np.char.zfill(numbers.astype(str), 13).astype(object)
    return np.where(tells, text, "")


def _parent(desk: Desk, population: Population, which: str) -> Words:
    """The father's or mother's name as a child's record tells it; "" elsewhere."""
    written = np.full(len(desk.person), "", dtype=object)
    rows = np.flatnonzero(desk.tells(which) & (population.role[desk.person] == "K"))
    parent = population.family[desk.person[rows]] + (population.families if which == "mother" else 0)
    written[rows] = _mentioned(desk, population.names.at(parent), desk.care[rows])
    return written


def _children(desk: Desk, population: Population) -> Words:
    """The children's names as a parent's record tells them, with | between; "" elsewhere."""
    written = np.full(len(desk.person), "", dtype=object)
    rows = np.flatnonzero(desk.tells("children") & (population.role[desk.person] != "K"))
    slots = population.slots[population.family[desk.person[rows]]]
    slots[desk.rng.random(slots.shape) < CLAIMED_CHILD_LEFT_OUT] = -1
    for child in slots.T:
        there = child >= 0
        names = _mentioned(desk, population.names.at(child[there]), desk.care[rows[there]])
        written[rows[there]] = joined(written[rows[there]], names, "|")
    return written


def _mentioned(desk: Desk, names: Names, care: Floats) -> Words:
    slip_names(desk.rng, names, MENTIONED, care)
    return told(names)


def _told_errors(errors: dict[str, Ints], records: int) -> Words:
    """The kinds of error of each record, with | between."""
    bits = np.zeros(records, dtype=np.int64)
    for at, rows in enumerate(errors.values()):
        bits[rows] |= 1 << at
    kinds = list(errors)
    seen, which = np.unique(bits, return_inverse=True)
    texts = ["|".join(kind for at, kind in enumerate(kinds) if mask >> at & 1) for mask in seen.tolist()]
    return np.array(texts, dtype=object)[which]
