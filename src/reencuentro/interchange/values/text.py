"""Cell text made comparable: invisible marks dropped, case and accents folded, placeholders told from facts."""

import re
import unicodedata
from functools import lru_cache

# Byte order marks, zero-width and bidirectional marks, soft hyphens and control characters other than white space.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_NOT_WORD = re.compile(r"[\W_]+")
_ONLY_MARKS = re.compile(r"[\s\-–—_.?¿*/\\#'\"…·]*")
_ZERO_FRACTION = re.compile(r"(\d+)\.0+")
_SCIENTIFIC = re.compile(r"\d+([.,]\d+)?e\+?\d+", re.IGNORECASE)
_FILLER = re.compile(r"(?:(?:9{4,}|0{4,}|x+)|(?:0{1,4}|9{2,4}|x+)(?:[-/. ](?:0{1,4}|9{2,4}|x+))+)", re.IGNORECASE)

_DIGIT = re.compile(r"\d")
_LONGEST_PLACEHOLDER = 40  # characters

_UNKNOWN_WORDS = frozenset("unknown unk ukn unkown desconocido desconocida desconocidos desconocidas".split())

_SILENT_PHRASES = frozenset(
    """not provided|not given|not available|not known|not stated|not recorded|not reported|not specified|no data
    no information|not applicable|no name|name unknown|unnamed|first name unknown|last name unknown|n a|n d|s d|s n
    no name given|no name provided|sin nombre|nombre desconocido|sin apellido|sin apellidos|sin dato|sin datos
    sin informacion|se desconoce|se ignora|lo desconoce|la desconoce|no sabe|no proporcionado|no proporcionada
    no proporciona|no disponible|no especificado|no especificada|no especifica|no registrado|no registrada
    no informado|no consta
    no aplica|no refiere|no identificado|no identificada|por confirmar|por determinar|to be determined|no middle name
    fnu|lnu|nmn|nmi|tbd|unidentified|error de captura|n v|ref|n a n a""".replace("\n    ", "|").split("|")
)

# Words that are placeholders everywhere but in a name: Null, None, Na and Nil are real surnames.
_SILENT_WORDS = frozenset(
    """na none null nil nan nd sd undefined ninguno ninguna ningun nada pending pendiente ignorado ignorada nulo
    blank vacio missing empty ns nr nc""".split()
)


class UnreadableError(ValueError):
    """A cell that can't be understood; the message says what is wrong and how to mend it, in words.

    impossible: the cell has the right shape for its field, but no such value exists (30 February, age 430).
    """

    def __init__(self, problem: str, *, impossible: bool = False) -> None:
        super().__init__(problem)
        self.impossible = impossible


def clean(text: str) -> str:
    """The text as written, without invisible marks, in Unicode form NFC, trimmed."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, without accents; whatever is neither letter nor digit becomes one space."""
    if text.isascii():
        return _NOT_WORD.sub(" ", _INVISIBLE.sub("", text.lower()).replace("'", "").replace("`", "")).strip()
    # Decomposed before and after: mathematical letters have case only once they are plain ones.
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)).casefold()
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    # Apostrophes belong to the word: k'iche' is written k’iche’, quiche or k iche by turns.
    return _NOT_WORD.sub(" ", re.sub("['’ʼ`´]", "", bare)).strip()


def is_silent_name(text: str) -> bool:
    """Whether a name cell says nothing: UNKNOWN, SIN NOMBRE, FNU … but never Null or None, which are surnames."""
    if _ONLY_MARKS.fullmatch(text):
        return True
    if len(text) > _LONGEST_PLACEHOLDER or _DIGIT.search(text):
        return False
    folded = fold(text)
    return folded in _SILENT_PHRASES or (bool(folded) and all(word in _UNKNOWN_WORDS for word in folded.split()))


def is_silent(text: str) -> bool:
    """Whether a cell that holds no name says nothing: N/A, none, 00/00/0000, 9999, X, sin dato …"""
    if _DIGIT.search(text):
        return bool(_FILLER.fullmatch(text))
    return bool(_FILLER.fullmatch(text)) or is_silent_name(text) or fold(text) in _SILENT_WORDS


def whole_number(text: str) -> str:
    """The text without the ".0" that spreadsheets add to whole numbers.

    Raises UnreadableError where a spreadsheet has rounded a long number to scientific notation: its digits are lost.
    """
    if _SCIENTIFIC.fullmatch(text):
        raise UnreadableError(
            "rounded by the spreadsheet, digits are lost: format the column as text and export it again"
        )
    match = _ZERO_FRACTION.fullmatch(text)
    return match[1] if match else text
