"""Reencuentro: finds separated family members across the lists of many agencies."""

__version__ = "0.1.0"
