"""A person as all their records together show them: what the search for relatives starts from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from statistics import median

import numpy as np

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.comparers import FullName, compare_full_names
from reencuentro.linkage.mentions import Mention, Relation, Sex
from reencuentro.linkage.names import Lexicon, Name, split_name, words
from reencuentro.linkage.spelling import fold

ADULT = 18.0  # years
_YEAR = 365.25


class Custom(Enum):
    """How surnames pass to children."""

    BOTH_FIRST = "both"  # the first of each parent, the father's first: Spanish-speaking countries
    BOTH_LAST = "last"  # the last of each parent, the father's last: Portuguese-speaking countries
    PATERNAL = "paternal"  # one, mostly the father's


# Common knowledge of naming law, by ISO 3166-1 code; where no nationality is known, that of most lists.
_PORTUGUESE = frozenset("BR PT AO MZ CV GW ST TL".split())
_SPANISH = frozenset("MX GT HN SV NI CR PA CU DO PR CO VE EC PE BO CL AR UY PY ES GQ BZ".split()) | {""}


def custom_of(nationality: str) -> Custom:
    """How surnames pass to children in that country; Spanish custom where the country isn't known."""
    if nationality in _SPANISH:
        return Custom.BOTH_FIRST
    return Custom.BOTH_LAST if nationality in _PORTUGUESE else Custom.PATERNAL


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody whom the records of a person name as their relative, in every way they name them.

    born: year of birth as a decimal, from the age stated; NaN where none is.
    """

    relation: Relation
    names: tuple[Name, ...]
    sex: int  # 0 unknown, 1 female, 2 male
    born: float
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Individual:
    """One person: facts of all their records, united where sources add to each other, by majority where they compete.

    born, born_within: middle and half width of the interval of birth, in years; NaN where unknown.
    """

    names: tuple[Name, ...]
    sex: int
    born: float
    born_within: float
    is_child: bool
    nationality: int
    custom: Custom
    departments: frozenset[int]
    municipalities: frozenset[int]
    languages: frozenset[int]
    numbers: frozenset[str]
    units: frozenset[int]
    apprehensions: frozenset[tuple[int, int]]
    phones: frozenset[int]
    claims: tuple[Claim, ...]


def individuals_of(
    mentions: Sequence[Mention], columns: Columns, members: Sequence[Sequence[int]], lexicon: Lexicon
) -> list[Individual]:
    """One individual for each person's record numbers, in the same order."""
    sexes = _sex_by_given_name(columns)
    adults = _adults_among(mentions, columns)
    today = _latest(mentions, columns)
    return [
        _individual(mentions, columns, list(records), lexicon, _Context(sexes, adults, today)) for records in members
    ]


@dataclass(frozen=True, slots=True)
class _Context:
    """What all records together tell: each given word's sex, who lists adults with which status, the last day."""

    sexes: dict[str, int]
    adult_share: dict[tuple[str, str], float]
    today: float


def _individual(
    mentions: Sequence[Mention], columns: Columns, records: list[int], lexicon: Lexicon, context: _Context
) -> Individual:
    said = [mentions[record] for record in records]
    names = tuple(dict.fromkeys(columns.names[record] for record in records if columns.names[record]))
    born, within = _born(columns, records)
    claims = _united([list(_claims(mention, lexicon)) for mention in said])
    nationality = _majority(columns.nationality[records].tolist())
    return Individual(
        names=names,
        sex=_sex(columns.sex[records].tolist(), names, context.sexes),
        born=born,
        born_within=within,
        is_child=_is_child(said, born, claims, context),
        nationality=nationality,
        custom=custom_of(columns.nationalities[nationality]),
        departments=_known(columns.department[records].tolist()),
        municipalities=_known(columns.municipality[records].tolist()),
        languages=_known(columns.language[records].tolist()),
        numbers=frozenset(one.value for mention in said for one in mention.identifiers if one.kind == "a_number"),
        units=_known(columns.family_unit[records].tolist()),
        apprehensions=frozenset(
            (int(columns.apprehended_on[record]), int(columns.apprehended_at[record]))
            for record in records
            if columns.apprehended_on[record]
        ),
        phones=frozenset(int(code) for record in records for code in columns.phones.at(record)),
        claims=claims,
    )


def _sex(stated: list[int], names: tuple[Name, ...], sexes: dict[str, int]) -> int:
    """As most records state it, else as the name tells; unknown where the only one that does contradicts the name."""
    known = [sex for sex in stated if sex]
    told = _majority(sexes.get(name.given[0], 0) for name in names if name.given)
    if len(known) == 1 and told and told != known[0]:
        return 0
    return _majority(known) or _sex_of_names(names, sexes)


