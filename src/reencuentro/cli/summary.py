"""A run in short: for a person at a terminal, in English or Spanish, and as plain values for machines."""

from typing import Any

from rich.table import Table
from rich.text import Text

from reencuentro.actions.rosters import Admission
from reencuentro.cli.output import console, error_as_plain, shown
from reencuentro.cli.running import Ran
from reencuentro.reports.words import Language, count_text, day_text, label_of, terminal_text

_FIGURES = ("records", "persons", "children", "ties", "certified", "contradictions", "unaccounted")


def summary_as_plain(ran: Ran) -> dict[str, Any]:
    """The figures, None where a count is withheld; the rosters given; where the results are."""
    reasons = ran.told.breakdown("unaccounted_by_reason").rows
    return {
        "as_of": ran.told.as_of.isoformat(),
        "figures": {figure.key: figure.value for figure in ran.told.figures},
        "unaccounted_by_reason": {row.code: row.values[0] for row in reasons},
        "rosters": [_roster_as_plain(each) for each in ran.admissions],
        "refused": [{"agency": each.agency, **error_as_plain(each.error)} for each in ran.refusals],
        "results": [str(ran.out / name) for name in ran.results],
        "report": str(ran.report),
    }


def _roster_as_plain(admission: Admission) -> dict[str, Any]:
    roster = admission.roster
    return {
        "agency": roster.agency.code,
        "file": roster.file_name,
        "as_of": roster.as_of.isoformat(),
        "new": admission.new,
        "rows": admission.rows,
        "repeated": admission.repeated,
        "quarantined": admission.quarantined,
        "unused_columns": list(roster.unused),
    }


def print_summary(ran: Ran, language: Language) -> None:
    """The rosters taken, the situation in figures, and what to do next."""
    if ran.admissions:
        _print_part(terminal_text("rosters", language), _rosters(ran, language))
        _print_unused(ran, language)
        console.print()
    day = day_text(ran.told.as_of, language)
    _print_part(terminal_text("situation", language, day=day), _figures(ran, language))
    console.print()
    console.print(terminal_text("next", language), style="bold", markup=False)
    _print_next_steps(ran, language)


def _print_part(title: str, rows: Table) -> None:
    console.print(title, style="bold", markup=False)
    console.print(rows)


def _grid(columns: int, *, numbers: int) -> Table:
    """A table without lines; numbers: the place of the column whose cells end flush."""
    grid = Table.grid(padding=(0, 2))
    for place in range(columns):
        grid.add_column(justify="right" if place == numbers else "left", overflow="fold")
    return grid


def _rosters(ran: Ran, language: Language) -> Table:
    grid = _grid(5, numbers=4)
    for each in ran.admissions:
        roster = each.roster
        day = day_text(roster.as_of, language)
        day = day if roster.as_of_stated else terminal_text("inferred", language, day=day)
        grid.add_row("", *map(_text, (roster.agency.code, roster.file_name, day)), _taken(each, language))
    return grid


def _print_unused(ran: Ran, language: Language) -> None:
    """A column left unused may be the one that matters most; where none holds ids, people are called by their lines."""
    rosters = [each.roster for each in ran.admissions]
    told = [
        terminal_text("unused", language, file=one.file_name, columns=", ".join(one.unused))
        for one in rosters
        if one.unused
    ]
    told += [terminal_text("unnumbered", language, file=one.file_name) for one in rosters if not one.has_record_ids]
    for line in told:
        console.print(_text("  " + line, "yellow"))
    if told:
        console.print(f"  {terminal_text('inspect', language)}", markup=False)
    if ran.mapped and not all(each.new for each in ran.admissions):
        console.print(_text("  " + terminal_text("unmapped", language), "yellow"))


def _taken(admission: Admission, language: Language) -> Text:
    if not admission.new:
        return _text(terminal_text("known", language))
    rows = terminal_text("rows", language, n=count_text(admission.rows, language))
    if not admission.quarantined:
        return _text(rows)
    waiting = terminal_text("waiting", language, n=count_text(admission.quarantined, language))
    return _text(f"{rows}, {waiting}", "yellow")


def _figures(ran: Ran, language: Language) -> Table:
    grid = _grid(3, numbers=1)
    for key in _FIGURES:
        value = count_text(ran.told.figure(key).value, language)
        grid.add_row("", _text(value, "bold"), label_of("figure", key, language))
    reasons = [row for row in ran.told.breakdown("unaccounted_by_reason").rows if row.values[0] != 0]
    counts = [count_text(row.values[0], language) for row in reasons]
    width = max(map(len, counts), default=0)
    for row, count in zip(reasons, counts, strict=True):
        what, then = (label_of(kind, row.code, language) for kind in ("reason", "next"))
        grid.add_row("", "", f"{count:>{width}}  {what}: {then.lower()}")
    return grid


def _print_next_steps(ran: Ran, language: Language) -> None:
    """Line by line and unwrapped, so that a path can be clicked or copied."""
    steps = {"read": ran.report}
    if ran.told.figure("unaccounted").value != 0:
        steps["trace"] = ran.out / "unaccounted.csv"
    if ran.waiting:
        steps["mend"] = ran.out / "quarantine.csv"
    steps["decide"] = ran.out / "families.csv"
    labels = {key: terminal_text(key, language) for key in steps}
    width = max(map(len, labels.values()))
    for key, path in steps.items():
        console.print(_text(f"  {labels[key]:<{width}}  {path}", "yellow" if key == "mend" else ""))


def _text(text: str, style: str = "") -> Text:
    """Text in which nothing is markup: file names and headers may hold brackets."""
    return Text(shown(text), style=style)
