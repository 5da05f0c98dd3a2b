"""Evidence made readable: the bits of each fact, in words, and the silent fact that would decide."""

from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

import numpy as np

from reencuentro.linkage.results import Evidence, Outcome
from reencuentro.linkage.scoring import Facts, Floats, Levels, Weights

_DIFFERING = frozenset(
    ("DIFFERENT", "GENERATION", "ONE_PART", "NEAR", "IMPOSSIBLE", "UNRELATED", "PARTLY", "FIRST_ONLY", "SECOND_ONLY")
)


def evidence_of(facts: Facts, levels: Levels, bits: Floats) -> tuple[Evidence, ...]:
    """The evidence of one pair: one entry a fact, in the facts' order, silent ones included.

    levels, bits: one value a fact.
    """
    return tuple(
        _evidence(fact.name, fact.levels, level, round(value, 1) + 0.0)
        for fact, level, value in zip(facts, levels.tolist(), bits.tolist(), strict=True)
    )


@lru_cache(maxsize=1 << 16)
def _evidence(fact: str, levels: type[IntEnum], level: int, bits: float) -> Evidence:
    """The same few thousand values recur in a million ties: each is made once."""
    return Evidence(fact, _outcome(levels(level)), levels(level).name.lower(), bits)


def _outcome(level: IntEnum) -> Outcome:
    if level == 0:
        return Outcome.UNKNOWN
    return Outcome.DIFFERS if level.name in _DIFFERING else Outcome.AGREES


def telling(facts: Facts, weights: Weights) -> dict[str, float]:
    """How many bits each fact is expected to tell of a match once it is known, by fact name."""
    return {
        fact.name: float(np.sum(np.exp2(m[1:]) * (m[1:] - np.maximum(k[1:], s[1:]))))
        for fact, m, k, s in zip(facts, weights.matches, weights.kin, weights.strangers, strict=True)
    }


def would_decide(evidence: Iterable[Evidence], expected: dict[str, float]) -> str:
    """The silent fact that is expected to tell most, "" where nothing askable is silent."""
    silent = [one.fact for one in evidence if one.outcome is Outcome.UNKNOWN and one.fact not in _NOT_ASKABLE]
    return max(silent, key=lambda fact: (expected[fact], fact), default="")


_NOT_ASKABLE = frozenset(("agency", "any_number", "siblings", "household"))


def in_words(evidence: Iterable[Evidence], language: str = "en") -> str:
    """What speaks for and against, strongest first, e.g. "for: A-number the same (+14.2); against: sex differs (-5.1)".

    language: "en" or "es". Holds no names and no values, so it may be shown where a name may not.
    """
    known = sorted(
        (one for one in evidence if one.outcome is not Outcome.UNKNOWN), key=lambda one: (-abs(one.bits), one.fact)
    )
    silent = [
        FACT_WORDS[language][one.fact]
        for one in evidence
        if one.outcome is Outcome.UNKNOWN and one.fact not in _NOT_ASKABLE
    ]
    parts = []
    for heading, chosen in (
        (_HEADINGS[language][0], [one for one in known if one.bits >= _TELLS]),
        (_HEADINGS[language][1], [one for one in known if one.bits <= -_TELLS]),
    ):
        if chosen:
            parts.append(f"{heading}: " + "; ".join(_phrase(one, language) for one in chosen))
    if silent:
        parts.append(f"{_HEADINGS[language][2]}: " + ", ".join(silent))
    return " | ".join(parts)


_TELLS = 0.1  # bits; less than that is not worth a reader's time
_HEADINGS = {"en": ("for", "against", "unknown"), "es": ("a favor", "en contra", "se desconoce")}


def _phrase(one: Evidence, language: str) -> str:
    return f"{FACT_WORDS[language][one.fact]} {LEVEL_WORDS[language][one.level]} ({one.bits:+.1f})"


