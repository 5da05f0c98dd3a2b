"""DECIDES: who is unaccounted for, what changed, who was separated, what may be shown; no database, no clock."""
