"""Who there is: families as they truly are, before any agency writes about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from reencuentro.linkage.mentions import Sex
from reencuentro.rehearsal.chance import Dice, Weighted
from reencuentro.rehearsal.heritage import HERITAGES, Heritage
from reencuentro.rehearsal.lists.places import DEPARTMENTS, LANGUAGE_DEPARTMENTS
from reencuentro.rehearsal.planning import Plan
from reencuentro.rehearsal.profiles import Household, Profile

YEAR = 365.25
CHILD_AGES: Weighted[tuple[int, int]] = Weighted({(0, 4): 0.10, (5, 9): 0.34, (10, 12): 0.24, (13, 17): 0.32})
PHONES = {
    "GT": "+502 4#######",
    "HN": "+504 9#######",
    "SV": "+503 7#######",
    "MX": "+52 744#######",
    "NI": "+505 8#######",
    "BR": "+55 339########",
    "RO": "+40 72#######",
    "HT": "+509 37######",
    "EC": "+593 98#######",
}
TWINS, UNRECOGNISED, NO_SECOND_SURNAME = 0.02, 0.05, 0.02
GROWN_UP = 18.5  # years: of age on every record, the earliest of which is two months old
SCATTER = (1 << 24) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as they truly are; surnames in the order in which their own culture writes them."""

    true_id: str
    sex: Sex
    born: date
    given: tuple[str, ...]
    first_surname: str
    second_surname: str
    a_number: str

    def age_on(self, day: date) -> int:
        """Whole years lived."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True)
class Tie:
    """`relative` is `relation` of `child`, by true id."""

    child: str
    relative: str
    relation: str


@dataclass(slots=True, kw_only=True)
class Family:
    """People who belong together; the travellers in units that were apprehended as such, the others at home.

    pretended: ties that an adult claims and that aren't true. unrelated single adults are families of their own.
    """

    plan: Plan
    heritage: Heritage
    department: str
    municipality: str
    phone: str
    people: dict[str, Person] = field(default_factory=dict)
    children: list[str] = field(default_factory=list)
    units: list[list[str]] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    pretended: list[Tie] = field(default_factory=list)

    @property
    def travellers(self) -> list[str]:
        """Everybody who came to the border."""
        return [true_id for unit in self.units for true_id in unit]

    def relatives_of(self, true_id: str) -> list[Tie]:
        """The ties in which this person is the child, pretended ones among them, and siblings either way."""
        turned = [
            Tie(tie.relative, tie.child, tie.relation) for tie in self.ties if tie.relation in ("sibling", "cousin")
        ]
        return [tie for tie in (*self.ties, *self.pretended, *turned) if tie.child == true_id]

    def claimed_by(self, true_id: str) -> list[Tie]:
        """The ties in which this adult is the relative of a child, pretended ones among them."""
        if true_id in self.children:
            return []
        return [tie for tie in (*self.ties, *self.pretended) if tie.relative == true_id and tie.child in self.children]


def scattered(number: int, salt: int) -> int:
    """A number below 2**24 for each number below 2**24, none twice, in no visible order."""
    number = (number * 0x5BD1E9 + salt * 0x9E3779) & SCATTER
    number ^= number >> 11
    return (number * 0x2C1B3D + 0x297A2D) & SCATTER


class _Kin:
    """A family in the making."""

    def __init__(self, plan: Plan, dice: Dice, profile: Profile, seed: int) -> None:
        self.plan, self.dice, self.as_of, self.seed = plan, dice, profile.as_of, seed
        self.cheats = profile.errors.not_the_parent
        heritage = dice.draw(HERITAGES[plan.nationality])
        departments = LANGUAGE_DEPARTMENTS.get(heritage.language) or tuple(DEPARTMENTS[plan.nationality])
        department = dice.pick(departments)
        self.family = Family(
            plan=plan,
            heritage=heritage,
            department=department,
            municipality=dice.pick(DEPARTMENTS[plan.nationality][department]),
            phone="".join(str(dice.between(0, 9)) if sign == "#" else sign for sign in PHONES[plan.nationality]),
        )

    def surname(self) -> str:
        return self.family.heritage.surname(self.dice)

    def person(self, sex: Sex, born: date, surnames: tuple[str, str]) -> Person:
        """A new member of the family."""
        serial = self.plan.index * 32 + len(self.family.people)
        person = Person(
            true_id=f"T{self.plan.index:06d}-{len(self.family.people):02d}",
            sex=sex,
            born=born,
            given=self.family.heritage.given_names(self.dice, sex),
            first_surname=surnames[0],
            second_surname=surnames[1],
            a_number=f"A{200_000_000 + scattered(serial, self.seed)}",
        )
        self.family.people[person.true_id] = person
        return person

    def surnames(self) -> tuple[str, str]:
        single = self.family.heritage.single or self.dice.chance(NO_SECOND_SURNAME)
        return self.surname(), "" if single else self.surname()

    def before(self, day: date, years: float) -> date:
        return day - timedelta(days=int(years * YEAR))

    def adult(self, sex: Sex, ages: tuple[int, int], surnames: tuple[str, str] | None = None) -> Person:
        """Somebody of an age between these, today."""
        born = self.before(self.as_of, self.dice.between(*ages) + self.dice.number() * 0.98)
        return self.person(sex, born, surnames or self.surnames())

    def births(self, count: int) -> list[date]:
        """Birth dates of siblings, the youngest first, all under 18 today."""
        low, high = self.dice.draw(CHILD_AGES)
        age = min(self.dice.between(low, high) + self.dice.number() * 0.98, 17.9 - 1.5 * (count - 1))
        births = [self.before(self.as_of, max(age, 0.2))]
        while len(births) < count:
            age += 0.0 if self.dice.chance(TWINS) else 0.9 + self.dice.number() * 2
            births.append(self.before(self.as_of, min(age, 17.9)))
        return births

    def parents(self, births: Sequence[date]) -> tuple[Person, Person]:
        """Father and mother, grown up today, who were between 15 and 45 at each of these births."""
        oldest, span = min(births), (max(births) - min(births)).days / YEAR
        youngest_parent = max(15.1, GROWN_UP - (self.as_of - oldest).days / YEAR)
        oldest_parent = 44.9 - span
        years = youngest_parent + (oldest_parent - youngest_parent) * self.dice.number() * self.dice.number() ** 0.5
        fathers_years = min(max(youngest_parent, years + self.dice.between(-3, 9)), oldest_parent)
        father = self.person(Sex.MALE, self.before(oldest, fathers_years), self.surnames())
        return father, self.person(Sex.FEMALE, self.before(oldest, years), self.surnames())

    def children(self, births: Sequence[date], father: Person, mother: Person) -> list[Person]:
        """Their children, with the ties to them and between them."""
        surnames = self.family.heritage.child_surnames(father, mother)
        if self.dice.chance(UNRECOGNISED) and not self.family.heritage.single:
            surnames = (mother.first_surname, mother.second_surname)
        children = [self.person(self.dice.pick((Sex.FEMALE, Sex.MALE)), born, surnames) for born in births]
        for at, child in enumerate(children):
            self.family.children.append(child.true_id)
            self.tie(child, mother, "mother")
            self.tie(child, father, "father")
            for older in children[at + 1 :]:
                self.tie(child, older, "sibling")
        return children

    def tie(self, child: Person, relative: Person, relation: str) -> None:
        self.family.ties.append(Tie(child.true_id, relative.true_id, relation))

    def travel(self, *members: Person) -> None:
        self.family.units.append([member.true_id for member in members])


def _with_parent(kin: _Kin, count: int) -> None:
    births = kin.births(count)
    father, mother = kin.parents(births)
    parent, relation = (mother, "mother") if kin.plan.household is Household.MOTHER else (father, "father")
    children = kin.children(births, father, mother)
    if kin.dice.chance(kin.cheats):
        age = parent.age_on(kin.as_of)
        parent = kin.adult(parent.sex, (age, age))
        kin.family.pretended = [Tie(child.true_id, parent.true_id, relation) for child in children]
    kin.travel(parent, *children)


def _with_both(kin: _Kin, count: int) -> None:
    births = kin.births(count)
    father, mother = kin.parents(births)
    kin.travel(father, mother, *kin.children(births, father, mother))


def _two_sisters(kin: _Kin, count: int) -> None:
    births = kin.births(count - count // 2)
    father, mother = kin.parents(births)
    children = kin.children(births, father, mother)
    others = kin.births(count // 2)
    uncle, aunt = kin.parents(others)
    aunt = replace(aunt, first_surname=mother.first_surname, second_surname=mother.second_surname)
    kin.family.people[aunt.true_id] = aunt
    cousins = kin.children(others, uncle, aunt)
    kin.tie(mother, aunt, "sibling")
    for child in children:
        kin.tie(child, aunt, "aunt")
        for cousin in cousins:
            kin.tie(child, cousin, "cousin")
    for cousin in cousins:
        kin.tie(cousin, mother, "aunt")
    kin.travel(mother, *children)
    kin.travel(aunt, *cousins)


def _with_grandmother(kin: _Kin, count: int) -> None:
    births = kin.births(count)
    father, mother = kin.parents(births)
    parent = kin.dice.pick((mother, father))
    surnames = kin.family.heritage.mother_surnames(parent, kin.surname())
    grandmother = kin.person(Sex.FEMALE, kin.before(parent.born, kin.dice.between(16, 34)), surnames)
    _travel_with(kin, grandmother, kin.children(births, father, mother), "grandmother")


def _with_sibling_of_parent(kin: _Kin, count: int) -> None:
    births = kin.births(count)
    father, mother = kin.parents(births)
    parent = kin.dice.pick((mother, father))
    sex, relation = (Sex.FEMALE, "aunt") if kin.plan.household is Household.AUNT else (Sex.MALE, "uncle")
    age = parent.age_on(kin.as_of)
    relative = kin.adult(sex, (max(19, age - 8), age + 6), (parent.first_surname, parent.second_surname))
    kin.tie(parent, relative, "sibling")
    _travel_with(kin, relative, kin.children(births, father, mother), relation)


def _with_adult_sibling(kin: _Kin, count: int) -> None:
    births = kin.births(count)
    grown = kin.before(kin.as_of, GROWN_UP + kin.dice.between(0, 6))
    father, mother = kin.parents([*births, grown])
    children = kin.children(births, father, mother)
    sex = kin.dice.pick((Sex.FEMALE, Sex.MALE))
    relative = kin.person(sex, grown, (children[0].first_surname, children[0].second_surname))
    _travel_with(kin, relative, children, "sibling")


def _travel_with(kin: _Kin, relative: Person, children: Sequence[Person], relation: str) -> None:
    for child in children:
        kin.tie(child, relative, relation)
    kin.travel(relative, *children)


def _alone(kin: _Kin, count: int) -> None:
    births = kin.births(count)
    father, mother = kin.parents(births)
    kin.travel(*kin.children(births, father, mother))


def _single_adult(kin: _Kin, count: int) -> None:
    adult = kin.adult(Sex.MALE if kin.dice.chance(0.75) else Sex.FEMALE, (19, 48))
    kin.travel(adult)


MAKERS = {
    Household.MOTHER: _with_parent,
    Household.FATHER: _with_parent,
    Household.PARENTS: _with_both,
    Household.COUSINS: _two_sisters,
    Household.GRANDMOTHER: _with_grandmother,
    Household.AUNT: _with_sibling_of_parent,
    Household.UNCLE: _with_sibling_of_parent,
    Household.SIBLING: _with_adult_sibling,
    Household.NOBODY: _alone,
}


def make_family(plan: Plan, dice: Dice, profile: Profile, seed: int) -> Family:
    """The family that this plan asks for; `plan.children` 0 makes a single adult."""
    kin = _Kin(plan, dice, profile, seed)
    (MAKERS[plan.household] if plan.children else _single_adult)(kin, plan.children)
    return kin.family


def give_homonyms(families: Sequence[Family], dice: Dice, share: float) -> None:
    """Give this share of the single adults the name of somebody unrelated of their own sex and culture."""
    namesakes = [person for family in families if family.children for person in family.people.values()]
    for family in families:
        if not namesakes or family.children or not dice.chance(share):
            continue
        (adult,) = family.people.values()
        other = dice.pick(namesakes)
        family.people[adult.true_id] = replace(
            adult,
            sex=other.sex,
            given=other.given,
            first_surname=other.first_surname,
            second_surname=other.second_surname,
        )
