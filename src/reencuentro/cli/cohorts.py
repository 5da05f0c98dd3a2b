"""`reencuentro generate`, `evaluate` and `demo`: synthetic cohorts, their scores, and the whole job on one of them."""

import json
import os
import shlex
import shutil
import sys
import webbrowser
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from reencuentro.cli.demoing import demo_code, print_officers, serve_demo, staff, stop_demo
from reencuentro.cli.options import DEMO_KEYS, DEMO_MARK, JsonOption, registry_place, whoami
from reencuentro.cli.output import console, print_json, showing_progress
from reencuentro.errors import CohortError

if TYPE_CHECKING:
    from reencuentro.cli.running import Ran, Run


# Written out, since the generator loads slowly and --help shall not wait for it; a test compares it with PROFILES.
_PROFILES = (
    "default; clean, stress (no errors, or twice as many); june2018; no-units, consulates (other agencies); "
    "short-names, vague-dates (other habits); highlands, brazil (other origins)."
)


def generate_cohort(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder, or an earlier cohort's.", file_okay=False)
    ],
    children: Annotated[int, typer.Option(min=1, max=200_000, help="How many children.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same cohort.")] = 1,
    profile: Annotated[str, typer.Option(help=_PROFILES)] = "default",
    as_json: JsonOption = False,
) -> None:
    """Write rosters of several agencies about invented people, with the truth beside them.

    [bold]Example[/bold]   reencuentro generate cohort --children 500 --seed 7
    """
    made = _generate(directory, children, seed, profile)
    if as_json:
        print_json(made)
        return
    console.print(f"{made['children']:,} children and {made['adults']:,} adults in {made['records']:,} records:")
    for roster in made["rosters"]:
        console.print(f"  {roster}", markup=False)
    there = shlex.quote(str(directory))
    console.print("\nReconcile them and score the result:", style="bold")
    console.print(f"  cd {there} && reencuentro reconcile {' '.join(made['arguments'])}", markup=False)
    console.print("  reencuentro evaluate . reencuentro")


def _generate(directory: Path, children: int, seed: int, profile: str) -> dict[str, Any]:
    # numpy and openpyxl load slowly: --help shall not wait for them.
    from reencuentro.rehearsal import PROFILES, generate  # noqa: PLC0415

    if profile not in PROFILES:
        raise typer.BadParameter(f"{profile!r} is not a profile: choose {', '.join(PROFILES)}", param_hint="--profile")
    with showing_progress() as progress:
        cohort = generate(
            directory,
            children=children,
            seed=seed,
            profile=PROFILES[profile],
            progress=lambda done, _all: progress("families written", done),
        )
    return {
        "directory": str(directory),
        "children": cohort.children,
        "adults": cohort.adults,
        "records": cohort.records,
        "evidence": cohort.evidence,
        "as_of": cohort.as_of.isoformat(),
        "rosters": [roster.file for roster in cohort.rosters],
        "arguments": list(cohort.arguments),
    }


def evaluate_results(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A generated cohort.", file_okay=False)],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The results of reconciling it.", file_okay=False)],
    as_json: JsonOption = False,
) -> None:
    """Score results against a cohort's truth: identities, ties, unaccounted, calibration, and who is served worse.

    [bold]Example[/bold]   reencuentro evaluate cohort cohort/results
    """
    scores = _evaluate(directory, out)
    if as_json:
        print_json(scores)
    else:
        _print_scores(scores)


def _evaluate(directory: Path, out: Path) -> dict[str, Any]:
    # numpy loads slowly: --help shall not wait for it.
    from reencuentro.rehearsal import evaluate  # noqa: PLC0415

    return evaluate(directory, out).to_plain()


