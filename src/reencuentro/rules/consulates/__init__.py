"""Consulates: where the posts of each country are, and how long "without delay" lasts; dated tables with sources."""
