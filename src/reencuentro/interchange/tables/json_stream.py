"""JSON values one after the other from a text of any length, in memory bounded by the largest value."""

import json
import re
from typing import Any, NoReturn, TextIO

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.limits import MIB

CHUNK = 1 * MIB
LONGEST_VALUE = 64 * MIB
BLANK = re.compile(r"[ \t\n\r]*")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|NaN|-?Infinity')
REMEDY = "export it again, or correct it at that place"


class _ConstantError(ValueError):
    """NaN or Infinity, which JSON doesn't know."""


class JsonStream:
    """A cursor over JSON text.

    repeated: a key that stands twice in one object of the value read last; None where there is none. Refusals tell
    line and character.
    """

    class Number(str):
        """A number exactly as it is written: 12 stays 12, and 1.50 stays 1.50."""

        __slots__ = ()

    def __init__(self, text: TextIO) -> None:
        self.repeated: str | None = None
        self._text = text
        self._buffer = ""
        self._at = 0
        self._line, self._column = 1, 1  # where the buffer begins
        self._ended = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=self.Number,
            parse_int=self.Number,
            parse_constant=_refuse_constant,
        )

    def peek(self) -> str:
        """The next character that isn't blank, "" at the end."""
        while True:
            self._at = BLANK.match(self._buffer, self._at).end()  # type: ignore[union-attr]  # matches always
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._fill(CHUNK):
                return ""

    def ahead(self) -> str:
        """The text from here as far as it has been read, about a million characters."""
        self.peek()
        return self._buffer[self._at :]

    def skip(self, count: int) -> None:
        """Moves on by so many characters of what lies ahead."""
        self._at += count

    def accept(self, mark: str) -> bool:
        """Steps over a mark if it comes next."""
        if self.peek() != mark:
            return False
        self._at += len(mark)
        return True

    def expect(self, mark: str) -> None:
        """Steps over a mark, "" for the end of the text; raises RosterRefusedError if something else comes."""
        if not self.accept(mark):
            self._refuse(f"expected {mark or 'the end'}", self._at)

    def value(self) -> Any:
        """The next value, its numbers as Number; raises RosterRefusedError where it can't be read."""
        self.peek()
        size = CHUNK
        while True:
            self.repeated = None
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except _ConstantError:
                self._refuse("NaN and Infinity are no JSON values", self._constant_at())
            except RecursionError:
                self._refuse("arrays and objects are nested too deeply", self._at)
            except json.JSONDecodeError as error:
                if len(self._buffer) - self._at > LONGEST_VALUE or not self._fill(size):
                    self._refuse(error.msg, error.pos)
            else:
                if end < len(self._buffer) or not self._fill(size):
                    self._at = end
                    return value
            size *= 2

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            keys = [key for key, _ in pairs]
            self.repeated = next(key for key in keys if keys.count(key) > 1)
        return members

    def _fill(self, size: int) -> bool:
        """Reads on and forgets what lies behind; False where nothing more comes."""
        more = self._text.read(size)
        behind = self._buffer[: self._at]
        self._line, self._column = self._place(self._at)
        self._buffer = self._buffer[len(behind) :] + more
        self._at = 0
        return bool(more)

    def _place(self, position: int) -> tuple[int, int]:
        """Line and character of a position in the buffer, both from 1."""
        lines = self._buffer.count("\n", 0, position)
        if not lines:
            return self._line, self._column + position
        return self._line + lines, position - self._buffer.rfind("\n", 0, position)

    def _constant_at(self) -> int:
        tokens = TOKEN.finditer(self._buffer, self._at)
        return next((token.start() for token in tokens if not token[0].startswith('"')), self._at)

    def _refuse(self, problem: str, position: int) -> NoReturn:
        line, character = self._place(position)
        raise RosterRefusedError(
            "", f"the JSON is broken at character {character}: {problem}", remedy=REMEDY, line=line
        )


def _refuse_constant(name: str) -> NoReturn:
    raise _ConstantError(name)
