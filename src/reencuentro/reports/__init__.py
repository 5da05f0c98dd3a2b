"""COUNTS: figures with their unit, definition, as-of and source, and the situation report they make."""
