"""Whether the second wall stands, and whether whoever logged in stands before it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from reencuentro.records.second_wall.raising import OPERATOR, WEB, Standing, standing
from reencuentro.records.second_wall.tables import FORCED, TABLES


@dataclass(frozen=True, slots=True)
class WallTrouble:
    """What is wrong with the wall, and what to do."""

    told: str
    remedy: str


def second_wall_troubles() -> tuple[WallTrouble, ...]:
    """All that is wrong with the wall in the open registry; empty where it stands, and on SQLite, which has none."""
    return (*login_troubles(), *wall_troubles())


def login_troubles(*, pages: bool = False) -> tuple[WallTrouble, ...]:
    """Why whoever logged in doesn't stand behind the wall, whatever role they work in; likewise.

    pages: of a login that serves them, and so must be in their role alone.
    """
    return _found((*_LOGIN_CHECKS, _operates) if pages else _LOGIN_CHECKS)


def wall_troubles() -> tuple[WallTrouble, ...]:
    """What is wrong with the wall itself; likewise."""
    return _found(_WALL_CHECKS)


def _found(checks: "tuple[_Check, ...]") -> tuple[WallTrouble, ...]:
    if connection.vendor != "postgresql":
        return ()
    now = standing()
    return tuple(trouble for check in checks for trouble in check(now))


def _above(_: Standing) -> list[WallTrouble]:
    names = _asked("SELECT rolname FROM pg_roles WHERE rolname = session_user AND (rolsuper OR rolbypassrls)")
    return [WallTrouble(f"{name} logs in above row security", _LOG_IN) for name in names]


def _owner(_: Standing) -> list[WallTrouble]:
    owned = _asked(
        "SELECT count(*)::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND pg_has_role(session_user, relowner, 'MEMBER') HAVING count(*) > 0"
    )
    return [WallTrouble(f"who logs in owns {count} tables, or may become their owner", _LOG_IN) for count in owned]


def _operates(_: Standing) -> list[WallTrouble]:
    names = _asked(
        "SELECT session_user FROM pg_roles"
        " WHERE rolname = 'reencuentro_operator' AND pg_has_role(session_user, oid, 'MEMBER')"
    )
    return [WallTrouble(f"{name} serves the pages and reaches every row, as {OPERATOR}", _SERVE) for name in names]


def _loose(now: Standing) -> list[WallTrouble]:
    return [WallTrouble(f"{table} isn't walled off", _OPEN_AS_OWNER) for table in sorted(now.loose)]


def _outdated(now: Standing) -> list[WallTrouble]:
    if not now.mark:
        return [WallTrouble("no wall was raised", _OPEN_AS_OWNER)]
    return [] if now.mark == now.due else [WallTrouble("the wall is of another version", _OPEN_AS_OWNER)]


def _unplaced(now: Standing) -> list[WallTrouble]:
    ours = (table for table in sorted(now.tables) if table.startswith("records_"))
    return [WallTrouble(f"{one} is shut to the pages: it has no place", _TELL_US) for one in ours if one not in TABLES]


def _missing(now: Standing) -> list[WallTrouble]:
    held = set(_asked("SELECT tablename || ' ' || policyname FROM pg_policies WHERE schemaname = 'public'"))
    wanted = {
        f"{table} second_wall_{right.partition(' ')[0].lower()}"
        for table in now.tables & FORCED.keys()
        for right in ("ALL", *FORCED[table].web)
    }
    return [
        *(WallTrouble(f"a policy is missing: {one}", _OPEN_AS_OWNER) for one in sorted(wanted - held)),
        *(WallTrouble(f"a policy that isn't ours: {one}", _DROP) for one in sorted(_foreign(held))),
    ]


def _foreign(held: set[str]) -> set[str]:
    return {one for one in held if not one.partition(" ")[2].startswith("second_wall_")}


def _rights(_: Standing) -> list[WallTrouble]:
    """Row security is a matter of rows: a right on the whole table that nobody gave opens what it doesn't watch."""
    gone = _asked(
        "SELECT relname || ': ' || held.privilege_type || ' of ' || coalesce(rolname, 'everybody')"
        " FROM pg_class, aclexplode(relacl) held LEFT JOIN pg_roles ON pg_roles.oid = held.grantee"
        " WHERE relnamespace = 'public'::regnamespace AND coalesce(rolname, 'reencuentro_web') = 'reencuentro_web'"
        " AND held.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')"
    )
    return [WallTrouble(f"a right that nobody needs: {one}", _OPEN_AS_OWNER) for one in sorted(gone)]


_Check = Callable[[Standing], list[WallTrouble]]
_LOGIN_CHECKS: tuple[_Check, ...] = (_above, _owner)
_WALL_CHECKS: tuple[_Check, ...] = (_loose, _outdated, _unplaced, _missing, _rights)
_LOG_IN = "Log in as a user who owns nothing and is a member of one role of the wall: see docs/second-wall.md."
_SERVE = f"Serve the pages as a user who is a member of {WEB} alone: see docs/second-wall.md."
_OPEN_AS_OWNER = "Open the registry once as the owner of its tables: reencuentro check --registry …"
_DROP = "Drop it, unless you know why it is there: whatever it permits, the wall permits too."
_TELL_US = "Give it its place in records/second_wall/tables.py."


def _asked(question: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [str(row[0]) for row in cursor.fetchall()]
