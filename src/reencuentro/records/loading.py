"""Many rows into one table, fast: model instances would cost more than the database does."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from reencuentro.records.sealing.fields import SealedJSONField, seal_rows
from reencuentro.records.sealing.keys import RecordKey

Row = tuple[Any, ...]

_AS_IS = frozenset({str, int, float, type(None)})  # what every driver takes as it is


def load_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Row], *, agency: int | None = None
) -> None:
    """Inserts the rows, whose values stand in the order of the named fields; foreign keys as ids, JSON as text.

    agency: the id of the agency whose rows they are; needed where a field is sealed.
    """
    if agency is not None:
        names, rows = _with_ids(model, names, list(rows))
        rows = _sealed(model, names, rows, agency)
    _insert(model, names, rows)


def _with_ids(model: type[models.Model], names: Sequence[str], rows: list[Row]) -> tuple[Sequence[str], list[Row]]:
    """A value is sealed for its row, so the row must have its id beforehand."""
    if names[0] == "id":
        return names, rows
    ids = reserve_ids(model, len(rows))
    return ("id", *names), [(pk, *row) for pk, row in zip(ids, rows, strict=True)]


def _sealed(model: type[models.Model], names: Sequence[str], rows: list[Row], agency: int) -> list[Row]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    sealed = [(place, field) for place, field in enumerate(fields) if isinstance(field, SealedJSONField)]
    if not (sealed and rows):
        return rows
    owner = names.index(sealed[0][1].record or "id")
    rows, keys = seal_rows(sealed, rows, [row[owner] for row in rows], agency)
    _insert(RecordKey, ("record", "key", "wrapped"), keys)
    return rows


def _insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    columns: list[Any] = [model._meta.get_field(name) for name in names]
    prepared = [tuple(map(_prepared, columns, row)) for row in rows]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    listed = ", ".join(quote(column.column) for column in columns)
    if connection.vendor == "postgresql":
        _copy(table, listed, prepared)
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


def _copy(table: str, listed: str, rows: Iterable[Row]) -> None:
    """Nothing can be copied straight into a table with row security, so the rows wait in one of our own."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE waiting AS SELECT {listed} FROM {table} WITH NO DATA")  # noqa: S608 likewise
        with cursor.copy(f"COPY pg_temp.waiting ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM pg_temp.waiting")  # noqa: S608 likewise
        cursor.execute("DROP TABLE pg_temp.waiting")


def _prepared(column: Any, value: Any) -> Any:
    return value if type(value) in _AS_IS else column.get_db_prep_save(value, connection)
