"""CHANGES: every way in which the registry may change, each a verb."""
