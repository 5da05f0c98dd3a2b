"""The decision once more, slow and plain, from the tables and sentences of docs/access.md and nothing else.

It shares no rule with the product: of its code only the values that are asked about are read.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"

LEVELS = {1: "existence", 2: "match_summary", 3: "identity", 4: "contact"}
TOPICS = ["location", "protection", "health", "legal", "notes", "record"]
ALL = {*LEVELS.values(), *TOPICS}
PURPOSES = (
    "tracing verification care health reunification consular_protection repatriation"
    " legal_aid human_rights statistics data_protection oversight operation"
).split()
PROTECTS_DATA = ["subject_access", "correct", "restrict", "record_consent", "withhold", "expire"]


def table(heading: str) -> list[dict[str, str]]:
    """The rows of the first table under a heading of the page, by the names of their columns."""
    section = PAGE.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def listed(cell: str) -> set[str]:
    """The words of a cell."""
    if cell == "everything":
        return set(ALL)
    if cell == "every purpose":
        return set(PURPOSES)
    return set() if cell == "–" else set(cell.split(", "))


@cache
def rows(action: str) -> list[dict[str, Any]]:
    """The policy's rows for an action."""
    found = []
    for row in table("The policy"):
        if action in listed(row["may"]):
            found.append(
                {**row, "for": listed(row["for"]), "sees": listed(row["sees at most"]), "if": listed(row["if"])}
            )
    return found


@cache
def actions() -> dict[str, dict[str, Any]]:
    """What is said of each action."""
    return {row["action"]: {**row, "shows": listed(row["shows at most"])} for row in table("The actions")}


@cache
def kinds() -> dict[str, dict[str, set[str]]]:
    """What is said of each kind of agency."""
    return {
        row["kind"]: {
            "roles": listed(row["roles that count there"]),
            "for": listed(row["may use others' records for"]),
            "sees": listed(row["sees of them at most"]),
        }
        for row in table("What an agency may be")
    }


def opened(levels: Any, topics: Any) -> set[str]:
    """The compartments that levels and topics name."""
    names = {LEVELS[level] for level in levels if level != 5}
    if 5 in levels:
        names |= {str(topic) for topic in topics}
    return names


def shown(asking: Any) -> dict[str, set[str]] | None:
    """What may be shown, by agency; None where the act is refused."""
    action = actions()[str(asking.action)]
    if action["about a person"] == "–":
        answers = {"": one(asking, action, "")}
    elif asking.subject is None:
        return None
    else:
        answers = {agency: one(asking, action, agency) for agency in asking.subject.listed_by}
    found = {agency: seen for agency, seen in answers.items() if seen is not None}
    return found or None


def one(asking: Any, action: dict[str, Any], agency: str) -> set[str] | None:
    """What may be shown of what one agency tells; None where nothing may, not even the act."""
    closed, firmly = prohibited(asking, action, agency)
    if asking.action == "break_glass":
        closed = firmly
    seen: set[str] = set()
    done = False
    for row in rows(str(asking.action)):
        if not counts(asking, row["role"]) or not meets(asking, row):
            continue
        reached = reach(asking, row, agency)
        if not reached:
            continue
        wanted = row["sees"] & action["shows"]
        left = (wanted & reached & consented(asking)) - closed
        if not action["shows"]:
            done = done or closed != ALL
        elif left and (action["changes"] == "–" or left == wanted):
            done = True
            seen |= left
    urgent = emergency(asking, action) - firmly
    if urgent:
        done = True
        seen |= urgent
    return seen if done else None


def counts(asking: Any, role: str) -> bool:
    """Whether the officer holds the role, in an agency in which it counts."""
    return role in asking.officer.roles and role in kinds()[asking.officer.agency.kind]["roles"]


def meets(asking: Any, row: dict[str, Any]) -> bool:
    """Whether purpose and conditions of a row are met."""
    if asking.purpose not in row["for"]:
        return False
    person = asking.subject
    agency = asking.officer.agency
    for condition in row["if"]:
        if person is None:
            return False
        if condition == "assigned" and not person.assigned:
            return False
        if condition == "agency_assigned" and not person.assigned and not person.assigned_agency:
            return False
        if condition == "adult" and person.is_child:
            return False
        if condition == "own_national" and (not agency.country or agency.country not in person.nationalities):
            return False
        if condition == "gate_open" and person.protection_gate != "open":
            return False
        if condition == "consented" and not any(live(asking, each) for each in speaking(asking)):
            return False
    return True


