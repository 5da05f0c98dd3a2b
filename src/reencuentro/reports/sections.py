"""The parts of the report's page as plain texts, in one language, ready to be set in its template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from reencuentro.reports.charts import Bar, bar_chart
from reencuentro.reports.figures import Breakdown
from reencuentro.reports.situation import Situation
from reencuentro.reports.words import Language, count_text, day_text, label_of, page_text, share_text

LONGEST_LIST = 50
"""Rows of quarantine and ledger that the page shows; the result files hold all."""

# Dark enough on white for a graphic (3 to 1), the surer the darker.
_BLUE = "#1d5a8e"
_BY_STRENGTH = ("#0f3d66", "#1d5a8e", "#4a85b8", "#7590a6")
_COLUMN_KINDS = {
    "certified_by_nationality": "custody",
    "changes_by_agency": "change",
    "contradictions_by_agencies": "fact",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. label: its column's header, repeated where a phone restacks the row. language: where not the page's."""

    text: str
    label: str = ""
    is_number: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of texts.

    is_list: a row is one thing and restacks on a phone. is_wide: too many columns for half a page.
    """

    caption: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    is_list: bool = False
    is_wide: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the page. nothing: what is said where there are no tables."""

    key: str
    title: str
    intro: str
    chart: SafeString | None = None
    tables: tuple[Table, ...] = ()
    nothing: str = ""


def sections_of(told: Situation, language: Language) -> list[Section]:
    """Every part between the key figures and the definitions, in reading order."""
    writer = _Writer(told, language)
    # For publication nobody is listed one by one.
    urgent = [] if told.withholds_small else [writer.urgent()]
    return [
        writer.unaccounted(),
        writer.families(),
        *urgent,
        writer.contradictions(),
        writer.rosters(),
        writer.changes(),
        writer.certified(),
    ]


