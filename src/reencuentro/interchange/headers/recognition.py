"""One header at a time: its words, the ideas in them, and the field those ideas make."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from reencuentro.interchange.headers.fields import OF_RELATIVES, Field, Owner, Target
from reencuentro.interchange.headers.vocabulary import (
    FIELD_IDEAS,
    IDEAS,
    IGNORED,
    OWNERS,
    PHRASES,
    PLURALS,
    SPANISH,
    VAGUE,
)
from reencuentro.interchange.values.text import fold

_LEAST_SCORE = 0.6
_LAST_PLACE = 99
_MENDED_COSTS = 0.05
_LONGEST_PHRASE = 3
_SHORTEST_MENDED, _LONG = 5, 10
_LONGEST_GLUED = 40  # letters
_MOST_COMBINATIONS = 64

_PLURAL_IN_PARENTHESES = re.compile(r"\((s|es|as|os|ren)\)", re.IGNORECASE)
_PARENTHESES = re.compile(r"[(\[][^)\]]*[)\]]")
_POSSESSIVE = re.compile(r"['’`´]s\b", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])|(?<=[A-Z])(?=[A-Z][a-z])")
_ORDINAL = re.compile(r"\d+(?:st|nd|er|ro|do|o|a)?$")
_LETTERS_DIGITS = re.compile(r"(?<=[a-z])(?=\d)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a header is understood as.

    score: 1 for a header known in full, less where words stay unknown or were mended; place: 0 for the clearest
    header of the field; spanish: a word of it is used in Spanish only.
    """

    target: Target
    score: float
    place: int
    spanish: bool
    why: str


@dataclass(frozen=True, slots=True)
class _Sense:
    """One way to take a header's words."""

    ideas: frozenset[str]
    owners: frozenset[Owner]
    unknown: int
    mended: int


def recognise(header: str) -> Recognised | None:
    """What the header says its column holds; None where it says nothing known, or two things equally."""
    if (own := fold(header).replace(" ", "_")) in set(Field):
        return Recognised(Target(Field(own)), 1.0, 0, spanish=False, why="header")
    words, slot = _words(header)
    if not words:
        return None
    found = {hit for sense in _senses(words) for hit in _hits(sense, slot)}
    if not found:
        return None
    best = max(score for score, _, _ in found)
    targets = {target for score, _, target in found if score == best}
    if len(targets) > 1:
        # "UAC ID" is the record's id as well as a child's: the row's own field is the plainer reading.
        targets = {target for target in targets if target.owner is Owner.SUBJECT}
    if best < _LEAST_SCORE or len(targets) != 1:
        return None
    place = min(place for score, place, target in found if score == best and target in targets)
    spanish = any(word in SPANISH for word in words)
    why = "header" if best == 1 else "header, nearly"
    return Recognised(targets.pop(), best, place, spanish, why)


def names_someone(header: str) -> bool:
    """Whether a header has a word for somebody: a mother, a caller, an officer."""
    return any(word in OWNERS for word in _words(header)[0])


def says_date(header: str) -> bool:
    """Whether a header says itself that its column holds dates, as "Release Date" and "Admitted on" do."""
    ideas = {idea for word in _words(header)[0] for meaning in IDEAS.get(word, ()) for idea in meaning}
    return bool(ideas & {"date", "birth", "asof"}) or fold(header).endswith(" on")


def is_spanish(header: str) -> bool:
    """Whether a header has a word that only Spanish uses."""
    return any(word in SPANISH for word in _words(header)[0])


def _words(header: str) -> tuple[tuple[str, ...], int]:
    """The header's words, folded, and the number that tells it from its like ("Child 2 Name" is slot 2)."""
    text = _PLURAL_IN_PARENTHESES.sub(r"\1", header)
    text = _PARENTHESES.sub(" ", text) if fold(_PARENTHESES.sub(" ", text)) else text
    text = _POSSESSIVE.sub(" ", text).replace("#", " number ").replace("°", "o ")
    text = _CAMEL.sub(" ", text)
    tokens = [token for word in fold(text).split() for token in _LETTERS_DIGITS.sub(" ", word).split()]
    slot = next((int(token) for token in tokens if token.isdecimal() and len(token) < 3), 0)
    tokens = [token for token in tokens if not token.isdecimal()]
    return tuple(word for word in _joined(tokens) if word and word not in IGNORED), slot


def _joined(tokens: list[str]) -> Iterator[str]:
    """The tokens with known phrases as one word."""
    position = 0
    while position < len(tokens):
        for length in range(_LONGEST_PHRASE, 1, -1):
            phrase = tuple(tokens[position : position + length])
            if len(phrase) == length and phrase in PHRASES:
                yield PHRASES[phrase]
                position += length
                break
        else:
            yield tokens[position]
            position += 1


def _senses(words: tuple[str, ...]) -> Iterator[_Sense]:
    """Every way to take the words, since some mean several things; a bounded number of them."""
    unknown = mended = 0
    choices: list[tuple[frozenset[str] | Owner, ...]] = []
    for word in (part for glued in words for part in (_parts(glued) or (glued,))):
        meanings = _meanings(word)
        if not meanings and (near := _mended(word)):
            meanings, mended = _meanings(near), mended + 1
        if meanings:
            choices.append(meanings)
        else:
            unknown += 1
    for choice in islice(product(*choices), _MOST_COMBINATIONS):
        ideas = frozenset().union(*(meaning for meaning in choice if isinstance(meaning, frozenset)))
        owners = frozenset(meaning for meaning in choice if isinstance(meaning, Owner))
        yield _Sense(_tidied(ideas), owners, unknown, mended)