FACT_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "given_names": "given names",
        "surnames": "surnames",
        "birth": "date of birth or age",
        "sex": "sex",
        "nationality": "nationality",
        "origin": "place of origin",
        "language": "language",
        "a_number": "A-number",
        "other_number": "national or passport number",
        "any_number": "another number",
        "mother": "mother's name",
        "father": "father's name",
        "children": "children's names",
        "family_unit": "family unit",
        "apprehension": "day and place of apprehension",
        "journey": "days from apprehension to admission",
        "phone": "phone",
        "agency": "listing agency",
        "child_says": "the name the child gives",
        "relative_says": "the child's name as the relative gives it",
        "claimed_age": "the child's age as the relative gives it",
        "parent_number": "the parent's A-number on the child's record",
        "inheritance": "inherited surname",
        "generation": "ages of the two",
        "siblings": "what siblings show",
        "kinship_claim": "the kinship stated",
        "same_mother": "mother's name of the two",
        "same_father": "father's name of the two",
        "sibling_says": "the sibling's name as stated",
        "household": "the same parent found",
        "age_gap": "years between the two",
    },
    "es": {
        "given_names": "nombres",
        "surnames": "apellidos",
        "birth": "fecha de nacimiento o edad",
        "sex": "sexo",
        "nationality": "nacionalidad",
        "origin": "lugar de origen",
        "language": "idioma",
        "a_number": "número A",
        "other_number": "número nacional o pasaporte",
        "any_number": "otro número",
        "mother": "nombre de la madre",
        "father": "nombre del padre",
        "children": "nombres de los hijos",
        "family_unit": "unidad familiar",
        "apprehension": "día y lugar de la detención",
        "journey": "días de la detención al ingreso",
        "phone": "teléfono",
        "agency": "agencia que lo registra",
        "child_says": "el nombre que da la niña o el niño",
        "relative_says": "el nombre de la niña o el niño según el familiar",
        "claimed_age": "la edad de la niña o el niño según el familiar",
        "parent_number": "el número A del padre o la madre en el registro de la niña o el niño",
        "inheritance": "apellido heredado",
        "generation": "edades de ambos",
        "siblings": "lo que muestran los hermanos",
        "kinship_claim": "el parentesco declarado",
        "same_mother": "nombre de la madre de ambos",
        "same_father": "nombre del padre de ambos",
        "sibling_says": "el nombre del hermano o hermana según se declara",
        "household": "el mismo padre o madre encontrado",
        "age_gap": "años entre ambos",
    },
}

LEVEL_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "same": "the same",
        "subset": "agree, one source leaves a name out",
        "variant": "agree as nickname or spelling variant",
        "slip": "agree but for a slip",
        "shortened": "agree, one is shortened",
        "partly": "agree in part",
        "different": "differ",
        "generation": "differ by a generation",
        "both": "both agree",
        "both_nearly": "both nearly agree",
        "swapped": "agree with parts exchanged",
        "one": "agree, one source gives only one",
        "one_nearly": "nearly agree, one source gives only one",
        "crossed": "one source's only surname is the other's second",
        "first_only": "first agrees, second differs",
        "second_only": "second agrees, first differs",
        "same_new_year": "the same 1 January",
        "month": "same year and month",
        "year": "same year",
        "age": "fits the age",
        "one_part": "two parts agree, one differs",
        "near": "close, not the same",
        "nearly": "nearly the same",
        "given_only": "given name agrees, surnames differ",
        "surnames_only": "surnames agree, given name differs",
        "same_department": "same department",
        "together": "the same",
        "same_day": "same day",
        "inherited": "agrees as the rule has it",
        "shared": "shared, not by the rule",
        "unrelated": "not shared",
        "later": "fit, with a delay",
        "plausible": "plausible",
        "young": "a very young parent",
        "old": "an old parent",
        "impossible": "impossible for a parent",
        "support": "support it",
        "contrary": "point to someone else",
    },
    "es": {
        "same": "coincide",
        "subset": "coinciden; una fuente omite un nombre",
        "variant": "coinciden como diminutivo o variante",
        "slip": "coinciden salvo un desliz",
        "shortened": "coinciden; uno está abreviado",
        "partly": "coinciden en parte",
        "different": "no coincide",
        "generation": "difiere en una generación",
        "both": "coinciden ambos",
        "both_nearly": "casi coinciden ambos",
        "swapped": "coinciden con partes invertidas",
        "one": "coinciden; una fuente da solo uno",
        "one_nearly": "casi coinciden; una fuente da solo uno",
        "crossed": "el único apellido de una fuente es el segundo de la otra",
        "first_only": "coincide el primero, no el segundo",
        "second_only": "coincide el segundo, no el primero",
        "same_new_year": "el mismo 1 de enero",
        "month": "mismo año y mes",
        "year": "mismo año",
        "age": "concuerda con la edad",
        "one_part": "coinciden dos partes, una no",
        "near": "cercano, no igual",
        "nearly": "casi coincide",
        "given_only": "coincide el nombre, no los apellidos",
        "surnames_only": "coinciden los apellidos, no el nombre",
        "same_department": "mismo departamento",
        "together": "coinciden",
        "same_day": "mismo día",
        "inherited": "coincide según la regla",
        "shared": "compartido, no según la regla",
        "unrelated": "no compartido",
        "later": "encajan, con demora",
        "plausible": "verosímiles",
        "young": "padre o madre muy joven",
        "old": "padre o madre de mucha edad",
        "impossible": "imposibles para un padre o una madre",
        "support": "lo apoyan",
        "contrary": "señalan a otra persona",
    },
}