def _print_scores(scores: dict[str, Any]) -> None:
    table = Table(title="Against the truth", title_justify="left", box=None)
    for heading in ("", "precision", "recall", "F1"):
        table.add_column(heading, justify="left" if not heading else "right")
    rows = [("the same person", scores["identities"]), ("unaccounted children", scores["unaccounted"])]
    rows += [(f"parents from {one['threshold']}", one["all"]) for one in scores["ties"]["parents"]]
    rows += [
        (f"parents from {one['threshold']}, where a source has evidence", one["evident"])
        for one in scores["ties"]["parents"]
    ]
    rows += [(f"all kin from {one['threshold']}", one["all"]) for one in scores["ties"]["every"]]
    for label, score in rows:
        table.add_row(label, *(_share(score[name]) for name in ("precision", "recall", "f1")))
    console.print(table)
    console.print(f"Recall of all kin within reach of what is written: {_share(scores['ties']['every'][0]['bound'])}")
    console.print(f"Calibration error of ties: {_share(scores['calibration_error'])}")
    console.print(f"Widest gap in tie recall between name cultures: {_share(scores['gaps']['ties_by_culture'])}")


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def demo(
    directory: Annotated[
        Path, typer.Option("--dir", help="Where the demo lives; it is made anew each time.", file_okay=False)
    ] = Path("demo"),
    open_report: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the report where there is a browser.")
    ] = True,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="End by serving the demo to a browser.")] = True,
    code: Annotated[
        bool, typer.Option("--code", help="Print the code of the second step, and do nothing else.")
    ] = False,
    stop: Annotated[bool, typer.Option("--stop", help="Stop serving an earlier demo, and do nothing else.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make rosters shaped like 19 June 2018, reconcile them, score the result, show the report and serve the pages.

    1,995 separated children, 25 of them Mexican, 7 of these still in custody. Everybody is invented.
    """
    # Django and the engine take a second to load: --help shall not wait for them.
    from reencuentro.cli.running import run  # noqa: PLC0415
    from reencuentro.cli.summary import print_summary, summary_as_plain  # noqa: PLC0415 - likewise

    if code or stop:
        console.print(demo_code(directory) if code else _STOPPED[stop_demo(directory)], markup=False)
        return
    stop_demo(directory)
    _clear(directory)
    _make_keys(directory, quiet=as_json)
    cohort, results = directory / "cohort", directory / "results"
    made = _generate(cohort, _SEPARATED, 2018, "june2018")
    if not as_json:
        console.print(f"Made {len(made['rosters'])} rosters of invented people in {cohort / 'rosters'}", markup=False)
    wanted = _main_job(directory, date.fromisoformat(made["as_of"]))
    with showing_progress() as progress:
        ran = run(wanted, progress)
    scores = _evaluate(cohort, results)
    if as_json:
        print_json({"cohort": made, "summary": summary_as_plain(ran), "scores": scores})
        return
    console.print()
    print_summary(ran, "en")
    _print_separated(ran)
    _print_scores(scores)
    console.print("\nNow your own rosters:  .venv/bin/reencuentro reconcile AGENCY=FILE …", markup=False)
    if open_report and _has_browser():
        webbrowser.open(ran.report.as_uri())
    if serve:
        print_officers(staff(directory, wanted.registry))
        serve_demo(directory, wanted.registry, stay=sys.stdin.isatty() and sys.stdout.isatty())


def _main_job(directory: Path, as_of: date) -> "Run":
    # Django and the engine take a second to load: --help shall not wait for them.
    from reencuentro.cli.running import Run  # noqa: PLC0415

    cohort = directory / "cohort"
    return Run(
        rosters=tuple((one["agency"], cohort / one["file"]) for one in _cohort_rosters(cohort)),
        registry=registry_place(str(directory / "registry"), directory),
        out=directory / "results",
        as_of=as_of,
        mapping=None,
        silent_after=timedelta(days=30),
        suppress_small=False,
        language="es",
        by=whoami(),
        at=datetime.now(UTC),
    )


_STOPPED = {True: "Stopped.", False: "No demo is being served from there."}
_SEPARATED = 1995  # minors, by the count of the Department of Homeland Security on 19 June 2018


def _print_separated(ran: "Ran") -> None:
    """What the rows give for the three numbers of that day, beside what they were made with."""
    # The generator loads numpy: --help shall not wait for it.
    from reencuentro.rehearsal import PROFILES  # noqa: PLC0415

    rows = {row.code: row.values for row in ran.told.breakdown("certified_by_nationality").rows}
    everyone = sum(value or 0 for values in rows.values() for value in values)
    (quota,) = PROFILES["june2018"].quotas
    held, elsewhere = (value or 0 for value in rows.get(quota.nationality, (0, 0)))
    console.print(
        f"\nSeparated children, counted from the rows: {everyone:,}, of whom Mexican {held + elsewhere}, "
        f"still in custody {held}.\nThe rosters were made with {_SEPARATED:,}, {quota.children} and {quota.in_care}.\n",
        markup=False,
    )


def _cohort_rosters(cohort: Path) -> list[dict[str, str]]:
    rosters: list[dict[str, str]] = json.loads((cohort / "cohort.json").read_text(encoding="utf-8"))["rosters"]
    return rosters


def _make_keys(directory: Path, *, quiet: bool) -> None:
    """A folder for the demo's own key, unless somebody gives a passphrase or another folder."""
    given = ("REENCUENTRO_PASSPHRASE", "REENCUENTRO_PASSPHRASE_FILE", "REENCUENTRO_KEY_FOLDER")
    if any(os.environ.get(name) for name in given):
        return
    keys = directory / DEMO_KEYS
    keys.mkdir(mode=0o700)
    if not quiet:
        told = f"The key of this demo lies in {keys}, beside its registry: a real one never does."
        console.print(told, markup=False, soft_wrap=True)


def _clear(directory: Path) -> None:
    """A folder with nothing but the mark in it; an earlier demo is removed, and nothing else ever is."""
    is_foreign = directory.exists() and any(directory.iterdir()) and not (directory / DEMO_MARK).exists()
    if directory.is_symlink() or is_foreign:
        raise CohortError(
            f"{directory} holds something that the demo didn't make",
            remedy="Choose another folder with --dir, or move that away.",
        )
    for name in ("cohort", "registry", "results", DEMO_KEYS):
        shutil.rmtree(directory / name, ignore_errors=True)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / DEMO_MARK).touch()


def _has_browser() -> bool:
    """A screen to show it on: not in CI, not over a bare terminal."""
    if os.environ.get("CI"):
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
