"""Who may see and do what, decided in one place; and which counts may be shown. See docs/access.md."""