def _meanings(word: str) -> tuple[frozenset[str] | Owner, ...]:
    plural = (frozenset((PLURALS[word],)),) if word in PLURALS else ()
    owner = (OWNERS[word],) if word in OWNERS else ()
    return (*IDEAS.get(word, ()), *plural, *owner)


_KNOWN = frozenset((*IDEAS, *OWNERS, *PLURALS))
_MENDABLE = sorted(word for word in _KNOWN if len(word) > 4)


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """The known words that an unknown one is glued from ("BOOKINDATE"), the fewest; empty where it isn't."""
    if word in _KNOWN or len(word) > _LONGEST_GLUED:
        return ()
    best: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(word) + 1):
        ways = [(*best[start], word[start:end]) for start in best if _may_be_glued(word[start:end])]
        if ways:
            best[end] = min(ways, key=lambda way: (len(way), way))
    return tuple(part for part in best.get(len(word), ()) if part not in IGNORED)


def _may_be_glued(part: str) -> bool:
    """Whether a run of letters counts as a word in a glued one: shorter runs occur by accident."""
    return (part in _KNOWN and len(part) > 2) or part in ("of", "de", "del", "id")


@lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    """The one known word that a misspelt word must be; empty where none or several are near."""
    if len(word) < _SHORTEST_MENDED:
        return ""
    near = extract(word, _MENDABLE, scorer=OSA.distance, score_cutoff=1 if len(word) < _LONG else 2, limit=None)
    near = [found for found in near if _may_be_meant(word, found[0])]
    best = [name for name, distance, _ in near if distance == near[0][1]]
    return best[0] if len({_meanings(name) for name in best}) == 1 else ""


def _tidied(ideas: frozenset[str]) -> frozenset[str]:
    """A number is an id, except alone: a column headed only "No." counts the rows."""
    if "relation" in ideas:
        ideas -= {"to"}
    return (ideas - {"number"}) | {"id"} if "number" in ideas and len(ideas) > 1 else ideas


def _may_be_meant(word: str, known: str) -> bool:
    """The first letter must be right, "other" is no misspelt mother; of short words only letters may be swapped."""
    return word[0] == known[0] and (len(word) > _SHORTEST_MENDED or sorted(word) == sorted(known))


def _hits(sense: _Sense, slot: int) -> Iterator[tuple[float, int, Target]]:
    """Score, place and target of each field that the sense may make."""
    owner = _owner(sense)
    if owner is None:
        return
    ideas = sense.ideas
    if ideas == {"id"} and sense.unknown == 1 and owner is Owner.SUBJECT:
        # "ORR ID": some agency's own key, whatever the agency.
        yield _LEAST_SCORE, _LAST_PLACE, Target(Field.RECORD_ID)
    if owner:
        ideas -= {"claimed", "seeks", "current", "list", "subject"}
    if not ideas & {"id", "file", "record", "name", "facility", "seeks"}:
        ideas -= {"subject"}
    if owner and owner is not Owner.STAFF and not ideas - {"full"}:
        ideas = frozenset(("name",))
    for field, needed, place in FIELD_IDEAS:
        if needed <= ideas and ((needed == ideas and not sense.unknown) or needed - VAGUE):
            score = len(needed) / (len(ideas) + sense.unknown) - _MENDED_COSTS * sense.mended
            if (target := _target(field, owner, slot)) is not None:
                yield round(score, 4), place, target


def _owner(sense: _Sense) -> Owner | None:
    """Whom the header speaks of; None where it speaks of two."""
    owners = sense.owners
    if "separated" in sense.ideas and owners <= {Owner.PARENT, Owner.CHILD, Owner.MOTHER, Owner.FATHER}:
        return Owner.SUBJECT
    if owners == {Owner.MOTHER, Owner.FATHER}:
        return Owner.PARENT
    if "relation" in sense.ideas and owners:
        # "Caller's relationship to child": whose word it is shows in the values.
        return Owner.SUBJECT if owners & {Owner.CALLER, Owner.CHILD} else next(iter(sorted(owners)))
    if len(owners) > 1:
        return None
    if owners:
        return next(iter(owners))
    # "Sought Name", "Edad del buscado": someone sought is somebody else than the subject.
    if "seeks" in sense.ideas and sense.ideas & {"age", "sex", "birth", "given", "last"}:
        return Owner.RELATIVE
    return Owner.SUBJECT


_NUMBERED = {(Field.SURNAMES, 1): Field.FIRST_SURNAME, (Field.SURNAMES, 2): Field.SECOND_SURNAME}


def _target(field: Field, owner: Owner, slot: int) -> Target | None:
    if owner is Owner.STAFF:
        return None
    if numbered := _NUMBERED.get((field, slot)):
        return Target(numbered, owner)
    if owner in (Owner.SUBJECT, Owner.CALLER) or (owner is Owner.CHILD and field not in OF_RELATIVES):
        return Target(field, owner)
    return Target(field, owner, slot) if field in OF_RELATIVES | {Field.RECORD_ID, Field.PHONE} else None
