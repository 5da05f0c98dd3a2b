"""Nationalities to ISO 3166-1, from codes, names, demonyms and agencies' five-letter codes, misspelt or not."""

import re
from collections import defaultdict
from functools import lru_cache

import pycountry
from babel import Locale
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from reencuentro.interchange.values.text import UnreadableError, fold

_SHORTEST_TO_MEND = 5
_LEAST_SIMILAR = 0.75
_CLEARLY_NEARER = 0.05
_PARTS = re.compile(r"[,/;()|]|\s[-–]\s")

# Common names and adjectives that neither ISO nor CLDR lists.
_OTHER_NAMES = {
    "AR": "argentine argentinian argentino argentina argentinean",
    "BO": "bolivian boliviano boliviana bolivia",
    "BR": "brazilian brasileno brasilena brasilero brasilera brasileiro brasil bra",
    "BS": "bahamian",
    "BZ": "belizean beliceno belicena belice",
    "CA": "canadian canadiense",
    "CD": "congolese congoleno congolena drc|dr congo",
    "CL": "chilean chileno chilena",
    "CM": "cameroonian camerunes camerunesa",
    "CN": "chinese chino china prc|peoples republic of china",
    "CO": "colombian colombiano colombiana columbia",
    "CR": "costarican costarricense costa rican tico tica|costa rican",
    "CU": "cuban cubano cubana",
    "DE": "german aleman alemana",
    "DO": "dominican dominicano dominicana dom|dominican rep|rep dominicana|republica dominicana|dr",
    "EC": "ecuadorian ecuadorean ecuadoran ecuatoriano ecuatoriana",
    "ER": "eritrean eritreo eritrea",
    "ES": "spaniard spanish espanol espanola",
    "ET": "ethiopian etiope",
    "GH": "ghanaian ghanes ghanesa",
    "GT": "guatemalan guatemalteco guatemalteca guat guate gua chapin|guatemala ca",
    "GY": "guyanese",
    "HN": "honduran hondureno hondurena hondureo hond hon hondo|honduras ca",
    "HT": "haitian haitiano haitiana",
    "IN": "indian indio india",
    "JM": "jamaican jamaiquino jamaiquina",
    "MX": "mexican mexicano mexicana mex mejico mejicano mejicana|estados unidos mexicanos|united mexican states",
    "NI": "nicaraguan nicaraguense nicaragense nica",
    "NP": "nepali nepalese",
    "PA": "panamanian panameno panamena",
    "PE": "peruvian peruano peruana",
    "PK": "pakistani",
    "PT": "portuguese portugues portuguesa",
    "PY": "paraguayan paraguayo paraguaya",
    "RO": "romanian rumano rumana roumanian rumania roma",
    "RU": "russian ruso rusa",
    "SN": "senegalese",
    "SO": "somali somalian",
    "SV": "salvadoran salvadorean salvadorian salvadoreno salvadorena salvador elsalvador esa salv"
    "|el sal|el salvador ca",
    "TR": "turk turkish turco turca turkey turquia",
    "UA": "ukrainian ucraniano ucraniana",
    "US": "american americano americana estadounidense usa usc usaca eeuu eua uscitizen citizen"
    "|us|u s|u s a|united states|us citizen|u s citizen|united states of america|estados unidos|ee uu|e u a"
    "|estados unidos de america",
    "UY": "uruguayan uruguayo uruguaya",
    "UZ": "uzbek",
    "VE": "venezuelan venezolano venezolana",
    "VN": "vietnamese vietnamita vietnam",
}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every known folded name and code, to its alpha-2 code. Codes win over names, names over five-letter codes."""
    names: dict[str, str] = {}
    for written, code in (*_five_letter_codes(), *_written_names()):
        names[written] = code
    for country in pycountry.countries:
        names[country.alpha_2.lower()] = names[country.alpha_3.lower()] = country.alpha_2
    return names


def _written_names() -> list[tuple[str, str]]:
    written = []
    for country in pycountry.countries:
        for attribute in ("official_name", "name", "common_name"):
            if name := getattr(country, attribute, ""):
                written.append((fold(name), country.alpha_2))
    for language in ("en", "es", "pt"):
        known = {country.alpha_2 for country in pycountry.countries}
        territories = Locale(language).territories
        written += [(fold(name), code) for code, name in sorted(territories.items()) if code in known]
    for code, names in _OTHER_NAMES.items():
        words, *phrases = names.split("|")
        written += [(name, code) for name in (*words.split(), *phrases)]
    return written


def _five_letter_codes() -> list[tuple[str, str]]:
    """HONDU, GUATE, ELSAL …: the first five letters of the name, where they tell one country from all others."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for country in pycountry.countries:
        name = fold(getattr(country, "common_name", country.name)).replace(" ", "")
        holders[name[:5]].add(country.alpha_2)
    unambiguous = [(letters, next(iter(codes))) for letters, codes in sorted(holders.items()) if len(codes) == 1]
    return [*unambiguous, ("domre", "DO"), ("domin", "DO"), ("brasi", "BR"), ("unite", "US"), ("peopl", "CN")]


@lru_cache(maxsize=1)
def _long_names() -> tuple[str, ...]:
    return tuple(sorted(name for name in _names() if len(name) >= _SHORTEST_TO_MEND))


@lru_cache(maxsize=16384)
def read_country(text: str) -> str:
    """The ISO 3166-1 alpha-2 code. Raises UnreadableError for what names no country, or not clearly one."""
    if found := _known(fold(text)):
        return found
    parts = [code for part in _PARTS.split(text) if (code := _known(fold(part)))]
    if len(set(parts)) == 1:
        return parts[0]
    if len(set(parts)) > 1:
        raise UnreadableError("names more than one country: write the one of the nationality")
    if found := _mended(fold(text)):
        return found
    raise UnreadableError(
        "not a known country: write its name or ISO code, or add it under [values.nationality] in a mapping"
    )


def country_named(text: str) -> str:
    """The ISO 3166-1 alpha-2 code where the text is a country's or a people's own name; "" for anything else.

    Codes aren't names: "Al" and "Do" may be somebody's.
    """
    folded = fold(text)
    return _known(folded) if len(folded) > _LONGEST_CODE else ""


_LONGEST_CODE = 3  # letters


def _known(folded: str) -> str:
    names = _names()
    return (
        names.get(folded) or names.get(folded.replace(" ", "")) or names.get(folded.removeprefix("republica de ")) or ""
    )


def _mended(folded: str) -> str:
    """The one country whose name a misspelling is nearest to; empty where none or several are."""
    if len(folded) < _SHORTEST_TO_MEND:
        return ""
    near = extract(folded, _long_names(), scorer=OSA.normalized_similarity, score_cutoff=_LEAST_SIMILAR, limit=8)
    # People misspell the middle of a word, hardly ever its first letter.
    near = [found for found in near if found[0][0] == folded[0]]
    best = {_names()[name] for name, score, _ in near if score > near[0][1] - _CLEARLY_NEARER}
    return best.pop() if len(best) == 1 else ""
