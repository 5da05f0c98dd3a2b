"""Our pages before a registry on SQLite: `python -m bench.looking.pages_sqlite PEOPLE QUESTIONS ANSWERS.csv …`.

The registry stays in .bench/registries, so that it is filled once; delete it where its key is gone.
"""

import sys
from pathlib import Path

from bench.looking.pages import main
from bench.peers.environment import ROOT

if __name__ == "__main__":
    main(str(ROOT / ".bench" / "registries" / f"{Path(sys.argv[1]).stem}_pages"), Path(sys.argv[1]), sys.argv[2:])
