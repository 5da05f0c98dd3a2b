"""What the cells of a column say of the column: whether they suit its header, and what they are beyond doubt."""

from collections.abc import Callable, Mapping

from reencuentro.interchange.headers.fields import DATES, EVENTS, Field, Target
from reencuentro.interchange.values.ages import read_age
from reencuentro.interchange.values.countries import read_country
from reencuentro.interchange.values.dates import read_date
from reencuentro.interchange.values.documents import looks_like_a_number, looks_like_curp
from reencuentro.interchange.values.people import read_sex, read_yes_or_no
from reencuentro.interchange.values.text import UnreadableError, clean, fold, is_silent

ENOUGH = 8
"""Filled cells below which a header is believed whatever its cells say: then each row has its own problem."""

_LEAST_SUITED = 0.3
_BEYOND_DOUBT = 3  # cells

_US_STATES = frozenset(
    """al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa
    ri sc sd tn tx ut vt va wa wv wi wy texas arizona california florida""".split()
)
_STATUS_WORDS = frozenset(
    """custodia activo activa inactivo liberado liberada repatriado repatriada reunificado reunificada separado separada
    albergue egresado egresada deportado deportada detenido detenida abierto cerrado proceso pendiente trasladado
    trasladada acompanado acompanada localizado localizada resguardo retornado retornada tramite""".split()
)


def _status(text: str) -> None:
    if not set(fold(text).split()) & _STATUS_WORDS:
        raise UnreadableError("no word of status")


def _no_us_state(text: str) -> None:
    if fold(text) in _US_STATES:
        raise UnreadableError("a state of the US")


_JUDGES: dict[Field, Callable[[str], object]] = {
    **dict.fromkeys(DATES, read_date),
    Field.AGE: read_age,
    Field.AGE_ESTIMATED: read_yes_or_no,
    Field.SEX: read_sex,
    Field.NATIONALITY: read_country,
    Field.SEPARATED: read_yes_or_no,
    Field.DEPARTMENT: _no_us_state,
    Field.STATUS: _status,
}


def read_share(field: Field, counts: Mapping[str, int]) -> float:
    """The share of the cells that say something which can be read as the field, impossible values included."""
    judge = _JUDGES[field]
    said = read = 0
    for text, count in counts.items():
        if not is_silent(clean(text)):
            said += count
            read += count if _suits(judge, clean(text)) else 0
    return read / said if said else 1.0


def _suits(judge: Callable[[str], object], text: str) -> bool:
    try:
        judge(text)
    except UnreadableError as problem:
        return problem.impossible
    return True


def reads_as(field: Field, counts: Mapping[str, int]) -> bool:
    """Whether some cells say anything and nearly all of them can be read as the field."""
    return any(not is_silent(clean(text)) for text in counts) and read_share(field, counts) > 1 - _LEAST_SUITED


def unsuited(target: Target, counts: Mapping[str, int], *, sure: bool) -> str:
    """Why the cells don't suit the header, or an empty text where they do or are too few to tell.

    sure: the header itself says that it holds dates; "Released" doesn't, and may hold Y and N.
    """
    field = target.field
    if field not in _JUDGES or field is Field.STATUS:
        return ""
    share = read_share(field, counts)
    is_other = share == 0 and (
        (field in EVENTS and not sure) or (field is Field.SEPARATED and reads_as(Field.DATE_OF_BIRTH, counts))
    )
    if is_other or (share < _LEAST_SUITED and sum(counts.values()) >= ENOUGH):
        return f"the header says {target}, but {share:.0%} of the cells can be read so"
    return ""


def by_content(counts: Mapping[str, int]) -> Target | None:
    """What a column without a known header must be; None where there is any doubt."""
    texts = [clean(text) for text in counts if not is_silent(clean(text))]
    if len(texts) < _BEYOND_DOUBT:
        return None
    for field, looks_right in _CONTENTS.items():
        if all(map(looks_right, texts)):
            return Target(field)
    return None


_CONTENTS: dict[Field, Callable[[str], bool]] = {
    Field.A_NUMBER: looks_like_a_number,
    Field.CURP: looks_like_curp,
    Field.SEEKS: lambda text: text.startswith('[{"') and '"name"' in text,
}
