"""Ours in a registry on SQLite: `python -m bench.looking.sqlite PEOPLE QUESTIONS ANSWERS.csv …`.

The registry stays in .bench/registries, so that it is filled once; delete it to see how long that takes.
"""

import sys
from pathlib import Path

from bench.looking.registry import main
from bench.peers.environment import ROOT

if __name__ == "__main__":
    folder = ROOT / ".bench" / "registries" / Path(sys.argv[1]).stem
    filled = folder / "filled"
    was_filled = filled.is_file()
    main(str(folder), filled=was_filled)
    filled.touch()
