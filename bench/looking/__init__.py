"""Looking up with ours: in the engine's memory, and in a registry on SQLite and on PostgreSQL."""
