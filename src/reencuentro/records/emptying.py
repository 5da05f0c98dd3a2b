"""Lets the database empty a row whose time is over, and refuse every other change of it as before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from reencuentro.records.permanence import UPDATE, trigger_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptying:
    """How the rows of one table may be emptied.

    rows: the columns that name the row of a roster that it is about; one of them must be among the expired.
    emptied: what becomes of each column that holds what somebody said. threads: columns that may become
    'expired:ROW' of the row of the roster that stands in another. kept: all others, which stay as they are.
    """

    table: str
    rows: Sequence[str]
    emptied: Mapping[str, str]
    kept: Sequence[str]
    threads: Mapping[str, str] = field(default_factory=dict)


class KeepUnlessExpired(Operation):
    """A migration step: from now on the table refuses any update but that one."""

    reversible = False

    def __init__(self, rule: Emptying) -> None:
        self._rule = rule

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models know nothing of triggers."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """The trigger of before, if there is one, gives way to this one."""
        rule, vendor = self._rule, schema_editor.connection.vendor
        name = trigger_name(rule.table, UPDATE)
        for statement in _POSTGRES if vendor == "postgresql" else _SQLITE:
            schema_editor.execute(
                statement.format(table=rule.table, name=name, allowed=allowed(rule, _SAME[vendor])), params=None
            )


_SAME = {"postgresql": "IS NOT DISTINCT FROM", "sqlite": "IS"}


def allowed(rule: Emptying, same: str) -> str:
    """The condition, in SQL, under which an update is the emptying of an expired row."""
    expired = " OR ".join(f'expired.row_id = OLD."{row}"' for row in rule.rows)
    threads = rule.threads.items()
    # Quoted: "by" is a word of PL/pgSQL.
    conditions = (
        *(f"NEW.\"{column}\" = '{empty}'" for column, empty in rule.emptied.items()),
        *(f'NEW."{column}" {same} OLD."{column}"' for column in rule.kept),
        *(f'NEW."{column}" IN (OLD."{column}", \'expired:\' || OLD."{row}")' for column, row in threads),
        f"EXISTS (SELECT 1 FROM records_expiredrow expired WHERE {expired})",  # noqa: S608 own names
    )
    return " AND ".join(conditions)


_SQLITE = (
    "DROP TRIGGER IF EXISTS {name}",
    """
    CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN NOT ({allowed})
    BEGIN SELECT RAISE(ABORT, '{table} is kept for good: UPDATE refused'); END
    """,
)
_POSTGRES = (
    """
    CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {allowed} THEN RETURN NEW; END IF;
        RAISE EXCEPTION '{table} is kept for good: UPDATE refused' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    "DROP TRIGGER IF EXISTS {name} ON {table}",
    "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
)
