"""Many rows into one table, fast: model instances would cost more than the database does."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

Row = tuple[Any, ...]

_AS_IS = frozenset({str, int, float, type(None)})  # what every driver takes as it is


def load_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Inserts the rows, whose values stand in the order of the named fields; foreign keys as ids, JSON as text."""
    columns: list[Any] = [model._meta.get_field(name) for name in names]
    prepared = [tuple(map(_prepared, columns, row)) for row in rows]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    listed = ", ".join(quote(column.column) for column in columns)
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({listed}) FROM STDIN", prepared)
    else:
        marks = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", prepared)  # noqa: S608 names are the model's own


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Ids for that many new rows, ascending; call it inside the transaction that inserts them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [count])  # noqa: S608 likewise
            return sorted(row[0] for row in cursor.fetchall())
        # SQLite has one writer at a time, so nobody else can take these ids meanwhile.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)


def _copy(statement: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _prepared(column: Any, value: Any) -> Any:
    return value if type(value) in _AS_IS else column.get_db_prep_save(value, connection)
