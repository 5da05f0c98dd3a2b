# mypy: disable-error-code="import-not-found"
"""Splink from files to clusters by a recipe: what `splink_people`, `splink_historical` and `splink_febrl` share."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator

from bench.peers.laps import Laps


@dataclass(frozen=True)
class Recipe:
    """How to go about one kind of set.

    prepare: SQL that makes the table `records` with a unique_id from `source`, run once a file. sure: rules that
    find `recall` of the matches and nothing else. train_on: blocking rules to learn m by. pairs: random pairs for u.
    """

    settings: SettingsCreator
    prepare: str
    sure: Sequence[str]
    recall: float
    train_on: Sequence[object]
    threshold: float
    pairs: float = 5e6
    macros: str = ""


def prepare(recipe: Recipe, connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> None:
    """Make the table that the recipe wants of a file."""
    connection.read_parquet(str(path)).to_view("source")
    connection.execute(recipe.prepare)
    connection.execute(f"alter table records rename to {table}")


def linker_for(recipe: Recipe, files: Sequence[Path], connection: duckdb.DuckDBPyConnection) -> Linker:
    """A linker on the prepared files, not trained yet."""
    api = DuckDBAPI(connection)
    if recipe.macros:
        connection.execute(recipe.macros)
    for at, path in enumerate(files):
        prepare(recipe, connection, path, f"records_{at}")
    tables = [api.register(f"records_{at}") for at in range(len(files))]
    return Linker(tables if len(tables) > 1 else tables[0], recipe.settings, log_level="ERROR")


def train(recipe: Recipe, linker: Linker) -> None:
    """As Splink's guide has it: the prior from sure rules, u from random pairs, m by EM over blocking rules."""
    linker.training.estimate_probability_two_random_records_match(list(recipe.sure), recall=recipe.recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=recipe.pairs, seed=1)
    for rule in recipe.train_on:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def run(recipe: Recipe) -> None:
    """Read, train, predict, cluster and write what the command line names; print the seconds of each.

    With several --thresholds each gets a file of its own: that is how a recipe's threshold is chosen.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("clusters", type=Path)
    parser.add_argument("--thresholds", type=float, nargs="+", default=[recipe.threshold])
    asked = parser.parse_args()
    laps = Laps()
    connection = duckdb.connect()
    with laps.lap("read"):
        linker = linker_for(recipe, asked.files, connection)
    with laps.lap("train"):
        train(recipe, linker)
    with laps.lap("predict"):
        pairs = linker.inference.predict(threshold_match_probability=min(asked.thresholds))
    for threshold in asked.thresholds:
        with laps.lap("cluster"):
            found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold)
        with laps.lap("write"):
            rows = connection.table(found.physical_name).project("unique_id as record_id, cluster_id as cluster")
            rows.order("record_id").write_csv(str(_path(asked.clusters, threshold, of=asked.thresholds)))
    laps.tell()


def _path(path: Path, threshold: float, *, of: Sequence[float]) -> Path:
    """The file for one threshold: the one asked for, unless several are tried."""
    return path if len(of) == 1 else path.with_suffix(f".{threshold}.csv")
