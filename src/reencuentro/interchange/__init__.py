"""TRANSLATES: foreign formats to plain rows and values, and our results to files that others can read."""
