"""What somebody typed into a form, taken at its word only where it is one that we know."""

from enum import StrEnum
from typing import TypeVar

from django.http import QueryDict

from reencuentro.errors import AccountError
from reencuentro.rules.disclosure.vocabulary import Level

Word = TypeVar("Word", bound=StrEnum)
_LONGEST = 2_000  # characters of one box


class Typed:
    """The boxes of a form. Raises AccountError, naming the box and never what stands in it, for what can't be."""

    def __init__(self, boxes: QueryDict) -> None:
        self._boxes = boxes

    def text(self, name: str, *, longest: int = _LONGEST) -> str:
        """What stands in a box; "" where it is empty or missing."""
        text = self._boxes.get(name, "").strip()
        if len(text) > longest or not text.replace("\n", "").replace("\r", "").isprintable():
            raise _wrong(name)
        return text

    def number(self, name: str) -> int:
        """A whole number."""
        text = self.text(name)
        if not (text.isascii() and text.isdigit() and len(text) < len(str(2**63))):
            raise _wrong(name)
        return int(text)

    def word(self, name: str, kind: type[Word]) -> Word:
        """One of our words."""
        try:
            return kind(self.text(name))
        except ValueError as unknown:
            raise _wrong(name) from unknown

    def words(self, name: str, kind: type[Word]) -> frozenset[Word]:
        """Any number of our words."""
        try:
            return frozenset(kind(one) for one in self._boxes.getlist(name))
        except ValueError as unknown:
            raise _wrong(name) from unknown

    def levels(self, name: str) -> frozenset[Level]:
        """Any number of levels, 1 to 5."""
        try:
            return frozenset(Level(int(one)) for one in self._boxes.getlist(name))
        except ValueError as unknown:
            raise _wrong(name) from unknown


def _wrong(name: str) -> AccountError:
    return AccountError(f"what stands in the box {name!r} can't be", remedy="Correct it, and send it again.")
