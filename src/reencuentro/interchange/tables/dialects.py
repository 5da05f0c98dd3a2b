"""How a delimited file is written: which delimiter, which quotation marks, judged by what makes its rows alike."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import log2
from typing import Any

SAMPLE_CHARS = 64 * 1024
DELIMITERS = ",;\t|"
HINT = re.compile(r'"?sep=([,;\t|:^~#])"?\s*$', re.IGNORECASE)
UNUSUAL: tuple[dict[str, Any], ...] = (
    {"skipinitialspace": True},  # a, "b, c"
    {"escapechar": "\\"},  # "a \"b\" c", as databases export
    {"quotechar": "'"},
)
LEFT_OVER = re.compile(r'^ +"', re.MULTILINE)  # a quotation mark that this reading took for text
LEFT_OVER_BY_SINGLE = re.compile(r'^ *"', re.MULTILINE)
ENOUGH_MISFITS = 3


@dataclass(frozen=True, slots=True)
class Dialect:
    """Options for csv.reader, and the numbers of cells that sound rows have: most of them, or those on a single line.

    hinted: the first line only names the delimiter, like `sep=;`, as spreadsheets write it.
    """

    options: dict[str, Any]
    widths: frozenset[int]
    hinted: bool


@dataclass(frozen=True, slots=True)
class _Trial:
    """How a sample looks when it is read in one way."""

    options: dict[str, Any]
    widths: Counter[int]
    single_line_widths: frozenset[int]
    broken: int

    @property
    def width(self) -> int:
        return max(self.widths, key=lambda width: (self.widths[width], width), default=0)

    @property
    def misfits(self) -> int:
        return self.broken + self.widths.total() - self.widths[self.width]

    @property
    def fitness(self) -> tuple[bool, float]:
        """All rows alike beats any number of columns; then many columns beat few."""
        rows = self.broken + self.widths.total()
        share = self.widths[self.width] / rows if rows else 0.0
        return (share == 1.0 and self.width > 1, share * log2(max(self.width, 1)))


def find_dialect(sample: str) -> Dialect:
    """The dialect in which the first rows are most alike; sample: the first SAMPLE_CHARS characters of the file.

    Unusual quotation is believed only where plain quotation breaks several rows and it mends nearly all.
    """
    lines = list(io.StringIO(sample, newline=""))
    hint = HINT.match(lines[0]) if lines else None
    marks = hint[1] if hint else DELIMITERS
    cut = len(sample) >= SAMPLE_CHARS
    lines = lines[1 if hint else 0 : -1 if cut and len(lines) > 1 else None]
    best = max((_try(lines, {"delimiter": mark}, cut) for mark in marks), key=lambda trial: trial.fitness)
    if best.misfits >= ENOUGH_MISFITS:
        trials = [_try(lines, {"delimiter": mark, **option}, cut) for option in UNUSUAL for mark in marks]
        other = max(trials, key=lambda trial: trial.fitness)
        best = other if other.width > 1 and other.misfits * 10 <= best.misfits else best
    return Dialect(best.options, best.single_line_widths | {best.width}, hint is not None)


def _try(lines: list[str], options: dict[str, Any], cut: bool) -> _Trial:
    widths: Counter[int] = Counter()
    single: set[int] = set()
    broken = 0
    left_over = LEFT_OVER_BY_SINGLE if "quotechar" in options else LEFT_OVER
    for cells, line_count in _rows(lines, options, cut):
        if cells is None or left_over.search("\n".join(cells)):
            broken += 1
        elif any(cells):
            widths[len(cells)] += 1
            if line_count == 1:
                single.add(len(cells))
    return _Trial(options, widths, frozenset(single), broken)


def _rows(lines: list[str], options: dict[str, Any], cut: bool) -> Iterator[tuple[list[str] | None, int]]:
    """Each row and on how many lines it stands; None for a row whose quotation is broken.

    cut: the sample ends before the file does, so a cell that doesn't end in it may well end later.
    """
    begin = 0
    reader = csv.reader(lines, strict=True, **options)
    while True:
        before = reader.line_num
        try:
            yield next(reader), reader.line_num - before
        except StopIteration:
            return
        except csv.Error:
            if cut and begin + reader.line_num == len(lines):
                return
            yield None, 1
            begin += before + 1
            reader = csv.reader(lines[begin:], strict=True, **options)
