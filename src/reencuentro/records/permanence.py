"""Triggers that make the database itself refuse to change or delete what must last.

SQLite drops a table's triggers whenever a migration rebuilds the table: such a migration must keep them again.
"""

from collections.abc import Callable, Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

UPDATE, DELETE = "UPDATE", "DELETE"
TRUNCATE = "TRUNCATE"
"""Emptying a whole table at once: only PostgreSQL can, and its triggers on rows don't see it."""


def keep_for_good(table: str, events: Iterable[str]) -> Operation:
    """A migration step: from now on the table refuses these events, on SQLite and on PostgreSQL."""
    wanted = tuple(events)

    def write(editor: BaseDatabaseSchemaEditor) -> None:
        for event in _possible(wanted, editor):
            trigger = _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE
            each = "STATEMENT" if event == TRUNCATE else "ROW"
            name = trigger_name(table, event)
            editor.execute(trigger.format(table=table, event=event, each=each, name=name), params=None)

    return _Statements(write)


def let_change(table: str, events: Iterable[str]) -> Operation:
    """A migration step: the table takes these events again, until `keep_for_good` comes after it."""
    wanted = tuple(events)

    def write(editor: BaseDatabaseSchemaEditor) -> None:
        for event in _possible(wanted, editor):
            name = trigger_name(table, event)
            if editor.connection.vendor == "postgresql":
                editor.execute(f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}", params=None)
            else:
                editor.execute(f"DROP TRIGGER {name}", params=None)

    return _Statements(write)


class _Statements(Operation):
    # RunPython would do, but has Django build every model anew at each step: half the time that a new registry takes.
    def __init__(self, write: Callable[[BaseDatabaseSchemaEditor], None]) -> None:
        self._write = write

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models know nothing of triggers."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._write(schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Nothing to undo: a registry goes forwards only."""


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
