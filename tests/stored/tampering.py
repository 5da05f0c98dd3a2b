"""What somebody with their hands on the database may do to the log, once the triggers are out of the way."""

# ruff: noqa: S608 - these statements are made of this module's own words
import json
import random
from collections.abc import Callable
from typing import Any

from django.db import connection

from reencuentro.interchange.transparency.merkle import RightEdge, leaf_hash
from reencuentro.records.audit import AuditEntry
from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, trigger_name
from reencuentro.records.second_wall.acting import as_who_logged_in

TABLE = "records_auditentry"
TEXTS = ("by", "officer", "agency", "action", "purpose", "levels", "terms", "outcome", "why", "leaf_hash")


def say(statement: str, *values: Any) -> None:
    """Runs one statement; everything here is by sequence, as a forger would go about it."""
    with as_who_logged_in(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def ask(statement: str, *values: Any) -> Any:
    """The first row of the answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def drop_guards() -> None:
    """The triggers go first, and what SQLite checks."""
    if connection.vendor == "sqlite":
        say("PRAGMA ignore_check_constraints = ON")
    for table, event in ((TABLE, UPDATE), (TABLE, DELETE), ("records_audithead", DELETE), (TABLE, TRUNCATE)):
        name = trigger_name(table, event)
        if connection.vendor == "postgresql":
            say(f"DROP TRIGGER {name} ON {table}")
        elif event != TRUNCATE:
            say(f"DROP TRIGGER {name}")


def size() -> int:
    """How many entries there are."""
    return int(ask(f"SELECT count(*) FROM {TABLE}")[0])


def flip_text(chance: random.Random, _: int) -> None:
    """One bit of one letter, in any column of text."""
    at = chance.randrange(size())
    kept = {name: ask(f"SELECT {name} FROM {TABLE} WHERE sequence = %s", at)[0] for name in TEXTS}
    name = chance.choice([name for name, value in kept.items() if value])
    value, place = kept[name], chance.randrange(len(kept[name]))
    letter = chr(ord(value[place]) ^ 1 << chance.randrange(7)).replace("\0", "\x01")
    say(f"UPDATE {TABLE} SET {name} = %s WHERE sequence = %s", value[:place] + letter + value[place + 1 :], at)


def change_about(chance: random.Random, _: int) -> None:
    """Somebody else's key."""
    at = chance.randrange(size())
    say(f"UPDATE {TABLE} SET about = %s WHERE sequence = %s", json.dumps([f"ICE:{chance.random()}"]), at)


def change_time(chance: random.Random, _: int) -> None:
    """A microsecond, or a decade."""
    at = chance.randrange(size())
    told = chance.choice(["2018-06-19 12:00:00.000001", "2008-01-01 00:00:00"])
    say(f"UPDATE {TABLE} SET at = %s WHERE sequence = %s", told, at)


def put_in_rubbish(chance: random.Random, _: int) -> None:
    """What can't be read at all; only SQLite takes it. Elsewhere a hash that is none."""
    at = chance.randrange(size())
    names = ("at", "about", "levels", "leaf_hash", "sequence") if connection.vendor == "sqlite" else ("leaf_hash",)
    say(f"UPDATE {TABLE} SET {chance.choice(names)} = %s WHERE sequence = %s", "rubbish", at)


def delete_some(chance: random.Random, _: int) -> None:
    """Some entries anywhere."""
    start = chance.randrange(size())
    say(f"DELETE FROM {TABLE} WHERE sequence BETWEEN %s AND %s", start, start + chance.randrange(3))


def delete_all(_: random.Random, __: int) -> None:
    """The whole log."""
    say(f"{'TRUNCATE' if connection.vendor == 'postgresql' else 'DELETE FROM'} {TABLE}")


def swap_places(chance: random.Random, _: int) -> None:
    """Two entries change their places."""
    one, other = chance.sample(range(size()), 2)
    for source, target in ((one, 10**9), (other, one), (10**9, other)):
        say(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", target, source)


def double(chance: random.Random, _: int) -> None:
    """An entry stands a second time, at the end."""
    columns = "at, by, officer, agency, action, purpose, levels, about, terms, outcome, why, leaf_hash"
    at, end = chance.randrange(size()), size()
    say(f"INSERT INTO {TABLE} (sequence, {columns}) SELECT {end}, {columns} FROM {TABLE} WHERE sequence = %s", at)


def spoil_head(chance: random.Random, _: int) -> None:
    """What the registry knows of its log's end."""
    many, edge = ask("SELECT size, edge FROM records_audithead")
    place = edge.index('"') + 1 + chance.randrange(64)
    spoilt = edge[:place] + ("0" if edge[place] != "0" else "f") + edge[place + 1 :]
    statement, *values = chance.choice(
        [
            ("UPDATE records_audithead SET size = %s", many + chance.choice([-1, 1])),
            ("UPDATE records_audithead SET edge = %s", spoilt),
            ("UPDATE records_audithead SET edge = %s", "rubbish"),
            ("DELETE FROM records_audithead",),
        ]
    )
    say(str(statement), *values)


def cut_short(chance: random.Random, witnessed: int) -> None:
    """The end is gone, and the head says so too: a database of an earlier day."""
    say(f"DELETE FROM {TABLE} WHERE sequence >= %s", chance.randrange(witnessed))
    rehash()


def rewrite(chance: random.Random, witnessed: int) -> None:
    """An entry says something else, and every hash and the head are made right."""
    say(f"UPDATE {TABLE} SET by = 'nobody' WHERE sequence = %s", chance.randrange(witnessed))
    rehash()


def take_out(chance: random.Random, witnessed: int) -> None:
    """An entry is gone, those after it move up, and every hash and the head are made right."""
    at = chance.randrange(witnessed)
    say(f"DELETE FROM {TABLE} WHERE sequence = %s", at)
    for number in range(at + 1, size() + 1):
        say(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", number - 1, number)
    rehash()


def rehash() -> None:
    """Makes all hashes and the head right, as the program itself would."""
    edge = RightEdge()
    for entry in AuditEntry.objects.order_by("sequence"):
        hashed = leaf_hash(entry.leaf)
        say(f"UPDATE {TABLE} SET leaf_hash = %s WHERE sequence = %s", hashed.hex(), entry.sequence)
        edge = edge.appended(hashed)
    told = json.dumps([one.hex() for one in edge.hashes])
    say("UPDATE records_audithead SET size = %s, edge = %s", edge.size, told)


WAYS: tuple[Callable[[random.Random, int], None], ...] = (
    flip_text,
    flip_text,
    flip_text,
    change_about,
    change_time,
    put_in_rubbish,
    delete_some,
    delete_all,
    swap_places,
    double,
    spoil_head,
    cut_short,
    rewrite,
    take_out,
)
