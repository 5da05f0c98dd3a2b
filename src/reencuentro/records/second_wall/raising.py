"""Raises the second wall in the open registry, and finds out whether it stands as this program would have it."""

import hashlib
from collections.abc import Collection, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from reencuentro.errors import RegistryError
from reencuentro.records.permanence import trigger_name
from reencuentro.records.second_wall import permits
from reencuentro.records.second_wall.tables import KEYS, PLAIN, RIGHTS, TABLES, walled
from reencuentro.records.second_wall.walls import ALL, READ, Walled

OPERATOR, WEB = "reencuentro_operator", "reencuentro_web"
"""The roles in which the command line and the pages work; users who log in are members of one of them."""

ROLES_NEEDED = (
    f"CREATE ROLE {OPERATOR} NOLOGIN; CREATE ROLE {WEB} NOLOGIN;"
    f" GRANT {OPERATOR}, {WEB} TO <the user who owns the tables> WITH ADMIN OPTION;"
)
"""What somebody who may make roles must run, where the owner of the tables may not."""


class Standing(NamedTuple):
    """How the wall stands. mark: of what it was raised from; loose: tables of rows that aren't walled off.

    refusals: the triggers that refuse every change of what is kept for good. owned: by the user of now.
    """

    mark: str
    tables: frozenset[str]
    loose: frozenset[str]
    refusals: frozenset[str]
    owned: bool

    @property
    def due(self) -> str:
        """The mark of the wall as it should be."""
        return hashlib.sha256(f"{_made_from()}{sorted(self.tables)}{sorted(self.refusals)}".encode()).hexdigest()


def keep_up() -> bool:
    """Raise the wall where it isn't the newest, or doesn't cover every table. Costs one query where it stands.

    Who doesn't own the tables can't, and goes on: `second_wall_troubles` tells. False for them, and on SQLite, which
    has no row security. Raises RegistryError where the roles aren't there and may not be made.
    """
    if connection.vendor != "postgresql":
        return False
    now = standing()
    if now.owned and (now.mark != now.due or now.loose):
        with transaction.atomic():
            _wait_for_others()
            raise_wall(standing())
    return now.owned


def raise_wall(now: Standing) -> None:
    """Make the roles, grants, functions and policies anew for what there is. Call it in a transaction."""
    _make_roles()
    with connection.cursor() as cursor:
        cursor.execute("".join(_statements(now)))
        for table, rows in _policy_rows().items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO second_wall.{table} VALUES ({places})", rows)  # noqa: S608 our own names
        cursor.execute("ANALYZE second_wall.permits")
        cursor.execute(sql.SQL("COMMENT ON SCHEMA second_wall IS {}").format(sql.Literal(now.due)))


def _wait_for_others() -> None:
    """Two who open the same registry at once raise it one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


_LOCK = 0x5EE4C0E49  # any number, as long as nothing else in the database locks it


def standing() -> Standing:
    """How the wall stands in the open registry."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [sorted(PLAIN)])
        mark, tables, loose, refusals, owned = cursor.fetchone()
    return Standing(mark or "", frozenset(tables), frozenset(loose), frozenset(refusals), owned)