def speaking(asking: Any) -> Iterator[Any]:
    """The consents that were ever given for this purpose to this agency."""
    for each in asking.subject.consents:
        if each.purpose == asking.purpose and each.recipient == asking.officer.agency.code:
            yield each


def live(asking: Any, each: Any) -> bool:
    """Whether a consent holds now."""
    if asking.at < each.valid_from:
        return False
    if each.valid_until is not None and asking.at >= each.valid_until:
        return False
    return each.withdrawn_at is None or asking.at < each.withdrawn_at


def consented(asking: Any) -> set[str]:
    """What consent leaves."""
    if asking.subject is None or asking.action in PROTECTS_DATA:
        return set(ALL)
    given = list(speaking(asking))
    if not given:
        return set(ALL)
    left = set(ALL)
    for basis in {each.basis for each in given}:
        allowed: set[str] = set()
        for each in given:
            if each.basis == basis and live(asking, each):
                allowed |= opened(each.levels, each.topics)
        left &= allowed
    return left


def reach(asking: Any, row: dict[str, Any], agency: str) -> set[str]:
    """How far a row goes into the records of an agency."""
    mine = asking.officer.agency
    if agency in ("", mine.code) or row["whose records"] == "whole":
        return set(ALL)
    if row["whose records"] == "own":
        return set()
    given: set[str] = set()
    for each in asking.agreements:
        if not holds(asking, each) or each.giver != agency or each.taker != mine.code:
            continue
        if each.taker_kind != mine.kind or row["role"] not in each.roles or asking.purpose not in each.purposes:
            continue
        if each.only_nationals_of and not each.only_nationals_of & asking.subject.nationalities:
            continue
        given |= opened(each.levels, each.topics)
    return given


def signed_and_begun(asking: Any, each: Any) -> bool:
    """Whether both have signed, and it has begun."""
    return each.giver in each.signed_by and each.taker in each.signed_by and each.valid_from <= asking.at


def holds(asking: Any, each: Any) -> bool:
    """Whether an agreement stands now."""
    if not signed_and_begun(asking, each) or asking.at >= each.valid_until:
        return False
    if each.ended_at is not None and asking.at >= each.ended_at:
        return False
    for other in asking.agreements:
        same = (other.id, other.giver, other.taker) == (each.id, each.giver, each.taker)
        if same and other.version > each.version and signed_and_begun(asking, other):
            return False
    return is_sound(each)


def is_sound(each: Any) -> bool:
    """Whether an agreement can be made. Of times and versions the tests' agreements are never wrong."""
    kind = kinds()[each.taker_kind]
    gives = opened(each.levels, each.topics)
    if not gives or not each.purposes or not each.roles or each.giver == each.taker:
        return False
    if not each.purposes <= kind["for"] or not each.roles <= kind["roles"] or not gives <= kind["sees"]:
        return False
    if (5 in each.levels) != bool(each.topics):
        return False
    seen: set[str] = set()
    for row in table_of_agreed():
        if row["role"] in each.roles and row["for"] & each.purposes:
            seen |= row["sees"]
    return gives <= seen


@cache
def table_of_agreed() -> list[dict[str, Any]]:
    """The policy's rows that speak of others' records by agreement."""
    return [
        {"role": row["role"], "for": listed(row["for"]), "sees": listed(row["sees at most"])}
        for row in table("The policy")
        if row["whose records"] == "agreed"
    ]


def glass_is_open(asking: Any) -> bool:
    """Whether the officer's emergency stands open on the person."""
    glass, person, officer = asking.break_glass, asking.subject, asking.officer
    if glass is None or person is None:
        return False
    if glass.officer != officer.id or glass.agency != officer.agency.code or glass.person_id != person.person_id:
        return False
    if not glass.opened_at <= asking.at < glass.until or glass.until - glass.opened_at > timedelta(hours=4):
        return False
    if len([letter for letter in glass.reason if letter.isalnum()]) < 20:
        return False
    return bool(opened(glass.levels, glass.topics)) and "record" not in glass.topics


def emergency(asking: Any, action: dict[str, Any]) -> set[str]:
    """What an open emergency adds to looking at a person."""
    looks = action["changes"] == "–" and action["about a person"] == "yes" and action["fresh sign-in"] == "–"
    if not looks or not glass_is_open(asking):
        return set()
    seen: set[str] = set()
    for row in rows("break_glass"):
        if counts(asking, row["role"]) and meets(asking, row):
            seen |= row["sees"] & opened(asking.break_glass.levels, asking.break_glass.topics) & action["shows"]
    return seen


