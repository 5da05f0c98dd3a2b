"""A field whose values are sealed, each under its record's own key and for its own place alone."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import models

from reencuentro.records.exact import as_json
from reencuentro.records.sealing.boxes import seal
from reencuentro.records.sealing.keys import KINDS, Kind, RecordKey, record_number
from reencuentro.records.sealing.ring import KeyRow, ring

Row = tuple[Any, ...]


class SealedJSONField(models.TextField):  # type: ignore[type-arg]  # fields take none at run time
    """Any JSON value, given back just as it was put in.

    kind: what the record is. record: the foreign key to it; "" where it is the row itself. empty: makes the value that
    is given where the record's key was destroyed.
    Reading takes the row's id and its record's key along, so that a value that was moved to another row or column
    can't be opened there. The model says in `sealed_for` of which agency it is (its id).
    """

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(
        self, *args: Any, kind: int = Kind.ROW, record: str = "", empty: Callable[[], Any] = str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.kind, self.record, self.empty = Kind(kind), record, empty

    def deconstruct(self) -> Any:
        """Nothing of the sealing shows in the schema."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "kind": int(self.kind), "record": self.record, "empty": self.empty}

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether it is null can be asked: the database can't see what is sealed."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def select_format(self, compiler: Any, sql: str, params: Any) -> Any:
        """The row's id, its record's key and the sealed value, in one text."""
        quote = compiler.connection.ops.quote_name
        table = sql.rpartition(".")[0]
        owner: Any = self.model._meta.get_field(self.record) if self.record else self.model._meta.pk
        key = (
            "SELECT sealing.record || ':' || sealing.key_id || ':' || sealing.wrapped FROM records_recordkey sealing "  # noqa: S608 own names
            f"WHERE sealing.record = {table}.{quote(owner.column)} * {KINDS} + {int(self.kind)}"
        )
        return f"{table}.{quote(self.model._meta.pk.column)} || ':' || ({key}) || ':' || {sql}", params

    def from_db_value(self, value: str | None, *_: object) -> Any:
        """The value as it was put in. Raises RegistryError where it can't be opened."""
        if value is None:  # so is what has no key left
            return self.empty()
        pk, record, key, wrapped, sealed = value.split(":", 4)
        opened = ring().opened((int(record), int(key), wrapped), sealed, self.about(int(pk)))
        return self.empty() if opened is None else json.loads(opened)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The value of an instance, whose id must be known, sealed; its key is made with the row it belongs to."""
        value, pk = getattr(model_instance, self.attname), model_instance.pk
        if pk is None:
            raise TypeError(f"{self.model.__name__} must have its id before it is sealed")
        instance: Any = model_instance
        owner = getattr(instance, f"{self.record}_id") if self.record else pk
        number = record_number(self.kind, owner)
        if add and not self.record and not RecordKey.objects.filter(record=number).exists():
            _, rows = ring().new_keys(instance.sealed_for, [number])
            RecordKey.objects.bulk_create(RecordKey(record=row[0], key_id=row[1], wrapped=row[2]) for row in rows)
        return Sealed(self.sealed(as_json(value), pk, number))

    def get_prep_value(self, value: Any) -> Any:
        """Only what is sealed may be written: an update() past save() would write it open."""
        if value is None or isinstance(value, Sealed):
            return value
        raise TypeError(f"{self.name} is sealed: save the instance, or use load_rows")

    def sealed(self, text: str, pk: int, number: int) -> str:
        """One value sealed for its place, under the key that its record has."""
        return seal(ring().keys_of([number])[0], text.encode(), self.about(pk))

    def about(self, pk: int) -> str:
        """The place for which a value is sealed."""
        return f"{self.model._meta.db_table}.{self.column}:{pk}"


class Sealed(str):
    """A sealed value, ready to be written."""

    __slots__ = ()


def seal_rows(
    fields: Sequence[tuple[int, SealedJSONField]], rows: Sequence[Row], owners: Sequence[int], agency: int
) -> tuple[list[Row], list[KeyRow]]:
    """New rows of one agency with the values of these fields (by their place in the row) sealed, and the new keys.

    Each row begins with its id; values are JSON as text. owners: the ids of the records that the rows belong to.
    """
    field = fields[0][1]
    records = [record_number(field.kind, owner) for owner in owners]
    keys, made = (ring().keys_of(records), []) if field.record else ring().new_keys(agency, records)
    places = {place: field for place, field in fields}
    sealed = [
        tuple(
            seal(key, value.encode(), places[place].about(row[0])) if place in places else value
            for place, value in enumerate(row)
        )
        for key, row in zip(keys, rows, strict=True)
    ]
    return sealed, made
