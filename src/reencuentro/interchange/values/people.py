"""Words for sex, kinship and yes or no, in English and Spanish."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reencuentro.interchange.values.text import UnreadableError, fold
from reencuentro.linkage.mentions import Relation, Sex

_SEX_WORDS: dict[str, Sex | None] = {
    **dict.fromkeys(
        "f fem female femenino femenina femenil mujer mujeres girl woman nina fm fmle muchacha senora".split(),
        Sex.FEMALE,
    ),
    **dict.fromkeys(
        "m masc male masculino masculina hombre hombres h boy man nino varon v ml mle muchacho senor".split(), Sex.MALE
    ),
    **dict.fromkeys("x u o nb other otro otra otros indeterminado intersex transgender trans nonbinary ni nd".split()),
    **dict.fromkeys(("non binary", "no binario", "no binaria", "not known", "prefer not to say", "gender x")),
}
# In a column that writes H for hombre, M is mujer; where F occurs too, M can only be male.
_SPANISH_LETTERS = frozenset(("h", "hombre", "mujer", "hombres", "mujeres"))
_FEMALE_OTHERWISE = frozenset(("f", "female", "femenino", "fem"))

_YES = frozenset(
    "y yes si s 1 true t verdadero separated separado separada confirmed confirmado confirmada cierto".split()
)
_NO = frozenset(
    (
        "n",
        "no",
        "0",
        "false",
        "f",
        "falso",
        "not separated",
        "no separado",
        "no separada",
        "unseparated",
        "non separated",
    )
)
# Words that decide whatever follows them: "Yes - at border", "Separated, criminal history".
_SAYS_YES = frozenset("y yes si separated separado separada".split())
_SAYS_NO = frozenset("n no not".split())


def letters_mean_mujer(values: Collection[str]) -> bool:
    """Whether M in a column with these values means mujer."""
    folded = {fold(value) for value in values}
    return bool(folded & _SPANISH_LETTERS) and not folded & _FEMALE_OTHERWISE


def read_sex(text: str, *, m_is_mujer: bool = False) -> Sex | None:
    """The sex a cell tells; None where it says neither. Raises UnreadableError for an unknown word."""
    folded = fold(text)
    if m_is_mujer and folded == "m":
        return Sex.FEMALE
    try:
        return _SEX_WORDS[folded]
    except KeyError:
        raise UnreadableError("not a known word for sex: write F or M, or leave the cell empty") from None


def read_yes_or_no(text: str) -> bool:
    """Whether the cell says yes. Raises UnreadableError for anything else than yes or no."""
    folded = fold(text)
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    first = folded.split(" ", 1)[0]
    if first in _SAYS_YES:
        return True
    if first in _SAYS_NO:
        return False
    raise UnreadableError("neither yes nor no: write Y or N, or leave the cell empty")


@dataclass(frozen=True, slots=True)
class Kinship:
    """What a word of kinship says: the relation, and the sex where the word has one."""

    relation: Relation
    sex: Sex | None = None


_F, _M = Sex.FEMALE, Sex.MALE
_KINSHIP_WORDS: tuple[tuple[Relation, Sex | None, str], ...] = (
    (
        Relation.MOTHER,
        _F,
        "mother|mom|mum|mama|madre|ma|biological mother|madre biologica|mother of child|birth mother|progenitora",
    ),
    (Relation.FATHER, _M, "father|dad|papa|padre|pa|biological father|padre biologico|birth father|progenitor"),
    (
        Relation.PARENT,
        None,
        "parent|parents|padres|madre o padre|padre o madre|padre madre|mother father|biological parent",
    ),
    (Relation.CHILD, _F, "daughter|hija|dtr|dau|biological daughter|hija biologica|girl|nina"),
    (Relation.CHILD, _M, "son|hijo|biological son|hijo biologico|boy|nino"),
    (
        Relation.CHILD,
        None,
        "child|children|hijos|hijas|hijo a|hijo hija|son daughter|minor child|biological child|kid|menor|hij",
    ),
    (Relation.SIBLING, _F, "sister|hermana|sis|half sister|media hermana|hermanastra|stepsister|step sister"),
    (Relation.SIBLING, _M, "brother|hermano|bro|half brother|medio hermano|hermanastro|stepbrother|step brother"),
    (Relation.SIBLING, None, "sibling|siblings|hermanos|hermano a|twin|gemelo|gemela|half sibling"),
    (
        Relation.GRANDPARENT,
        _F,
        "grandmother|grandma|granny|abuela|abuelita|maternal grandmother|paternal grandmother"
        "|abuela materna|abuela paterna|bisabuela|great grandmother",
    ),
    (
        Relation.GRANDPARENT,
        _M,
        "grandfather|grandpa|abuelo|abuelito|maternal grandfather|paternal grandfather"
        "|abuelo materno|abuelo paterno|bisabuelo|great grandfather",
    ),
    (Relation.GRANDPARENT, None, "grandparent|grandparents|abuelos|abuelo a"),
    (Relation.GRANDCHILD, _F, "granddaughter|nieta"),
    (Relation.GRANDCHILD, _M, "grandson|nieto"),
    (Relation.GRANDCHILD, None, "grandchild|grandchildren|nietos|nieto a"),
    (Relation.AUNT_UNCLE, _F, "aunt|auntie|tia|maternal aunt|paternal aunt|tia materna|tia paterna|great aunt"),
    (Relation.AUNT_UNCLE, _M, "uncle|tio|maternal uncle|paternal uncle|tio materno|tio paterno|great uncle"),
    (Relation.AUNT_UNCLE, None, "aunt uncle|uncle aunt|tios|tio a|tia tio|aunt or uncle"),
    (Relation.NIECE_NEPHEW, _F, "niece|sobrina"),
    (Relation.NIECE_NEPHEW, _M, "nephew|sobrino"),
    (Relation.NIECE_NEPHEW, None, "niece nephew|nephew niece|sobrinos|sobrino a"),
    (Relation.COUSIN, _F, "prima|female cousin"),
    (Relation.COUSIN, _M, "primo|male cousin"),
    (Relation.COUSIN, None, "cousin|cousins|primos|primo a|first cousin"),
    (Relation.SPOUSE, _F, "wife|esposa|common law wife|companera|concubina|mujer|senora"),
    (Relation.SPOUSE, _M, "husband|esposo|marido|common law husband|companero|concubino"),
    (
        Relation.SPOUSE,
        None,
        "spouse|partner|conyuge|pareja|esposo a|common law spouse|domestic partner|novia|novio|fiance|fiancee",
    ),
    (
        Relation.OTHER,
        _F,
        "stepdaughter|step daughter|hijastra|stepmother|step mother|madrastra|stepmom|godmother|madrina"
        "|goddaughter|ahijada|sister in law|cunada|mother in law|suegra|daughter in law|nuera|tutora|vecina|amiga",
    ),
    (
        Relation.OTHER,
        _M,
        "stepson|step son|hijastro|stepfather|step father|padrastro|stepdad|godfather|padrino|godson|ahijado"
        "|brother in law|cunado|father in law|suegro|son in law|yerno|tutor|foster father|vecino|amigo",
    ),
    (
        Relation.OTHER,
        None,
        "other|otro|otra|stepchild|step child|stepparent|step parent|guardian|legal guardian|sponsor|patrocinador"
        "|relative|family|family member|familiar|pariente|other relative|otro familiar|friend"
        "|family friend|caregiver|cuidador|cuidadora|unrelated|none|neighbor|neighbour|distant relative|acquaintance"
        "|conocido|conocida|non relative|in law",
    ),
)
_KINSHIP: dict[str, Kinship] = {
    word: Kinship(relation, sex) for relation, sex, words in _KINSHIP_WORDS for word in words.split("|")
}

_INVERSE: Mapping[Relation, Relation] = {
    Relation.MOTHER: Relation.CHILD,
    Relation.FATHER: Relation.CHILD,
    Relation.PARENT: Relation.CHILD,
    Relation.CHILD: Relation.PARENT,
    Relation.GRANDPARENT: Relation.GRANDCHILD,
    Relation.GRANDCHILD: Relation.GRANDPARENT,
    Relation.AUNT_UNCLE: Relation.NIECE_NEPHEW,
    Relation.NIECE_NEPHEW: Relation.AUNT_UNCLE,
}
ELDERS = frozenset((Relation.MOTHER, Relation.FATHER, Relation.PARENT, Relation.GRANDPARENT, Relation.AUNT_UNCLE))
"""Relations that a child's elder has to the child."""


def known_kinship(text: str) -> Kinship | None:
    """What the word says of kinship, or None where it isn't one of the known words."""
    folded = fold(text)
    if found := _KINSHIP.get(folded):
        return found
    for prefix in ("su ", "mi ", "his ", "her ", "my ", "the ", "la ", "el ", "is ", "es "):
        if folded.startswith(prefix):
            return _KINSHIP.get(folded[len(prefix) :])
    return None


def read_kinship(text: str) -> Kinship:
    """What the word says of kinship; OTHER for any unknown word."""
    return known_kinship(text) or Kinship(Relation.OTHER)


def inverse(relation: Relation) -> Relation:
    """What the subject's relative calls the subject's relation: the mother of X has X as a child."""
    return _INVERSE.get(relation, relation)
