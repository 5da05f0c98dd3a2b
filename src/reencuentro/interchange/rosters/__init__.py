"""Reads an agency's roster as it is: its columns recognised, its rows turned into mentions or sent to quarantine."""

from reencuentro.interchange.rosters.reading import RosterReading, read_roster, understand
from reencuentro.interchange.rosters.readings import ColumnReading, Problem, RowReading, Table

__all__ = ["ColumnReading", "Problem", "RosterReading", "RowReading", "Table", "read_roster", "understand"]
