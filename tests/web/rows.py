"""How an address answers, by whom it is worked out, and of whom it is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.web.addresses import Cell
from tests.web.oracle import Oracle, Wanted

Rule = Callable[[Oracle, Cell], Wanted]


@dataclass(frozen=True)
class Row:
    """How an address answers. about: the people of whom it is asked; things: which of several it may name."""

    answers: Rule
    methods: tuple[str, ...] = ("GET",)
    things: tuple[str, ...] = ("",)
    about: str = "person"


POST, BOTH = ("POST",), ("GET", "POST")
