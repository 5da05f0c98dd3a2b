"""Triggers that make the database itself refuse to change or delete what must last.

SQLite drops a table's triggers whenever a migration rebuilds the table: such a migration must keep them again.
"""

from collections.abc import Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

UPDATE, DELETE = "UPDATE", "DELETE"
TRUNCATE = "TRUNCATE"
"""Emptying a whole table at once: only PostgreSQL can, and its triggers on rows don't see it."""


def keep_for_good(table: str, events: Iterable[str]) -> RunPython:
    """A migration step: from now on the table refuses these events, on SQLite and on PostgreSQL."""
    wanted = tuple(events)

    def forwards(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for event in _possible(wanted, editor):
            write = _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE
            each = "STATEMENT" if event == TRUNCATE else "ROW"
            name = trigger_name(table, event)
            editor.execute(write.format(table=table, event=event, each=each, name=name), params=None)

    return RunPython(forwards, RunPython.noop)


def let_change(table: str, events: Iterable[str]) -> RunPython:
    """A migration step: the table takes these events again, until `keep_for_good` comes after it."""
    wanted = tuple(events)

    def forwards(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for event in _possible(wanted, editor):
            name = trigger_name(table, event)
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}", params=None)
            else:
                editor.execute(f"DROP TRIGGER {name}", params=None)

    return RunPython(forwards, RunPython.noop)


def _possible(events: Iterable[str], editor: BaseDatabaseSchemaEditor) -> list[str]:
    return [event for event in events if event != TRUNCATE or editor.connection.vendor == "postgresql"]


def trigger_name(table: str, event: str) -> str:
    """What the trigger is called on both databases."""
    return f"{table}_refuses_{event.lower()}"


_SQLITE = """
    CREATE TRIGGER {name} BEFORE {event} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is kept for good: {event} refused'); END
"""
_POSTGRES = """
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{table} is kept for good: {event} refused' USING ERRCODE = 'integrity_constraint_violation';
    END $$;
    CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}();
"""
