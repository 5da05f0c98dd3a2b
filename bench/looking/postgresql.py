"""Ours in a registry on PostgreSQL: `python -m bench.looking.postgresql PEOPLE QUESTIONS ANSWERS.csv …`.

On a private server with its settings as they are installed, but that it doesn't wait for the disk.
"""

from bench.looking.registry import main
from tests.stored.servers import running_server

if __name__ == "__main__":
    with running_server() as server, server.new_database() as address:
        main(address)
