"""What stands beside a name in a cell without being one: titles of rank, honours, degrees."""

import pyarrow as pa
import pyarrow.compute as pc

_COURTESY = (
    "sir|lady|lord|dame|rev|reverend|hon|honourable|honorable|the|dr|mr|mrs|ms|miss|prof|professor|capt|captain|lieut"
    "|lieutenant|sgt|sr|sra|srta|fray|sor"
)
_RANK = (
    "baronetess|baronet|baroness|baron|viscountess|viscount|countess|count|earl|marquess|marquis|marchioness|duchess"
    "|duke|princess|prince|lord|lady|bart|bt"
)
_HONOUR = "esq|esquire|jr|junior|senior|bart|bt|md|phd|frs|kcb|kbe|obe|mbe|cbe|vc|kc|qc|mp"

# In this order: "sir Thomas Clifford, 1st baron Clifford of Chudleigh" becomes "Thomas Clifford Clifford Chudleigh".
_TITLES: tuple[tuple[str, str], ...] = (
    (rf"(?i)^\s*(?:(?:{_COURTESY})\b\.?\s+)+(\S)", r"\1"),
    (rf"(?i)[,\s]+(?:the\s+)?\d+(?:st|nd|rd|th)\b\s*(?:(?:{_RANK})\b)?(?:\s+of\b)?", " "),
    (rf"(?i),\s*(?:{_RANK})\b(?:\s+of\b)?", " "),
    (rf"(?i)\s(?:{_RANK})\s+of\s", " "),
    (rf"(?i)[,\s]+(?:{_HONOUR})\.?\s*$", ""),
    (r"(?i)\sof\s", " "),
    (r"\s+", " "),
)
_ALONE = rf"(?i)^\s*(?:{_COURTESY})\.?\s*$"
_ANY_TITLE = "|".join((_ALONE, *(pattern for pattern, _ in _TITLES[:-1])))


def without_titles(texts: pa.Array) -> pa.Array:
    """Names without titles; a cell that holds nothing else is null."""
    titled = pc.match_substring_regex(texts, _ANY_TITLE)
    if not pc.any(titled).as_py():
        return texts
    bare = texts.filter(titled)
    for pattern, kept in _TITLES:
        bare = pc.replace_substring_regex(bare, pattern, kept)
    bare = pc.utf8_trim_whitespace(bare)
    alone = pc.match_substring_regex(bare, _ALONE)
    return pc.replace_with_mask(texts, pc.fill_null(titled, False), pc.if_else(alone, None, bare))
