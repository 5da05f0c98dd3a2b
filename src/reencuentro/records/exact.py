"""A field that gives back any JSON value just as it was put in, on every database."""

import json
from typing import Any

from django.db import models


class ExactJSONField(models.TextField):  # type: ignore[type-arg]  # fields take none at run time
    """JSON kept as ASCII text.

    PostgreSQL's own type reorders keys, and no text column takes a NUL or half a surrogate pair; rosters hold all
    three, and what came must be kept as it came.
    """

    # What Django's type stubs read: any value may be put in, and comes out.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: object) -> Any:
        """The value as it was put in."""
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        """ASCII text without needless spaces."""
        return None if value is None else as_json(value)


def as_json(value: Any) -> str:
    """The one spelling in which the registry keeps JSON: key order kept, ASCII only."""
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(separators=(",", ":"))


def printable(text: str) -> str:
    """The text with what no database column can hold spelled out, e.g. NUL as \\x00."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
