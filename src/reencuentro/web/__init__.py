"""TALKS: the pages, to people in a browser."""
