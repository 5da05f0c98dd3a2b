"""What a rehearsal is like: whom it holds, which agencies write about them, and how often each of them errs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

PROPOSAL = "no rate published: our proposal"
OURS = "our estimate, within the 17.4 % of Hispanic records that a naive matcher fails to complete [UPDB]"


def rate(probability: float, source: str) -> Any:  # Any, as dataclasses.field: the field is declared a float
    """A probability in [0, 1] with where it comes from."""
    return field(default=probability, metadata={"source": source})


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRates:
    """How often each error is made, of the records and fields where it can be; `sources()` says on what ground.

    The letters in brackets are written out in docs/cohorts.md.
    """

    link_missing: float = rate(0.35, "14 of 40 children never entered as family members [GAO-20-245]; per source")
    never_asked: float = rate(
        0.04, "pre-verbal children, no interpreter [LIW, DBEAST]; set so that 94 % of ties have evidence"
    )
    separation_missing: float = rate(
        0.25, "10 of 40 children [GAO-20-245]; on the border's roster, where care notes it"
    )
    separation_unlisted: float = rate(
        0.059, "162 added to a list of 2,654 that then held 2,737 [HHS-511]; on every roster"
    )
    separation_wrong: float = rate(0.03, "79 of 2,654 removed from the list [HHS-511]; of those listed")
    not_the_parent: float = rate(
        0.012, "3,100 of 260,000 family members accused [FOX]; of parents who come with children"
    )
    unit_deleted: float = rate(
        0.35, "family units deleted by the hundred [NYT-LVS, DHS20-06]; the share is our proposal"
    )
    address_missing: float = rate(0.35, "addresses recorded 65 % of the time [DHS22-66]")
    number_missing: float = rate(
        0.40, "numbers often absent on one side [NBC19]; the rate is our estimate for any one roster"
    )
    parent_number_missing: float = rate(0.90, "about 60 of 2,219 children could be linked by it [NBC19]; our estimate")
    digit_slip: float = rate(0.05, PROPOSAL)
    date_slip: float = rate(0.03, PROPOSAL)
    day_month_swap: float = rate(0.15, PROPOSAL + "; of the dates where both orders can be read")
    age_only: float = rate(0.05, PROPOSAL + "; estimated in half of them")
    first_of_january: float = rate(0.10, PROPOSAL)
    birth_missing: float = rate(0.02, "our estimate")
    nickname: float = rate(0.05, PROPOSAL)
    maya_spelling: float = rate(0.10, PROPOSAL + "; of Maya names")
    logged_spanish: float = rate(
        0.50, "Maya languages seldom recorded [DBEAST]; the rate is our estimate, of speakers of one"
    )
    spanish_spelling: float = rate(0.03, OURS)
    second_surname_missing: float = rate(0.08, OURS)
    surnames_swapped: float = rate(0.015, OURS)
    surnames_fused: float = rate(0.01, OURS)
    truncated: float = rate(0.02, OURS + "; fields of 12 to 20 letters")
    second_name_dropped: float = rate(0.10, OURS)
    initial: float = rate(0.02, OURS)
    typing: float = rate(0.03, OURS)
    accents_dropped: float = rate(0.30, "our estimate; of records kept with accents")
    sex_wrong: float = rate(0.005, "our estimate")
    claim_shortened: float = rate(0.30, "our estimate: a relative named by one name and one surname")
    copied: float = rate(0.40, "our estimate: care takes the name from the border's file")
    duplicate: float = rate(0.015, "our estimate: entered again under a new record id")

    @classmethod
    def none(cls) -> "ErrorRates":
        """Agencies that never err."""
        return cls(**{each.name: 0.0 for each in fields(cls)})

    def times(self, factor: float, **fixed: float) -> "ErrorRates":
        """All rates multiplied, at most 0.9; those in `fixed` set as given."""
        scaled = {each.name: min(0.9, getattr(self, each.name) * factor) for each in fields(self)}
        return replace(self, **{**scaled, **fixed})

    def sources(self) -> dict[str, str]:
        """Where each rate comes from, by name."""
        return {each.name: str(each.metadata["source"]) for each in fields(self)}


class Kind(StrEnum):
    """What an agency does, and so what it can know."""

    BORDER = "border"
    DETENTION = "detention"
    CARE = "care"
    INFLUX = "influx"
    CONSULATE = "consulate"
    HOTLINE = "hotline"
    RETURNS = "returns"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPlan:
    """An agency and how it keeps its rosters.

    code: what the results call it, without colon. ages: days before the cohort's as-of date of each of its rosters.
    nationality: for consulates and returns, whom it sees. coverage: share of those in its reach whom it lists.
    style: a name out of `styles.STYLES[kind]`; "" lets the seed choose.
    """

    code: str
    kind: Kind
    ages: tuple[int, ...] = (0,)
    nationality: str = ""
    coverage: float = 1.0
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """Exactly so many separated children of one nationality, of whom exactly `in_care` are still held."""

    nationality: str
    children: int
    in_care: int


BORDER = AgencyPlan(code="cbp", kind=Kind.BORDER, ages=(7, 0))
DETENTION = AgencyPlan(code="ice", kind=Kind.DETENTION, coverage=0.92)
CARE = AgencyPlan(code="orr", kind=Kind.CARE, ages=(7, 0))
INFLUX = AgencyPlan(code="influx", kind=Kind.INFLUX, ages=(42,), coverage=0.1)
GUATEMALA = AgencyPlan(code="consulado_gt", kind=Kind.CONSULATE, nationality="GT", coverage=0.35)
HONDURAS = AgencyPlan(code="consulado_hn", kind=Kind.CONSULATE, nationality="HN", coverage=0.35)
MEXICO = AgencyPlan(code="consulado_mx", kind=Kind.CONSULATE, nationality="MX", coverage=0.84)
HOTLINE = AgencyPlan(code="hotline", kind=Kind.HOTLINE, coverage=0.15)
RETURNS = AgencyPlan(code="dif", kind=Kind.RETURNS, nationality="MX", coverage=0.9)
AGENCIES = (BORDER, DETENTION, CARE, INFLUX, GUATEMALA, HONDURAS, HOTLINE)

NATIONALITIES = {
    "GT": 0.580,
    "HN": 0.294,
    "SV": 0.072,
    "MX": 0.019,
    "BR": 0.019,
    "RO": 0.006,
    "NI": 0.005,
    "HT": 0.003,
    "EC": 0.002,
}
"""Shares of 3,913 [AP21]: GT 2,270, HN 1,150, SV 281, MX 75, BR 74, RO 23; "other 40" split by proposal."""


class Household(StrEnum):
    """Who travels with the children."""

    MOTHER = "mother"
    FATHER = "father"
    PARENTS = "both parents"
    COUSINS = "two sisters, each with children"
    GRANDMOTHER = "grandmother"
    AUNT = "aunt"
    UNCLE = "uncle"
    SIBLING = "adult sibling"
    NOBODY = "nobody"


HOUSEHOLDS = {
    Household.MOTHER: 0.44,
    Household.FATHER: 0.26,
    Household.PARENTS: 0.05,
    Household.COUSINS: 0.03,
    Household.GRANDMOTHER: 0.03,
    Household.AUNT: 0.02,
    Household.UNCLE: 0.02,
    Household.SIBLING: 0.02,
    Household.NOBODY: 0.13,
}

UNACCOUNTED = {
    "sent_not_received": 0.009,
    "dropped_without_discharge": 0.007,
    "never_in_custody": 0.006,
    "silent": 0.003,
}
"""Children whom some agency lists and no roster places, by reason; shares by proposal, 2.5 % in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A kind of cohort: change what you like with `dataclasses.replace`.

    children: fixes their number, whatever is asked for. days: how long before `as_of` the first were apprehended.
    adults_per_child: adults who travel, single adults fill up. discharged: share of the children no longer held.
    unaccounted: share by reason (see `journeys.Fate`). overlooked_by: which agencies alone may list a child never in
    custody. homonyms: share of the single adults who are given another's name.
    family_units: whether the border numbers families.
    """

    name: str
    as_of: date = date(2018, 6, 19)
    days: int = 61
    children: int | None = None
    adults_per_child: float = 1.0
    errors: ErrorRates = ErrorRates()
    agencies: tuple[AgencyPlan, ...] = AGENCIES
    nationalities: Mapping[str, float] = field(default_factory=lambda: NATIONALITIES)
    households: Mapping[Household, float] = field(default_factory=lambda: HOUSEHOLDS)
    quotas: tuple[Quota, ...] = ()
    discharged: float = 0.20
    unaccounted: Mapping[str, float] = field(default_factory=lambda: UNACCOUNTED)
    overlooked_by: tuple[Kind, ...] = (Kind.BORDER, Kind.CONSULATE, Kind.HOTLINE)
    homonyms: float = 0.01
    family_units: bool = True

    @property
    def separated(self) -> float:
        """The expected share of children who come with an adult, all of whom are separated from them."""
        return 1 - self.households.get(Household.NOBODY, 0.0) / sum(self.households.values())


DEFAULT = Profile(name="default")
CLEAN = replace(DEFAULT, name="clean", errors=ErrorRates.none())
STRESS = replace(
    DEFAULT,
    name="stress",
    errors=ErrorRates().times(2, link_missing=0.6, number_missing=0.8, parent_number_missing=0.97, accents_dropped=0.6),
)
JUNE_2018 = replace(
    DEFAULT,
    name="june2018",
    children=1995,
    errors=replace(ErrorRates(), separation_unlisted=0.0, separation_wrong=0.0),
    agencies=(*AGENCIES, MEXICO, RETURNS),
    nationalities={code: share for code, share in NATIONALITIES.items() if code != "MX"},
    households={who: share for who, share in HOUSEHOLDS.items() if who is not Household.NOBODY},
    overlooked_by=(Kind.BORDER,),  # so that all of the 1,995 are on a roster of the border or of child care
    quotas=(Quota(nationality="MX", children=25, in_care=7),),
)
NO_UNITS = replace(DEFAULT, name="no-units", family_units=False)
CONSULATES = replace(
    DEFAULT,
    name="consulates",
    nationalities={"GT": 0.7, "HN": 0.3},
    agencies=(BORDER, CARE, replace(GUATEMALA, coverage=0.9), replace(HONDURAS, coverage=0.9)),
)
SHORT_NAMES = replace(
    DEFAULT,
    name="short-names",
    errors=replace(
        ErrorRates(),
        second_surname_missing=0.35,
        second_name_dropped=0.35,
        surnames_swapped=0.05,
        nickname=0.10,
        typing=0.08,
        spanish_spelling=0.08,
    ),
)
VAGUE_DATES = replace(
    DEFAULT,
    name="vague-dates",
    errors=replace(
        ErrorRates(), day_month_swap=0.3, first_of_january=0.3, age_only=0.2, birth_missing=0.08, date_slip=0.1
    ),
)
HIGHLANDS = replace(
    DEFAULT, name="highlands", nationalities={"GT": 1.0}, errors=replace(ErrorRates(), maya_spelling=0.3)
)
BRAZIL = replace(DEFAULT, name="brazil", nationalities={"BR": 0.8, "GT": 0.1, "HN": 0.1})
VARIANTS = (NO_UNITS, CONSULATES, SHORT_NAMES, VAGUE_DATES, HIGHLANDS, BRAZIL)
PROFILES: dict[str, Profile] = {profile.name: profile for profile in (DEFAULT, CLEAN, STRESS, JUNE_2018, *VARIANTS)}