def prohibited(asking: Any, action: dict[str, Any], agency: str) -> tuple[set[str], set[str]]:
    """What is closed, and what of it no emergency lifts."""
    firm: set[str] = set()
    if refuses_officer(asking, action) or refuses_matter(asking, action):
        firm |= ALL
    mine = asking.officer.agency
    if agency not in ("", mine.code):
        kind = kinds()[mine.kind]
        firm |= ALL - kind["sees"] if asking.purpose in kind["for"] else ALL
    if asking.subject is None:
        return firm, firm
    if refuses_person(asking):
        firm |= ALL
    if "hotline_agent" in asking.officer.roles:
        firm |= set(TOPICS)
    if asking.action != "subject_access":
        firm |= unneeded(asking)
    return firm | liftable(asking), firm


def unneeded(asking: Any) -> set[str]:
    """What the purpose or the role doesn't need."""
    found = set()
    needs = ["care", "reunification", "repatriation", "consular_protection", "legal_aid"]
    if asking.purpose not in needs and (asking.subject.is_child or asking.purpose != "tracing"):
        found.add("location")
    if "health_staff" not in asking.officer.roles:
        found.add("health")
    return found


def liftable(asking: Any) -> set[str]:
    """What is closed unless an emergency is open."""
    person = asking.subject
    if any(concerns(asking, each) for each in person.withheld_from):
        return set(ALL)
    if person.restricted and asking.action not in PROTECTS_DATA:
        return set(ALL)
    return set() if person.assigned or asking.action == "subject_access" else {"location"}


def refuses_officer(asking: Any, action: dict[str, Any]) -> bool:
    """Whether this officer may not do this at all."""
    officer = asking.officer
    if officer.suspended or officer.agency.suspended or officer.review_overdue:
        return True
    if asking.purpose not in PURPOSES:
        return True
    if action["fresh sign-in"] == "yes" and not officer.stepped_up:
        return True
    if "roster_supplier" in officer.roles and action["changes"] == "–":
        return True
    blind = officer.roles & {"roster_supplier", "administrator", "claimant"}
    return bool(blind) and (action["about a person"] == "yes" or bool(action["shows"]))


def refuses_matter(asking: Any, action: dict[str, Any]) -> bool:
    """Whether a second person or agency, or a sound emergency, is missing."""
    me = asking.officer
    if asking.action == "break_glass":
        return not glass_is_open(asking)
    if asking.action == "release_child":
        return asking.subject is not None and not approved(asking)
    if action["second person"] == "yes":
        officers = {each.officer for each in asking.others}
        if not officers or me.id in officers:
            return True
    if action["second agency"] == "yes":
        agencies = {each.agency for each in asking.others}
        if not agencies or me.agency.code in agencies:
            return True
    return False


def approved(asking: Any) -> bool:
    """Whether two persons of two agencies have approved this release, and nobody another of the same child."""
    good = []
    for each in asking.others:
        if each.child != asking.subject.person_id or not each.stands or not each.stepped_up or each.for_claimant:
            continue
        if each.officer == each.adult or each.child == each.adult:
            continue
        if each.role not in ("supervisor", "best_interests", "protection_officer"):
            continue
        if each.agency_kind not in ("care", "child_protection", "ministry"):
            continue
        if within_thirty_days(each.at, asking.at):
            good.append(each)
    if any(each.adult != asking.releasing_to for each in good):
        return False
    return any(a.officer != b.officer and a.agency != b.agency for a in good for b in good)


def within_thirty_days(then: datetime, now: datetime) -> bool:
    """Whether an approval is no older, and not of the future."""
    return timedelta(0) <= now - then < timedelta(days=30)


def refuses_person(asking: Any) -> bool:
    """Whether this person is closed to this officer, whatever is asked."""
    person, officer = asking.subject, asking.officer
    if person.expired and asking.action != "expire":
        return True
    if any(each.by_court and concerns(asking, each) for each in person.withheld_from):
        return True
    if officer.agency.kind == "consulate" or "consular_officer" in officer.roles:
        if not officer.agency.country or officer.agency.country not in person.nationalities:
            return True
        if person.protection_gate != "open":
            return True
    return "hotline_agent" in officer.roles and person.is_child


def concerns(asking: Any, withholding: Any) -> bool:
    """Whether a withholding names this officer or agency."""
    return bool(withholding.officer == asking.officer.id or withholding.agency == asking.officer.agency.code)
