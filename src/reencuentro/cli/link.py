"""`reencuentro link`: who is who in plain tables of people, without a registry."""

import errno
import gc
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reencuentro.cli.engine import EMBEDDED_ENGINE, EngineOption, engine_named
from reencuentro.cli.options import JsonOption, day
from reencuentro.cli.output import Exit, notes, print_json, showing_progress, shown
from reencuentro.cli.reconcile import ReportLanguage

if TYPE_CHECKING:
    from reencuentro.cli.joining import Linked
    from reencuentro.interchange.people import People, Source, Understood
    from reencuentro.linkage.columns import Columns

FilesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="[AGENCY=]FILE ...",
        help="CSV or Parquet, one row a record. Of several files each is an agency, named by its stem unless given.",
        show_default=False,
    ),
]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="CSV for the results.", dir_okay=False)]
AsOfOption = Annotated[
    str,
    typer.Option(metavar="DATE", help="The day on which ages are stated, where no column says.", show_default=False),
]
KeepOption = Annotated[
    Path | None,
    typer.Option(
        "--keep",
        metavar="INDEX",
        help="Keep who they are in this file, for --against.",
        dir_okay=False,
        show_default=False,
    ),
]
AgainstOption = Annotated[
    Path | None,
    typer.Option(
        "--against",
        metavar="INDEX",
        help="Join them to the people kept in this file.",
        dir_okay=False,
        show_default=False,
    ),
]
LanguageOption = Annotated[ReportLanguage, typer.Option(help="Language of the summary.")]


def link_people(
    files: FilesArgument,
    out: OutOption = Path("people.csv"),
    as_of: AsOfOption = "",
    keep: KeepOption = None,
    against: AgainstOption = None,
    language: LanguageOption = ReportLanguage.ENGLISH,
    engine: EngineOption = EMBEDDED_ENGINE,
    as_json: JsonOption = False,
) -> None:
    """Find who is who in any tables of people, and write record_id and person_id of each row.

    Columns are recognised by their headers; which are used as what, and which are not, is told on standard error.

    [bold]Example[/bold]   reencuentro link clinic=patients.csv census.parquet --out people.csv

    [bold]Example[/bold]   reencuentro link census.parquet --keep known.index

    [bold]Example[/bold]   reencuentro link arrivals.csv --against known.index --out arrivals_people.csv
    """
    # Arrow and the engine take a third of a second to load: --help shall not wait for them.
    from reencuentro.cli.joining import joined, keep_linked, linked  # noqa: PLC0415 - see above
    from reencuentro.interchange.people import read_people, write_ids  # noqa: PLC0415 - likewise
    from reencuentro.linkage.engines import expect  # noqa: PLC0415 - likewise
    from reencuentro.linkage.lookup.keeping import known_people  # noqa: PLC0415 - likewise

    if against and (keep or engine != EMBEDDED_ENGINE):
        raise typer.BadParameter("--against goes neither with --keep nor with --engine")
    sources = _sources(files)
    _refuse_bad_places({"--out": out, "--keep": keep}, [against, *(source.path for source in sources)])
    words = _WORDS[language]
    watch = _Watch()
    _spare_memory()
    # What can't be had is refused before anything has been read.
    with engine_named(engine) as chosen, showing_progress() as progress:
        with watch.timing("read"):
            known = known_people(against) if against else None
            people = read_people(sources, as_of=day(as_of) if as_of else None, progress=progress)
        expect(len(people))
        for one in people.understood:
            _tell(one, words)
        progress("match", len(people))
        with watch.timing("prepare"):
            people, columns = _prepared(people)
        with watch.timing("match"):
            found = joined(people, columns, known) if known else linked(people, columns, chosen)
        progress("write", len(people))
        with watch.timing("write"):
            write_ids(out, people, found.ids)
            if keep:
                keep_linked(keep, people, columns, found)
    if as_json:
        print_json(_as_plain(people, found, out, watch))
    else:
        told = "joined" if known else "done"
        print(words[told].format(records=len(people), persons=found.count, known=found.known, out=shown(out)))
    if found.united:
        notes.print(words["united"].format(united=found.united))
    sys.exit(Exit.DONE)


def _spare_memory() -> None:
    """For the life of the process."""
    # See link_people.
    from reencuentro.linkage.memory import allocate_in_one_place  # noqa: PLC0415

    allocate_in_one_place()
    gc.disable()  # nothing here goes round in circles, and looking for circles among millions of objects takes long


