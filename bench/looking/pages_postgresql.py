"""Our pages before a registry on PostgreSQL: `python -m bench.looking.pages_postgresql PEOPLE QUESTIONS ANSWERS …`.

On a private server with its settings as they are installed, but that it doesn't wait for the disk; the pages stand
behind the second wall.
"""

import sys
from pathlib import Path

from bench.looking.pages import main
from tests.stored.servers import running_server

if __name__ == "__main__":
    with running_server() as server, server.new_database() as address:
        main(address, Path(sys.argv[1]), sys.argv[2:])
