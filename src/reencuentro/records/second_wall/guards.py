"""A migration step that has both databases keep a rule, each in its own words."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Guard(Operation):
    """Statements for SQLite and for PostgreSQL. There is no way back: a registry goes forwards only."""

    def __init__(self, *, sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
        self._statements = {"sqlite": sqlite, "postgresql": postgresql}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models know nothing of it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Runs what is for this database."""
        for statement in self._statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Leaves it standing."""
