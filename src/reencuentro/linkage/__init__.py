"""COMPARES: who is the same person and who belongs to whom, from plain values; no database, no clock."""