def _prepared(people: "People") -> tuple["People", "Columns"]:
    """The columns of the people in their own order, and the people without the facts: needed no more, and large."""
    # See link_people.
    import pyarrow as pa  # noqa: PLC0415

    from reencuentro.linkage.memory import give_back  # noqa: PLC0415 - likewise
    from reencuentro.linkage.tabular import columns_of_table  # noqa: PLC0415 - likewise

    facts = people.facts.take(pa.array(people.order))
    people, columns = replace(people, facts=facts.select([])), columns_of_table(facts)
    give_back()
    return people, columns


class _Watch:
    """Seconds that each stage took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Measure what happens inside."""
        start = time.perf_counter()
        yield
        self.seconds[stage] = time.perf_counter() - start


def _sources(files: list[str]) -> list["Source"]:
    # See link_people.
    from reencuentro.interchange.people import Source  # noqa: PLC0415

    return [Source(path, agency) for agency, path in map(_source, files)]


def _source(text: str) -> tuple[str, Path]:
    """AGENCY=FILE, or a file alone, whose path may hold an equals sign as well."""
    agency, equals, file = text.partition("=")
    if not text or (equals and agency and not file):
        raise typer.BadParameter(f"{text!r} names no file: write FILE or AGENCY=FILE", param_hint="FILE")
    is_path = not (equals and agency) or Path(text).exists() or ("/" in agency and not Path(file).exists())
    return ("", Path(text)) if is_path else (agency.strip(), Path(file))


def _refuse_unwritable(out: Path) -> None:
    """Better now than after the work."""
    # See link_people.
    from reencuentro.interchange.results import refuse_taken  # noqa: PLC0415

    refuse_taken(out)
    nearest = next(path for path in out.absolute().parents if path.exists())
    if not nearest.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "this is a file, not a folder", str(nearest))
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "this folder may not be written to", str(nearest))


def _refuse_bad_places(written: dict[str, Path | None], read: list[Path | None]) -> None:
    """What was read is somebody's only copy, perhaps; nothing that is written may take its place."""
    taken = {os.path.realpath(path) for path in read if path}
    for option, path in written.items():
        if path is None:
            continue
        _refuse_unwritable(path)
        if (where := os.path.realpath(path)) in taken:
            raise typer.BadParameter(f"{option} would overwrite {path}, which is read or written as well")
        taken.add(where)


def _tell(one: "Understood", words: dict[str, str]) -> None:
    """Which columns are used as what, and which are not."""
    used = ", ".join(header if header == told else f"{header} = {told}" for header, told in one.used)
    lines = [words["used"].format(file=one.file, rows=one.rows, columns=used)]
    if one.ignored:
        lines.append(words["ignored"].format(file=one.file, columns=", ".join(one.ignored)))
    lines += [f"{one.file}: {note}" for note in one.notes]
    for line in lines:
        notes.print(shown(line), markup=False)


def _as_plain(people: "People", found: "Linked", out: Path, watch: _Watch) -> dict[str, Any]:
    seconds = {stage: round(taken, 3) for stage, taken in watch.seconds.items()}
    return {
        "records": len(people),
        "persons": found.count,
        "known": found.known,
        "united": found.united,
        "out": str(out),
        "files": [
            {
                "file": one.file,
                "rows": one.rows,
                "used": [{"column": header, "as": told} for header, told in one.used],
                "ignored": list(one.ignored),
                "notes": list(one.notes),
            }
            for one in people.understood
        ],
        "seconds": {**seconds, "total": round(sum(watch.seconds.values()), 3)},
    }


_WORDS = {
    ReportLanguage.ENGLISH: {
        "used": "{file}: {rows:,} rows; used {columns}",
        "ignored": "{file}: not used {columns}",
        "done": "{records:,} records of {persons:,} persons in {out}",
        "joined": "{records:,} records of {persons:,} persons in {out}; {known:,} records are of people known before",
        "united": "by what the new list says, {united:,} known persons seem to be one with another: link all anew",
    },
    ReportLanguage.SPANISH: {
        "used": "{file}: {rows:,} filas; se usa {columns}",
        "ignored": "{file}: no se usa {columns}",
        "done": "{records:,} registros de {persons:,} personas en {out}",
        "joined": "{records:,} registros de {persons:,} personas en {out}; {known:,} son de personas ya conocidas",
        "united": "según la lista nueva, {united:,} personas conocidas parecen ser la misma que otra: enlace todo",
    },
}
