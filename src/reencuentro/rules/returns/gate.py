"""The gate before a return: what must have been asked and answered, and on what it rests. Nobody's silence opens it.

Sources: Trafficking Victims Protection Reauthorization Act of 2008, section 235(a)(2) and (4), 122 Stat. 5075; CBP's
presumption that a child under 14 can't decide alone, as GAO-15-521 found it (93 % of those whom it should have held
were returned without a basis on record); the Convention relating to the Status of Refugees, article 33.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from reencuentro.linkage.mentions import Birth
from reencuentro.rules.cases.boxes import Answer
from reencuentro.rules.retention import later, latest_birthday
from reencuentro.rules.returns.forms import ReturnCountry, Screening
from reencuentro.rules.timers.clocks import Child

SCREENING = "Trafficking Victims Protection Reauthorization Act of 2008, section 235(a)(2)(A), 122 Stat. 5075"
UNDECIDED = "Trafficking Victims Protection Reauthorization Act of 2008, section 235(a)(4), 122 Stat. 5076"
DOCUMENTED = "GAO-15-521: the basis of each decision is put on record"
PRESUMED = "GAO-15-521: by CBP's policy a child under 14 is presumed unable to decide alone"
NOT_RETURNED = "Convention relating to the Status of Refugees (1951), article 33"
DECIDES_ALONE_FROM = 14  # years
WITHIN = timedelta(hours=48)  # from apprehension; of a child who isn't sorted out by then, care begins
NEIGHBOURS = frozenset({"MX", "CA"})

_OPENS: Mapping[str, Answer] = {
    "trafficked": Answer.NO,
    "at_risk": Answer.NO,
    "fears": Answer.NO,
    "able": Answer.YES,
}
"""What each question must have been answered with: not known is no answer."""


def unanswered(screening: Screening) -> Iterator[str]:
    """The questions to which the answer isn't known: where it stays so for 48 hours, the child goes to care."""
    yield from (box for box in _OPENS if getattr(screening, box) is Answer.UNKNOWN)


def forbidding(screening: Screening) -> Iterator[str]:
    """The questions of which the answer forbids a return."""
    for box, opens in _OPENS.items():
        if getattr(screening, box) not in (opens, Answer.UNKNOWN):
            yield box


def is_surely(years: int, born: Birth | None, on: date) -> bool:
    """Whether somebody is of that age on that day whatever is meant by what is known of their birth."""
    return born is not None and later(latest_birthday(born), years=years) <= on


def presumed_unable(screening: Screening, child: Child) -> bool:
    """Whether the child is, or may be, under 14, and nothing is on record that overcomes the presumption."""
    return not is_surely(DECIDES_ALONE_FROM, child.born, screening.on) and not screening.overcomes_age


def may_withdraw(screening: Screening, child: Child) -> bool:
    """Whether the child is known to be of a country that borders the United States, or to live there."""
    return bool(child.nationalities & NEIGHBOURS) or screening.lives_in_neighbour is Answer.YES


def is_own(country: ReturnCountry, child: Child) -> bool:
    """Whether a country may be the child's own."""
    return not child.nationalities or country is ReturnCountry.OTHER or country.value in child.nationalities
