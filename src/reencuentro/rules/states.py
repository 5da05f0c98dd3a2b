"""The 32 states of Mexico, in each of which officers for the protection of children work, and which lie at a border.

Codes and names: ISO 3166-2:MX, the names in short.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Border(StrEnum):
    """The border at which a state lies."""

    NORTH = "north"
    SOUTH = "south"


@dataclass(frozen=True, slots=True)
class State:
    """One state. border: None away from both."""

    code: str
    name: str
    border: Border | None = None


STATES: Mapping[str, State] = {
    one.code: one
    for one in (
        State("MX-AGU", "Aguascalientes"),
        State("MX-BCN", "Baja California", Border.NORTH),
        State("MX-BCS", "Baja California Sur"),
        State("MX-CAM", "Campeche", Border.SOUTH),
        State("MX-CHP", "Chiapas", Border.SOUTH),
        State("MX-CHH", "Chihuahua", Border.NORTH),
        State("MX-CMX", "Ciudad de México"),
        State("MX-COA", "Coahuila", Border.NORTH),
        State("MX-COL", "Colima"),
        State("MX-DUR", "Durango"),
        State("MX-GUA", "Guanajuato"),
        State("MX-GRO", "Guerrero"),
        State("MX-HID", "Hidalgo"),
        State("MX-JAL", "Jalisco"),
        State("MX-MEX", "Estado de México"),
        State("MX-MIC", "Michoacán"),
        State("MX-MOR", "Morelos"),
        State("MX-NAY", "Nayarit"),
        State("MX-NLE", "Nuevo León", Border.NORTH),
        State("MX-OAX", "Oaxaca"),
        State("MX-PUE", "Puebla"),
        State("MX-QUE", "Querétaro"),
        State("MX-ROO", "Quintana Roo", Border.SOUTH),
        State("MX-SLP", "San Luis Potosí"),
        State("MX-SIN", "Sinaloa"),
        State("MX-SON", "Sonora", Border.NORTH),
        State("MX-TAB", "Tabasco", Border.SOUTH),
        State("MX-TAM", "Tamaulipas", Border.NORTH),
        State("MX-TLA", "Tlaxcala"),
        State("MX-VER", "Veracruz"),
        State("MX-YUC", "Yucatán"),
        State("MX-ZAC", "Zacatecas"),
    )
}
"""By code, in the order of their names."""


def border_of(code: str) -> Border | None:
    """The border at which that state lies; None away from both, and for a code that means no state."""
    state = STATES.get(code)
    return state.border if state else None
