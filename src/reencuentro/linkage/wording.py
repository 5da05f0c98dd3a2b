"""Facts and levels in words, English and Spanish: what a reviewer reads of a comparison, never what was compared."""

from collections.abc import Mapping

Words = Mapping[str, str]


def fact_words(fact: str, language: str) -> str:
    """What was compared, e.g. "date of birth or age"; a fact without words goes by its name.

    language: "en" or "es".
    """
    return FACT_WORDS[language].get(fact, fact.replace("_", " "))


def level_words(fact: str, level: str, language: str) -> str:
    """How well it agreed, as said of that fact: "near" is two years for a birth, three days for an apprehension."""
    own = OWN_LEVEL_WORDS[language].get(fact, {})
    return own.get(level) or LEVEL_WORDS[language].get(level, level.replace("_", " "))


FACT_WORDS: Mapping[str, Words] = {
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
        "any_number": "a number",
        "mother": "mother's name",
        "father": "father's name",
        "children": "children's names",
        "family_unit": "family unit",
        "apprehension": "day and place of apprehension",
        "journey": "days from apprehension to admission",
        "phone": "phone",
        "agency": "listing agency",
        "postcode": "postcode",
        "address": "address",
        "occupation": "occupation",
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
        "any_number": "un número",
        "mother": "nombre de la madre",
        "father": "nombre del padre",
        "children": "nombres de los hijos",
        "family_unit": "unidad familiar",
        "apprehension": "día y lugar de la detención",
        "journey": "días de la detención al ingreso",
        "phone": "teléfono",
        "agency": "agencia que lo registra",
        "postcode": "código postal",
        "address": "domicilio",
        "occupation": "ocupación",
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

LEVEL_WORDS: Mapping[str, Words] = {
    "en": {
        "unknown": "not stated by both",
        "same": "the same",
        "nearly": "nearly the same",
        "slip": "the same but for a slip",
        "partly": "the same in part",
        "given_only": "same given name, other surnames",
        "surnames_only": "same surnames, other given name",
        "near": "close, not the same",
        "different": "different",
    },
    "es": {
        "unknown": "no lo dicen ambas fuentes",
        "same": "coincide",
        "nearly": "casi coincide",
        "slip": "coincide salvo un desliz",
        "partly": "coincide en parte",
        "given_only": "coincide el nombre, no los apellidos",
        "surnames_only": "coinciden los apellidos, no el nombre",
        "near": "cercano, no igual",
        "different": "no coincide",
    },
}
"""Of any fact that has no words of its own for the level; every level named here fits such a fact as it stands."""

_PLURAL = {
    "same": "coinciden",
    "nearly": "casi coinciden",
    "slip": "coinciden salvo un desliz",
    "partly": "coinciden en parte",
    "different": "no coinciden",
}

OWN_LEVEL_WORDS: Mapping[str, Mapping[str, Words]] = {
    "en": {
        "given_names": {
            "subset": "the same, one source leaves a name out",
            "variant": "the same as nickname or spelling variant",
            "shortened": "the same, one is shortened",
            "partly": "one the same, another different",
        },
        "surnames": {
            "both": "both the same",
            "both_nearly": "both nearly the same",
            "swapped": "the same in the other order",
            "one": "the same, one source gives only one",
            "one_nearly": "nearly the same, one source gives only one",
            "crossed": "one source's only one is the other's second",
            "first_only": "first the same, second different",
            "second_only": "second the same, first different",
        },
        "birth": {
            "same_new_year": "the same 1 January, which often stands for a year",
            "swapped": "the same with day and month exchanged",
            "month": "the same year and month",
            "year": "the same year",
            "age": "an age that fits",
            "one_part": "two parts the same, one different",
            "near": "up to two years apart, or three by an age",
            "different": "more years apart than a slip explains",
            "generation": "more than twelve years apart",
        },
        "origin": {"same": "the same municipality", "same_department": "the same department"},
        "any_number": {"same": "the same in both"},
        "apprehension": {
            "together": "the same",
            "same_day": "the same day, the place not shown to be the same",
            "near": "up to three days apart",
            "different": "more than three days apart",
        },
        "journey": {
            "same": "as few as the transfer takes",
            "later": "up to ten",
            "different": "too many, or in the wrong order",
        },
        "phone": {"same": "one in common", "different": "none in common"},
        "agency": {"same": "one and the same", "different": "two agencies"},
        "postcode": {"same_area": "the same area", "same_region": "the same region"},
        "claimed_age": {"same": "fits", "different": "doesn't fit"},
        "inheritance": {
            "inherited": "borne where custom puts it",
            "shared": "shared, not where custom puts it",
            "unrelated": "not shared",
        },
        "generation": {
            "plausible": "15 to 45 years apart, as parent and child are",
            "young": "12 to 15 years apart, a very young parent",
            "old": "45 to 60 years apart, an old parent",
            "impossible": "impossible for parent and child",
        },
        "siblings": {
            "support": "the same parent found for a brother or sister",
            "contrary": "another parent found for a brother or sister",
        },
        "household": {"same": "one found for both", "different": "not one and the same"},
        "age_gap": {"same": "as few as between siblings", "different": "too many for siblings"},
    },
    "es": {
        "given_names": {
            **_PLURAL,
            "subset": "coinciden; una fuente omite un nombre",
            "variant": "coinciden como diminutivo o variante",
            "shortened": "coinciden; uno está abreviado",
            "partly": "uno coincide, otro no",
        },
        "surnames": {
            **_PLURAL,
            "both": "coinciden ambos",
            "both_nearly": "casi coinciden ambos",
            "swapped": "coinciden en el otro orden",
            "one": "coinciden; una fuente da solo uno",
            "one_nearly": "casi coinciden; una fuente da solo uno",
            "crossed": "el único de una fuente es el segundo de la otra",
            "first_only": "coincide el primero, no el segundo",
            "second_only": "coincide el segundo, no el primero",
        },
        "birth": {
            "same_new_year": "el mismo 1 de enero, que suele valer por el año",
            "swapped": "coincide con día y mes invertidos",
            "month": "mismo año y mes",
            "year": "mismo año",
            "age": "una edad que concuerda",
            "one_part": "coinciden dos partes, una no",
            "near": "hasta dos años de diferencia, o tres por una edad",
            "different": "más años de diferencia que un desliz",
            "generation": "más de doce años de diferencia",
        },
        "origin": {"same": "mismo municipio", "same_department": "mismo departamento"},
        "any_number": {"same": "el mismo en ambos"},
        "children": _PLURAL,
        "apprehension": {
            "together": "coinciden",
            "same_day": "mismo día; no consta que sea el mismo lugar",
            "near": "hasta tres días de diferencia",
            "different": "más de tres días de diferencia",
        },
        "journey": {
            "same": "los que tarda el traslado",
            "later": "hasta diez",
            "different": "demasiados, o en orden inverso",
        },
        "phone": {"same": "uno en común", "different": "ninguno en común"},
        "agency": {"same": "una misma", "different": "dos agencias"},
        "postcode": {"same_area": "misma zona", "same_region": "misma región"},
        "claimed_age": {"same": "concuerda", "different": "no concuerda"},
        "inheritance": {
            "inherited": "está donde la costumbre lo pone",
            "shared": "compartido, no donde la costumbre lo pone",
            "unrelated": "no compartido",
        },
        "generation": {
            "plausible": "de 15 a 45 años de diferencia, como entre padres e hijos",
            "young": "de 12 a 15 años de diferencia, padre o madre muy joven",
            "old": "de 45 a 60 años de diferencia, padre o madre de mucha edad",
            "impossible": "imposibles entre padres e hijos",
        },
        "siblings": {
            "support": "a un hermano o hermana se le halló el mismo padre o madre",
            "contrary": "a un hermano o hermana se le halló otro padre o madre",
        },
        "household": {"same": "uno mismo para ambos", "different": "no uno mismo"},
        "age_gap": {"same": "los que hay entre hermanos", "different": "demasiados entre hermanos"},
    },
}
"""Where a fact gives a level another meaning or another grammar than the rest."""