def _majority(codes: Iterable[int]) -> int:
    counted = Counter(code for code in codes if code)
    return min(counted, key=lambda code: (-counted[code], code), default=0)


def _known(codes: Iterable[int]) -> frozenset[int]:
    return frozenset(code for code in codes if code)


def _born(columns: Columns, records: list[int]) -> tuple[float, float]:
    """The narrowest statements, and of these the middle one."""
    known = [record for record in records if not np.isnan(columns.born[record])]
    if not known:
        return float("nan"), 0.0
    narrowest = min(float(columns.born_within[record]) for record in known)
    born = [float(columns.born[record]) for record in known if columns.born_within[record] <= narrowest + 0.01]
    return median(born), narrowest


def _claims(mention: Mention, lexicon: Lexicon) -> Iterable[Claim]:
    stated = mention.stated_on or mention.apprehended_on or mention.admitted_on
    for one in mention.relatives:
        names = _readings(one.name, lexicon)
        numbers = frozenset(number.value for number in one.identifiers)
        if names or numbers:
            born = _decimal(stated) - one.age - 0.5 if stated and one.age is not None else float("nan")
            yield Claim(
                one.relation,
                names,
                _SEX[one.sex] or _SEX_OF_RELATION.get(one.relation, 0),
                born,
                numbers,
            )


def _readings(text: str, lexicon: Lexicon) -> tuple[Name, ...]:
    """A relative's name taken apart; in both ways where a word in the middle may be a given name or a surname.

    Domingo Mateo Diego may be Domingo, of the Mateo Diego, or Domingo Mateo, of the Diego; and hardly anybody has three
    surnames, nor an initial for one.
    """
    if fold(text).split()[:1] == [_FIRST_TOO] and "," not in text:
        return (_juniors(words(text), lexicon),)
    name = split_name(text, lexicon)
    written = (*name.given, *name.surnames)
    if len(written) == _FOUR and len(name.given) == 1 and "," not in text:
        other = Name(written[:2], written[2:])
        return (other,) if len(written[1]) == 1 else (name, other)
    if len(written) != _THREE or "," in text or abs(lexicon.leaning(written[1])) > _UNSURE:
        return (name,) if name else ()
    other = Name(written[:2], written[2:]) if len(name.given) == 1 else Name(written[:1], written[1:])
    return name, other


def _juniors(rest: tuple[str, ...], lexicon: Lexicon) -> Name:
    """Junior Joseph, Junior Davi Lima: a word that is none at the end of a name is a given name at its beginning."""
    name = split_name(" ".join(rest), lexicon)
    return Name((_FIRST_TOO, *name.given), name.surnames) if name.surnames else Name((_FIRST_TOO,), name.given)


_FIRST_TOO = "junior"
_THREE, _FOUR = 3, 4  # words; two and five are split without doubt often enough
_UNSURE = 1.9  # log-odds of being a given name
_SEX = {None: 0, Sex.FEMALE: 1, Sex.MALE: 2}
_SEX_OF_RELATION = {Relation.MOTHER: 1, Relation.FATHER: 2}


def _decimal(day: date) -> float:
    return day.year + day.timetuple().tm_yday / _YEAR


def _united(records: Iterable[list[Claim]]) -> tuple[Claim, ...]:
    """One claim where several records name the same relative, in all ways of writing; two of one record are two."""
    united: list[Claim] = []
    for claims in sorted((sorted(claims, key=_in_order) for claims in records), key=lambda own: [*map(_in_order, own)]):
        mine: set[int] = set()
        for claim in claims:
            alike = [i for i, other in enumerate(united) if i not in mine and _same_relative(other, claim)]
            if alike:
                best = min(alike, key=lambda i: _years_apart(united[i], claim))
                united[best] = _joined(united[best], claim)
            else:
                best = len(united)
                united.append(claim)
            mine.add(best)
    return tuple(sorted(united, key=_in_order))


def _in_order(claim: Claim) -> tuple[object, ...]:
    return (claim.relation, claim.names, claim.sex, sorted(claim.numbers), str(claim.born))


def _years_apart(left: Claim, right: Claim) -> float:
    apart = abs(left.born - right.born)
    return 2.0 if np.isnan(apart) else apart


def _same_relative(left: Claim, right: Claim) -> bool:
    if left.relation is not right.relation or (left.sex and right.sex and left.sex != right.sex):
        return False
    if not left.names or not right.names:
        return bool(left.numbers & right.numbers)
    if abs(left.born - right.born) > 3:
        return False
    return any(0 < compare_full_names(a, b) <= FullName.NEARLY for a in left.names for b in right.names)


