"""Stands where the pages stand: in their role, for an officer or for nobody. On PostgreSQL alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from reencuentro.records.officers import Officer
from reencuentro.records.second_wall.acting import acting_as
from reencuentro.records.second_wall.raising import OPERATOR, WEB

MEMBERS = "SELECT p.public_id, m.agency FROM records_membership m JOIN records_person p ON p.id = m.person_id"
"""Whose records of whom are reached."""


@contextmanager
def pages() -> Iterator[None]:
    """The role of the pages, for as long as that."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {OPERATOR}")


def rows(question: str, officer: Officer | None = None) -> list[Any]:
    """What the pages' role is told, for an officer or for nobody."""
    with pages(), transaction.atomic(), connection.cursor() as cursor:
        if officer is None:
            cursor.execute(question)
            return list(cursor.fetchall())
        with acting_as(officer.public_id):
            cursor.execute(question)
            return list(cursor.fetchall())
