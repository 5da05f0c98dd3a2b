"""What a wall around a table is made of: which rows are reached, in SQL, and what may be done to them."""

from dataclasses import dataclass

from reencuentro.records.permanence import DELETE, UPDATE

READ, ADD = "SELECT", "INSERT"
ALL = (READ, ADD, UPDATE, DELETE)
FOR_GOOD = (READ, ADD)

EVERY_ROW = "true"
NO_ROW = "false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walled:
    """How one table is walled.

    The command line reaches every row, and may do whatever no trigger refuses. web: what the pages may do, a change of
    some columns alone as UPDATE (column, …). sees: the rows that the pages reach, as a condition in SQL; adds: those
    that they may add, leaves: those that a change may leave behind, "" for the same.
    """

    web: tuple[str, ...] = ()
    sees: str = NO_ROW
    adds: str = ""
    leaves: str = ""


def of_person(column: str) -> str:
    """Whoever reaches any record of the person. Looked up for each row: EXISTS could be answered by a look at all.

    column: with its table's name, where a membership has one of that name too.
    """
    return f"(SELECT true FROM records_membership one WHERE one.person_id = {column} LIMIT 1)"  # noqa: S608 our own names


def stated(since: str) -> str:
    """Whoever reaches anybody of today whom a statement is about, under whichever of their ids it was made.

    since: the column that says from when on. Looked up for each row, by today's id first, which is the usual case; a
    policy can't use an index on ids of old.
    """
    meant = f"human.id = ANY (ARRAY(SELECT second_wall.persons_meant(person, {since})))"
    return f"({_PERSON} human.public_id = person LIMIT 1) OR {_PERSON} {meant} LIMIT 1))"


_PERSON = "(SELECT true FROM records_person human WHERE"


def of(table: str, column: str) -> str:
    """Whoever reaches the row that it belongs to reaches it: that table's own wall answers."""
    return f"EXISTS (SELECT FROM {table} whole WHERE whole.id = {column})"


MY_OFFICER = "(SELECT second_wall.my_officer())"
MY_AGENCY = "(SELECT second_wall.my_agency())"
MY_COLLEAGUE = (
    f"EXISTS (SELECT FROM records_officer other WHERE other.id = officer_id AND other.agency_id = {MY_AGENCY})"
)


def may(action: str) -> str:
    """Whoever may do that for what they are here for."""
    return f"(SELECT second_wall.may('{action}'))"


ANY_AGENCY = "agency_id IN (SELECT second_wall.any_agencies())"
ENDING = "UPDATE (ended_at, ended_by)"
ANYBODY = "EXISTS (SELECT FROM records_person human WHERE human.public_id = person)"
STATED = Walled(web=(READ, ADD, ENDING), sees=stated("begins_at"), adds=ANYBODY)