def _joined(left: Claim, right: Claim) -> Claim:
    born = left.born if not np.isnan(left.born) else right.born
    names = tuple(dict.fromkeys((*left.names, *right.names)))
    return Claim(left.relation, names, left.sex or right.sex, born, left.numbers | right.numbers)


def _sex_by_given_name(columns: Columns) -> dict[str, int]:
    """The sex of a given word, where at least nine in ten of its bearers are of one."""
    seen: dict[str, list[int]] = {}
    for name, sex in zip(columns.names, columns.sex.tolist(), strict=True):
        if sex:
            for word in name.given[:1]:
                seen.setdefault(word, [0, 0])[sex - 1] += 1
    return {
        word: 1 if female > male else 2
        for word, (female, male) in seen.items()
        if max(female, male) >= 0.9 * (female + male) and female + male >= 3
    }


def _sex_of_names(names: tuple[Name, ...], sexes: dict[str, int]) -> int:
    """As most bearers of the first given name; of a name never seen, by its ending (Dora, Mario), as most end."""
    first = [name.given[0] for name in names if name.given]
    return _majority(sexes.get(word, 0) for word in first) or _majority(
        _SEX_OF_ENDING.get(word[-1], 0) for word in first
    )


_SEX_OF_ENDING = {"a": 1, "o": 2}


def _latest(mentions: Sequence[Mention], columns: Columns) -> float:
    """The last day that the lists speak of; without any date, the birth of the youngest, who must be born by then."""
    days = [day for one in mentions for day in (one.stated_on, one.apprehended_on, one.admitted_on) if day]
    if days:
        return _decimal(max(days))
    known = columns.born[~np.isnan(columns.born)]
    return float(known.max()) if len(known) else float("nan")


def _adults_among(mentions: Sequence[Mention], columns: Columns) -> dict[tuple[str, str], float]:
    """Share of adults among those of known age, by agency ("" for its status) and by agency and status.

    "UAC - ORR" and "ERO - Port Isabel" tell children from adults without anyone having taught us these words.
    """
    today = _latest(mentions, columns)
    ages: dict[tuple[str, str], list[bool]] = {}
    for mention, born in zip(mentions, columns.born.tolist(), strict=True):
        if not np.isnan(born):
            for group in ((mention.agency, _status(mention)), (mention.agency, "")):
                ages.setdefault(group, []).append(today - born >= ADULT)
    return {group: sum(adults) / len(adults) for group, adults in ages.items() if len(adults) >= _ENOUGH}


_ENOUGH = 3
_TELLING = 0.4  # so far from half-half must a share be to say who is a child


def _status(mention: Mention) -> str:
    return fold(f"{mention.status} {mention.destination}") or "-"


_NEARLY_GROWN = 1.5  # years around 18 within which a slip in the date may decide, so that the lists are asked
_CHILD_WORDS = frozenset(
    "uac uc minor minors menor menores nna nino nina ninos ninas child children unaccompanied orr".split()
)


def _states_age_alone(said: list[Mention]) -> bool:
    """Whether all that is known is an age in years, from lists that give nobody a status: neither slips as dates do."""
    return all(one.birth is None and one.age is not None and _status(one) == "-" for one in said)


def _is_child(said: list[Mention], born: float, claims: tuple[Claim, ...], context: _Context) -> bool:
    """Under 18 when first listed; where no age is known, what the lists and the claims suggest."""
    by_status = [context.adult_share.get((one.agency, _status(one)), 0.5) for one in said]
    telling = [share for share in by_status if abs(share - 0.5) >= _TELLING]
    if not np.isnan(born):
        days = [day for one in said for day in (one.apprehended_on, one.admitted_on, one.stated_on) if day]
        first = _decimal(min(days)) if days else context.today
        if telling and abs(first - born - ADULT) < _NEARLY_GROWN and not _states_age_alone(said):
            return sum(telling) / len(telling) < 0.5
        return bool(first - born < ADULT) if not np.isnan(first) else False
    spoken = {word for one in said for word in _status(one).split()}
    if spoken & _CHILD_WORDS:
        return True
    if telling:
        return sum(telling) / len(telling) < 0.5
    relations = {claim.relation for claim in claims}
    if relations & {Relation.CHILD, Relation.GRANDCHILD, Relation.NIECE_NEPHEW, Relation.SPOUSE}:
        return False
    if relations & {Relation.MOTHER, Relation.FATHER, Relation.PARENT}:
        return True
    by_agency = [context.adult_share.get((one.agency, ""), 1.0) for one in said]
    return sum(by_agency) / len(by_agency) < 0.5
