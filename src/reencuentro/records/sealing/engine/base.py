"""Django's SQLite, with SQLCipher in the place of the plain library."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]  # no hints
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # ships no hints

from reencuentro.records.sealing.engine.files import FileKey, connect

for _name, _converter in (
    ("bool", b"1".__eq__),
    ("date", base.decoder(parse_date)),
    ("time", base.decoder(parse_time)),
    ("datetime", base.decoder(parse_datetime)),
    ("timestamp", base.decoder(parse_datetime)),
):
    dbapi2.register_converter(_name, _converter)
dbapi2.register_adapter(Decimal, str)
dbapi2.register_adapter(date, date.isoformat)
dbapi2.register_adapter(datetime, lambda instant: instant.isoformat(" "))


class DatabaseWrapper(base.DatabaseWrapper):
    """OPTIONS are those of Django's own, and `key`: the FileKey of the file."""

    Database = dbapi2
    init_commands: Sequence[str]  # set by get_connection_params

    def get_connection_params(self) -> dict[str, Any]:
        """What Django's has, and the file's key."""
        parameters: dict[str, Any] = super().get_connection_params()
        parameters["detect_types"] = dbapi2.PARSE_DECLTYPES | dbapi2.PARSE_COLNAMES
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that can read: a wrong key fails here, not at the first query. Raises RegistryError."""
        key: FileKey = conn_params.pop("key")
        path = Path(conn_params.pop("database"))
        conn_params.pop("uri")
        connection = connect(path, key, **conn_params)
        register_functions(connection)
        for command in ("PRAGMA legacy_alter_table = OFF", *self.init_commands):
            if command.strip():
                connection.execute(command)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that takes Django's way of writing parameters."""
        return self.connection.cursor(factory=SealedCursor)


class SealedCursor(dbapi2.Cursor):  # type: ignore[misc]  # ships no hints
    """Turns Django's %s into the question marks of the library."""

    convert_query = base.SQLiteCursorWrapper.convert_query

    def close(self) -> None:
        """As Django's own; a connection that is closed has closed its cursors."""
        with suppress(dbapi2.ProgrammingError):
            super().close()

    def execute(self, query: str, params: Any = None) -> Any:
        """As Django's own."""
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, dict) else None
        return super().execute(self.convert_query(query, param_names=names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """As Django's own; parameters by position."""
        return super().executemany(self.convert_query(query), param_list)
