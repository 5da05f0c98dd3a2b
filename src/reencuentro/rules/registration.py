"""What may be written down of a person on the pages: closed lists, and the id by which one goes who has no other."""

from collections.abc import Mapping
from enum import StrEnum

from reencuentro.linkage.mentions import Mention

LETTERS = "0123456789BCDFGHJKMNPQRSTVWXZ"
"""Of interim ids: no vowels, so that they spell nothing, and neither I, L nor O, which are taken for figures.

As many as a prime number, so that a check letter catches every slip of one letter and every two exchanged.
"""
ID_LETTERS = 7
"""Letters of an id that are drawn by lot: seventeen thousand million ids for each agency."""


def interim_id(drawn: int) -> str:
    """An id like R-7K3F-9Q2D, made of a number that was drawn by lot: it tells nothing about the person.

    The last letter checks the others. Raises ValueError for a number that is negative.
    """
    if drawn < 0:
        raise ValueError(drawn)
    digits = [drawn // len(LETTERS) ** place % len(LETTERS) for place in range(ID_LETTERS)]
    letters = "".join(LETTERS[digit] for digit in (*digits, _check(digits)))
    return f"R-{letters[:4]}-{letters[4:]}"


def is_interim_id(text: str) -> bool:
    """Whether the text is such an id, written without a slip."""
    letters = text.upper().replace("-", "").replace(" ", "")
    if len(letters) != len("R") + ID_LETTERS + 1 or letters[0] != "R" or not set(letters[1:]) <= set(LETTERS):
        return False
    *digits, check = (LETTERS.index(letter) for letter in letters[1:])
    return check == _check(digits)


def _check(digits: list[int]) -> int:
    return sum(place * digit for place, digit in enumerate(digits, 2)) % len(LETTERS)


def names_asker(mention: Mention) -> bool:
    """Whether a request to search says who asks: a name, or a telephone or paper by which they can be answered."""
    names = (mention.full_name, mention.given_names, mention.surnames, mention.first_surname, mention.second_surname)
    return any(names) or bool(mention.phones or mention.identifiers)


class Concern(StrEnum):
    """What can't wait. Source: the concern values of Primero, those that an intake worker can see or is told."""

    MEDICAL = "medical"
    INFANT = "infant"  # too small to say who they are
    DISABILITY = "disability"
    PREGNANT = "pregnant"
    HARMED = "harmed"  # violence, abuse, trafficking
    AFRAID = "afraid"  # of somebody who asks for them, or of going back
    ALONE = "alone"
    OTHER = "other"


class Wish(StrEnum):
    """Whether a child wants to be brought back to the person named."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


LANGUAGES: Mapping[str, tuple[str, str]] = {
    "spa": ("español", "Spanish"),
    "quc": ("k'iche'", "K'iche'"),
    "mam": ("mam", "Mam"),
    "kek": ("q'eqchi'", "Q'eqchi'"),
    "kjb": ("q'anjob'al", "Q'anjob'al"),
    "cak": ("kaqchikel", "Kaqchikel"),
    "ixl": ("ixil", "Ixil"),
    "acr": ("achi", "Achi"),
    "agu": ("awakateko", "Awakateko"),
    "jac": ("popti'", "Popti'"),
    "cac": ("chuj", "Chuj"),
    "knj": ("akateko", "Akateko"),
    "poh": ("poqomchi'", "Poqomchi'"),
    "tzj": ("tz'utujil", "Tz'utujil"),
    "caa": ("ch'orti'", "Ch'orti'"),
    "cab": ("garífuna", "Garifuna"),
    "miq": ("miskito", "Miskito"),
    "nah": ("náhuatl", "Nahuatl"),
    "tzh": ("tseltal", "Tseltal"),
    "tzo": ("tsotsil", "Tsotsil"),
    "mix": ("mixteco", "Mixtec"),
    "zap": ("zapoteco", "Zapotec"),
    "yua": ("maya yucateco", "Yucatec Maya"),
    "que": ("quechua", "Quechua"),
    "hat": ("criollo haitiano", "Haitian Creole"),
    "por": ("portugués", "Portuguese"),
    "ron": ("rumano", "Romanian"),
    "eng": ("inglés", "English"),
    "und": ("otro, o no se sabe cuál", "Another, or not known which"),
}
"""Languages by ISO 639-3 code, in Spanish and English. Source: those met in family custody, and ISO 639-3."""
