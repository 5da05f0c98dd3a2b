"""When it is day at a place: sunrise and sunset from the sun's position, right to about two minutes below 60° north.

Source: NOAA Global Monitoring Division, "General Solar Position Calculations".
"""

from calendar import isleap
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import acos, cos, degrees, pi, radians, sin, tan

_ZENITH = radians(90.833)  # the sun's upper edge on the horizon, refraction counted in
_MINUTES_A_DEGREE = 4


@dataclass(frozen=True, slots=True)
class Daylight:
    """From sunrise until sunset, both in UTC."""

    rises: datetime
    sets: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.rises <= at < self.sets


def daylight(day: date, latitude: float, longitude: float) -> Daylight:
    """The day of that date at a place. In degrees, north and east positive; longitude west of Greenwich is negative.

    Raises ValueError beyond 60° north or south, where a day may have no sunrise.
    """
    if abs(latitude) > _FARTHEST:
        raise ValueError(f"latitude {latitude} is beyond {_FARTHEST} degrees")
    year = 2 * pi * (day.timetuple().tm_yday - 1 - longitude / 360) / (366 if isleap(day.year) else 365)
    noon = 720 - _MINUTES_A_DEGREE * longitude - _equation_of_time(year)
    half = _MINUTES_A_DEGREE * degrees(_hour_angle(radians(latitude), _declination(year)))
    midnight = datetime.combine(day, time.min, UTC)
    return Daylight(midnight + timedelta(minutes=noon - half), midnight + timedelta(minutes=noon + half))


_FARTHEST = 60


def _equation_of_time(year: float) -> float:
    """How far a sundial goes ahead of a clock, in minutes. year: how far the year is, as an angle in radians."""
    waves = 0.001868 * cos(year) - 0.032077 * sin(year) - 0.014615 * cos(2 * year) - 0.040849 * sin(2 * year)
    return 229.18 * (0.000075 + waves)


def _declination(year: float) -> float:
    """How far the sun stands north of the equator, in radians."""
    return (
        0.006918
        - 0.399912 * cos(year)
        + 0.070257 * sin(year)
        - 0.006758 * cos(2 * year)
        + 0.000907 * sin(2 * year)
        - 0.002697 * cos(3 * year)
        + 0.00148 * sin(3 * year)
    )


def _hour_angle(latitude: float, declination: float) -> float:
    """From noon to sunset, as an angle in radians."""
    return acos(cos(_ZENITH) / (cos(latitude) * cos(declination)) - tan(latitude) * tan(declination))
