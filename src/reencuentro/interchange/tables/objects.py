"""JSON records, streamed: an array of objects, an object that holds one under `records` or the like, or JSON Lines.

Each key becomes a column, in order of first appearance; a value that is itself an array or object stays JSON text in
its cell; a number stays as it is written; null is a blank.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from reencuentro.interchange.tables.columns import Columns
from reencuentro.interchange.tables.encodings import open_text
from reencuentro.interchange.tables.json_stream import JsonStream
from reencuentro.interchange.tables.limits import Limits
from reencuentro.interchange.tables.rows import Parsed, Record

HOLDERS = ("records", "rows", "data", "items", "people", "persons", "results", "registros", "personas")
SCALAR = r'"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null'
MEMBER = re.compile(rf'\s*("(?:[^"\\]|\\.)*")\s*:\s*({SCALAR})\s*,')
HOLDER = re.compile(rf'\s*"(?:{"|".join(HOLDERS)})"\s*:\s*(?=\[)')


def parse(source: BinaryIO, encoding: str, limits: Limits) -> Parsed:
    """Reads JSON; its keys are the header, complete only when all records have been read.

    Raises RosterRefusedError, then or while the records are read, where the text isn't JSON.
    """
    reader = _Reader(JsonStream(open_text(source, encoding)), Columns(limits.max_columns))
    records = reader.open()
    return Parsed(encoding=encoding, records=records, columns=reader.columns.names, preamble=reader.preamble)


class _Reader:
    """One file of JSON records being read."""

    def __init__(self, stream: JsonStream, columns: Columns) -> None:
        self.columns = columns
        self.preamble: list[str] = []
        self._stream = stream

    def open(self) -> Iterator[Record]:
        items = self._array_items() if self._stream.peek() == "[" or self._enter_holder() else self._line_items()
        return (self._record(number, item) for number, item in enumerate(items, 1))

    def _enter_holder(self) -> bool:
        """Steps to the array in `{"as_of": …, "records": […]}`, keeping what stands before as title lines."""
        place, titles = 1, []
        ahead = self._stream.ahead()
        while member := MEMBER.match(ahead, place):
            key, value = json.loads(member[1]), member[2]
            titles.append(f"{key}: {cell_text(json.loads(value, parse_float=str, parse_int=str))}")
            place = member.end()
        holder = HOLDER.match(ahead, place)
        if holder is None:
            return False
        self._stream.skip(holder.end())
        self.preamble += titles
        return True

    def _array_items(self) -> Iterator[Any]:
        stream = self._stream
        stream.expect("[")
        more = stream.peek() != "]"
        while more:
            yield stream.value()
            more = stream.accept(",")
        stream.expect("]")
        while stream.accept(","):
            stream.value()
            stream.expect(":")
            stream.value()
        stream.accept("}")
        stream.expect("")

    def _line_items(self) -> Iterator[Any]:
        first = True
        while self._stream.peek():
            item = self._stream.value()
            held = _held(item) if first and not self._stream.peek() else None
            yield from [item] if held is None else held
            first = False

    def _record(self, number: int, item: Any) -> Record:
        if not isinstance(item, dict):
            text = cell_text(item)
            return Record(number, [text], "the item is not an object: give each record as {…}", -1, text)
        cells = self.columns.place({key: cell_text(value) for key, value in item.items()})
        repeated = self._stream.repeated
        if repeated is None:
            return Record(number, cells)
        column = self.columns.names.index(repeated) if repeated in self.columns.names else -1
        return Record(number, cells, "a key stands twice in one object: name each field once", column)


def cell_text(value: Any) -> str:
    """A JSON value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, str):  # numbers too: see JsonStream
        return str(value)
    return as_json(value)


def as_json(value: Any) -> str:
    """JSON text again, with numbers as they were written."""
    if isinstance(value, JsonStream.Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{as_json(key)}: {as_json(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _held(item: Any) -> list[Any] | None:
    """The records inside a lone object that says more than plain values before them."""
    if not isinstance(item, dict):
        return None
    lists = [item[name] for name in HOLDERS if isinstance(item.get(name), list)]
    return lists[0] if lists and all(isinstance(member, dict) for member in lists[0]) else None
