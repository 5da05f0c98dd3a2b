"""TALKS: the `reencuentro` command, for people at a terminal and for scripts."""

from reencuentro.cli.app import main

__all__ = ["main"]
