"""A generated cohort to reconcile, and its rosters in other orders."""

import csv
import json
import random
from pathlib import Path

from tests.whole.commands import run

SAME_HOWEVER_ORDERED = (
    "people.csv", "families.csv", "identities.csv", "unaccounted.csv", "changes.csv", "certified.csv", "report.html",
    "report.json",
)  # fmt: skip
"""Result files that no order of files or rows may change."""


def generate(folder: Path, *, children: int, seed: int) -> list[str]:
    """Writes a cohort; answers the arguments that reconcile it from inside the folder."""
    said = run("generate", folder, "--children", str(children), "--seed", str(seed), "--json")
    assert said.code == 0, said
    arguments: list[str] = said.json["arguments"]
    return arguments


def shuffled(arguments: list[str], *, seed: int) -> list[str]:
    """The same rosters in another order, with their rows in another order where rows have ids of their own."""
    chance = random.Random(seed)  # noqa: S311  # an order, not a secret
    for argument in arguments:
        path = Path(argument.partition("=")[2])
        if path.suffix == ".csv":
            _shuffle_csv(path, chance)
        elif path.suffix == ".json":
            _shuffle_json(path, chance)
    return chance.sample(arguments, len(arguments))


def _shuffle_csv(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "cp1252")
    text = content.decode(encoding)
    first = text.splitlines()[0]
    delimiter = max(",;\t|", key=first.count)
    header, *rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    chance.shuffle(rows)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])


_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"))


def _shuffle_json(path: Path, chance: random.Random) -> None:
    rows = json.loads(path.read_text(encoding="utf-8"))
    chance.shuffle(rows)
    path.write_text(json.dumps(rows), encoding="utf-8")
