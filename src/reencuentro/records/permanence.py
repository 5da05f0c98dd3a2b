"""Triggers that make the database itself refuse to change or delete what must last.

SQLite drops a table's triggers whenever a migration rebuilds the table: such a migration must keep them again.
"""

from collections.abc import Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

UPDATE, DELETE = "UPDATE", "DELETE"


def keep_for_good(table: str, events: Iterable[str]) -> RunPython:
    """A migration step: from now on the table refuses these events, on SQLite and on PostgreSQL."""
    wanted = tuple(events)

    def forwards(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        write = _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE
        for event in wanted:
            editor.execute(write.format(table=table, event=event, name=trigger_name(table, event)), params=None)

    return RunPython(forwards, RunPython.noop)


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
    CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""