_STANDING = """
    SELECT obj_description(to_regnamespace('second_wall'), 'pg_namespace'),
           coalesce(array_agg(relname::text), '{}'),
           coalesce(array_agg(relname::text) FILTER (
               WHERE relname <> ALL (%s) AND NOT (relrowsecurity AND relforcerowsecurity)), '{}'),
           ARRAY(SELECT tgname::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
                  WHERE NOT tgisinternal AND tgname LIKE '%%\\_refuses\\_%%' AND prosrc NOT LIKE '%%RETURN%%'),
           coalesce(bool_and(pg_has_role(relowner, 'USAGE')), false)
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""


@lru_cache(maxsize=1)
def _made_from() -> str:
    shape = [*_policies("every", Walled(web=ALL))]
    statements = (_INDEXES, _FORGET, sorted(RIGHTS), _ASKED, shape)
    return repr((_functions(), sorted(TABLES.items()), _policy_rows(), statements))


def _make_roles() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname IN (%s, %s)", [OPERATOR, WEB])
        if cursor.fetchone()[0] < 2:
            _create_roles()
        cursor.execute(_MEMBERSHIP, [OPERATOR])
        if not cursor.fetchone()[0]:
            cursor.execute(f"GRANT {OPERATOR}, {WEB} TO current_user")


_MEMBERSHIP = "SELECT pg_has_role(%s, 'USAGE')"


def _create_roles() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for role in (OPERATOR, WEB):
                # Another database of the same server may be getting them at this moment.
                cursor.execute(_NEW_ROLE.format(role=role))
    except ProgrammingError as refused:
        raise RegistryError(
            "the database's user may not make the roles behind which the registry's rows are walled off",
            remedy=f"Have the database's keeper run once: {ROLES_NEEDED}",
        ) from refused


_NEW_ROLE = (
    "DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
)


def _statements(now: Standing) -> Iterator[str]:
    yield "DROP SCHEMA IF EXISTS second_wall CASCADE; CREATE SCHEMA second_wall;\n"
    yield _functions()
    yield (
        f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA second_wall FROM PUBLIC;"
        f"GRANT USAGE ON SCHEMA second_wall TO {OPERATOR}, {WEB};"
        f"GRANT EXECUTE ON FUNCTION {', '.join(_ASKED)} TO {WEB};"
        f"GRANT EXECUTE ON FUNCTION {', '.join(_ASKED_BY_ALL)} TO {OPERATOR};"
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {OPERATOR}, {WEB};"
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
        f"GRANT USAGE ON SCHEMA public TO {OPERATOR}, {WEB};"
        f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {OPERATOR};"
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB};\n"
    )
    for table in sorted(now.tables):
        yield from _grants(table, now.refusals)
        if table in RIGHTS:
            yield _FORGET.format(table=table)
        if (rows := walled(table)) is not None:
            yield from _policies(table, rows)
    yield from (index for table, index in _INDEXES.items() if table in now.tables)


_ASKED_BY_ALL = (
    "second_wall.act_as(text)",
    "second_wall.tellers(bigint[])",
    "second_wall.claims(bigint, double precision)",
    "second_wall.claimed(integer, integer)",
    "second_wall.numbered_today(text)",
    "second_wall.numbered_before(text)",
    "second_wall.counted(integer, bigint[])",
    "second_wall.filed(bigint[], bigint[], integer)",
    "second_wall.bear(text[], bigint[], bigint[], bigint[], bigint[])",
)
_ASKED = (
    *_ASKED_BY_ALL,
    *(f"second_wall.{one}()" for one in ("my_officer", "my_agency", "narrowed", "pairs", "any_agencies")),
    "second_wall.open_agencies(boolean)",
    "second_wall.may(text)",
    "second_wall.is_key_to_mine(bigint)",
    "second_wall.persons_meant(text, timestamptz)",
    "second_wall.is_matched(text, text)",
    "second_wall.is_repeated(bigint, text)",
    *(f"second_wall.{one}(bigint)" for one in ("is_there", "is_my_list", "is_my_roster", "is_my_row", "is_my_mention")),
    *(f"second_wall.{one}(bigint)" for one in ("in_my_group", "is_of_my_group")),
    "second_wall.is_searched_as_mine(bigint)",
    "second_wall.is_mine_to_match(text, text)",
)
"""What policies and the program call; whatever else there is tells what anybody reaches, or signs what was found."""
_FORGET = (
    "CREATE TRIGGER second_wall_forgets AFTER INSERT OR UPDATE OR DELETE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION second_wall.forget();\n"
)
_INDEXES = {
    "records_searchrecord": "CREATE INDEX IF NOT EXISTS searchrecord_by_row ON records_searchrecord (row_id);\n",
    "records_person": (
        "CREATE INDEX IF NOT EXISTS person_by_former_id ON records_person USING gin (names)"
        # Else each look-up would go through all that was added last.
        " WITH (fastupdate = off) WHERE names IS NOT NULL;\n"
    ),
}
"""By which the wall looks up what the program never does."""


def _grants(table: str, refusals: Collection[str]) -> Iterator[str]:
    held = [right for right in ALL if trigger_name(table, right) not in refusals]
    yield f"GRANT {', '.join(held if table.startswith(_OURS) else [READ])} ON {table} TO {OPERATOR};\n"
    if rights := TABLES.get(table, Walled()).web:
        yield f"GRANT {', '.join(rights)} ON {table} TO {WEB};\n"


_OURS = ("records_", "account_", "mfa_")


def _policies(table: str, rows: Walled) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
    yield f"DROP POLICY IF EXISTS second_wall_all ON {table};"
    yield f"CREATE POLICY second_wall_all ON {table} TO {OPERATOR} USING (true) WITH CHECK (true);\n"
    granted = {right.partition(" ")[0] for right in rows.web}
    for right in ALL:
        name = f"second_wall_{right.lower()}"
        yield f"DROP POLICY IF EXISTS {name} ON {table};"
        if right in granted:
            yield f"CREATE POLICY {name} ON {table} FOR {right} TO {WEB} {_condition(right, rows)};\n"


def _condition(right: str, rows: Walled) -> str:
    if right == "INSERT":
        return f"WITH CHECK ({rows.adds or rows.sees})"
    return f"USING ({rows.sees})" + (f" WITH CHECK ({rows.leaves or rows.sees})" if right == "UPDATE" else "")


def _functions() -> str:
    return files(__package__).joinpath("wall.sql").read_text(encoding="utf-8") + _is_key_to_mine()


def _is_key_to_mine() -> str:
    """Asks the tables' own walls, as whoever calls it; a function, so that no query plans for kinds it never meets."""
    kinds = "".join(
        f" WHEN {kind} THEN RETURN EXISTS (SELECT FROM {table} one WHERE one.id = record / 8);"
        for kind, table in sorted(KEYS.items())
    )
    return (
        "\nCREATE FUNCTION second_wall.is_key_to_mine(record bigint) RETURNS boolean"
        " LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS"
        f" $$ BEGIN CASE record % 8{kinds} ELSE RETURN false; END CASE; END $$;\n"
    )


def _policy_rows() -> dict[str, list[tuple[Any, ...]]]:
    return {
        "permits": [tuple(map(_value, one)) for one in permits.permits()],
        "glasses": [tuple(map(_value, one)) for one in permits.glasses()],
        "kinds": [tuple(one) for one in permits.kinds()],
        "agreeable": list(permits.agreeable()),
        "marks": list(permits.marks()),
        "deeds": list(permits.deeds()),
        "sees_nobody": [(role,) for role in permits.sees_nobody()],
    }


def _value(one: Any) -> Any:
    return str(one) if isinstance(one, str) else one
