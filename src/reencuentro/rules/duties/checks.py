"""How a kind of duty writes down its rules: a test for each step, of its own form; and what was last handed in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from reencuentro.rules.cases.boxes import Filled
from reencuentro.rules.duties.steps import Broken, Check, Known, Step, Taken

Form = TypeVar("Form", bound=Filled)
Test = Callable[[Filled, Known], Iterable[Broken]]


def of(shape: type[Form], *tests: Callable[[Form, Known], Iterable[Broken]]) -> Test:
    """These tests of a form of that shape, one after the other."""

    def tested(form: Filled, known: Known) -> Iterable[Broken]:
        return [one for test in tests for one in test(form, known)] if isinstance(form, shape) else ()

    return tested


def by_step(tests: Mapping[str, Test]) -> Check:
    """Each step by its own test; a step without one breaks nothing."""

    def check(step: Step, form: Filled, known: Known) -> Iterable[Broken]:
        test = tests.get(step.name)
        return test(form, known) if test else ()

    return check


def newest(history: Sequence[Taken], shape: type[Form]) -> Form | None:
    """The form of that shape that was handed in last; None where none was, or it can't be opened any more."""
    return next((one.form for one in reversed(history) if isinstance(one.form, shape)), None)


def ends(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after that day."""
    return datetime.combine(day + timedelta(days=1), time.min, zone)


def moment(day: date, hour: str, zone: ZoneInfo) -> datetime:
    """That hour of that day; its first instant where the hour isn't known."""
    return datetime.combine(day, time.fromisoformat(hour) if hour else time.min, zone)


def not_to_come(day: date | None, known: Known, rule: str, box: str) -> Iterable[Broken]:
    """That what is noted as done isn't of a day to come."""
    today = known.at.astimezone(ZoneInfo(known.zone)).date()
    return (Broken(rule=rule, box=box),) if day is not None and day > today else ()
