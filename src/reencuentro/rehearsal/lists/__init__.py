"""Names and places of the region for the rehearsals: plausible in kind and frequency, nobody in particular."""


def listed(text: str) -> tuple[str, ...]:
    """The names in a text, in their order; an underscore stands for a space within a name."""
    return tuple(name.replace("_", " ") for name in text.split())