class _Writer:
    """One situation, told in one language."""

    def __init__(self, told: Situation, language: Language) -> None:
        self._told, self._language = told, language

    def unaccounted(self) -> Section:
        keys = ("by_reason", "by_agency", "by_age", "by_nationality")
        return self._section(
            "unaccounted",
            chart=self._chart("unaccounted_by_reason", [_BLUE]),
            tables=[self._breakdown(f"unaccounted_{key}") for key in keys],
        )

    def families(self) -> Section:
        return self._section(
            "families",
            chart=self._chart("ties_by_strength", _BY_STRENGTH),
            tables=[self._breakdown(key) for key in ("ties_by_strength", "ties_by_relation", "children_by_parent")],
        )

    def urgent(self) -> Section:
        rows = [
            (
                child.person_id,
                self._label("reason", child.reason),
                ", ".join(self._label("alarm", alarm) for alarm in child.alarms) or "–",
                child.last_agency,
                day_text(child.last_seen_on, self._language),
                self._label("next", child.reason),
            )
            for child in self._told.urgent
        ]
        header = ("person", "reason", "alarms", "last_agency", "last_seen", "next")
        nothing = "urgent_none" if self._told.figure("unaccounted").value == 0 else ""
        return self._section("urgent", tables=[self._list("urgent_cases", header, rows)], nothing=nothing)

    def contradictions(self) -> Section:
        table = self._breakdown("contradictions_by_agencies")
        return self._section("contradictions", tables=[table], nothing="" if table.rows else "contradictions_none")

    def rosters(self) -> Section:
        rosters = [
            (
                roster.agency,
                roster.file,
                day_text(roster.as_of, self._language),
                self._label("kind", roster.kind),
                self._count(roster.rows),
                self._count(roster.quarantined),
            )
            for roster in self._told.rosters
        ]
        header = ("agency", "file", "roster_date", "kind", "rows", "quarantined")
        received = self._list("received", header, rosters, numbers=("rows", "quarantined"))
        tables = [received, self._unused(), self._quarantine()]
        nothing = "" if self._told.figure("quarantined").value else "quarantine_none"
        return self._section("rosters", tables=tables, nothing=nothing)

    def _unused(self) -> Table:
        rows = [(each.agency, each.file, ", ".join(each.unused)) for each in self._told.rosters if each.unused]
        return self._list("unused", ("agency", "file", "unused_columns"), rows)

    def _quarantine(self) -> Table:
        rows = [
            (cell.agency, cell.file, self._count(cell.line), cell.column or "–", cell.problem)
            for cell in self._told.quarantine
        ]
        header = ("agency", "file", "line", "column", "problem")
        return self._list("quarantine", header, rows, numbers=("line",), file="quarantine.csv")

    def changes(self) -> Section:
        table = self._breakdown("changes_by_agency")
        return self._section("changes", tables=[table], nothing="" if table.rows else "changes_none")

    def certified(self) -> Section:
        rows = [
            (
                entry.person_id,
                self._label("ledger", entry.change),
                self._label("grade", entry.before),
                self._label("grade", entry.after),
                ", ".join(self._label("ground", reason) for reason in entry.reasons) or "–",
            )
            for entry in self._told.ledger
        ]
        header = ("person", "change", "before", "after", "grounds")
        keys = ("certified_by_grade", "certified_by_nationality", "ledger_by_change")
        tables = [self._breakdown(key) for key in keys]
        nothing = "ledger_none" if self._told.figure("ledger").value == 0 else ""
        return self._section("certified", tables=[*tables, self._list("ledger", header, rows)], nothing=nothing)

    def _section(
        self, key: str, *, tables: Iterable[Table], chart: SafeString | None = None, nothing: str = ""
    ) -> Section:
        return Section(
            key=key,
            title=self._say(key),
            intro=self._say(f"{key}_intro"),
            chart=chart,
            tables=tuple(table for table in tables if table.rows),
            nothing=self._say(nothing) if nothing else "",
        )

    def _chart(self, key: str, colours: Sequence[str]) -> SafeString | None:
        """None where there is nothing to draw: all is nought or withheld."""
        table = self._told.breakdown(key)
        shown = [(row.code, count) for row in table.rows if (count := row.values[0]) is not None]
        if not any(count for _, count in shown):
            return None
        bars = [
            Bar(self._label(table.kind, code), count, self._count(count), colours[index % len(colours)])
            for index, (code, count) in enumerate(shown)
        ]
        told = "; ".join(f"{bar.label}: {bar.written}" for bar in bars)
        about = f"{self._label('breakdown', key)}. {told}."
        # The drawing is our own and its texts come escaped from the drawing library.
        return mark_safe(bar_chart(bars, about=about))  # noqa: S308

    def _breakdown(self, key: str) -> Table:
        table = self._told.breakdown(key)
        total = self._told.figure(table.total).value if table.total else None
        is_simple = len(table.columns) == 1
        kind = _COLUMN_KINDS.get(key, "change")
        columns = (self._say("count"),) if is_simple else tuple(self._label(kind, code) for code in table.columns)
        shares = (self._say("share"),) if is_simple and total else ()
        header = (self._label("row", table.kind), *columns, *shares)
        rows = [
            (
                self._label(table.kind, row.code),
                *(self._count(value) for value in row.values),
                *(self._share(row.values[0], total) for _ in shares),
            )
            for row in table.rows
        ]
        last = (self._say("total"), self._count(total), *(self._share(total, total) for _ in shares))
        return Table(
            caption=self._label("breakdown", key),
            header=_with_numbers(header),
            rows=tuple(_with_numbers(row) for row in rows),
            is_wide=not is_simple,
            total=_with_numbers(last) if is_simple and table.total else (),
            note=self._say("withheld_note") if _withholds(table) else "",
        )

    def _list(
        self,
        caption: str,
        header: Sequence[str],
        rows: Sequence[tuple[str, ...]],
        *,
        numbers: Sequence[str] = (),
        file: str = "",
    ) -> Table:
        """A table of single things, cut at `LONGEST_LIST`."""
        titles = [self._say(key) for key in header]
        more = len(rows) - LONGEST_LIST
        return Table(
            caption=self._say(caption),
            header=tuple(Cell(title, is_number=key in numbers) for key, title in zip(header, titles, strict=True)),
            rows=tuple(
                tuple(
                    Cell(text, title, is_number=key in numbers, language="en" if key == "problem" else "")
                    for text, key, title in zip(row, header, titles, strict=True)
                )
                for row in rows[:LONGEST_LIST]
            ),
            is_list=True,
            note=self._say("more_rows", n=self._count(more), file=file) if more > 0 and file else "",
        )

    def _say(self, key: str, **facts: str) -> str:
        return page_text(key, self._language, **facts)

    def _label(self, kind: str, code: str) -> str:
        return label_of(kind, code, self._language)

    def _count(self, value: int | None) -> str:
        return count_text(value, self._language)

    def _share(self, part: int | None, whole: int | None) -> str:
        return share_text(part / whole, self._language) if part is not None and whole else self._count(None)


def _with_numbers(texts: Sequence[str]) -> tuple[Cell, ...]:
    """A label and then numbers."""
    return tuple(Cell(text, is_number=index > 0) for index, text in enumerate(texts))


def _withholds(table: Breakdown) -> bool:
    return any(value is None for row in table.rows for value in row.values)
