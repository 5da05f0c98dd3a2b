"""Row security in PostgreSQL: what an officer can't reach, no mistake in the program shows. See docs/second-wall.md."""
