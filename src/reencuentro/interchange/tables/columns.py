"""Columns that a format names as it goes: each record may bring new ones."""

from collections.abc import Mapping

from reencuentro.errors import RosterRefusedError


class Columns:
    """The names seen so far, in order of first appearance."""

    def __init__(self, most: int) -> None:
        self.names: list[str] = []
        self._places: dict[str, int] = {}
        self._most = most

    def place(self, members: Mapping[str, str]) -> list[str]:
        """The members as cells, each under its name, as far as names are known by now.

        Raises RosterRefusedError where the names become too many.
        """
        if not members.keys() <= self._places.keys():
            self._add(members)
        cells = [""] * len(self.names)
        for name, text in members.items():
            cells[self._places[name]] = text
        return cells

    def _add(self, members: Mapping[str, str]) -> None:
        for name in members:
            if name not in self._places:
                self._places[name] = len(self.names)
                self.names.append(name)
        if len(self.names) > self._most:
            raise RosterRefusedError(
                "",
                f"the records name more than {self._most} different fields",
                remedy="give a list of records that share their fields, or split the file",
            )
