"""A decision in words, Spanish and English: what is seen, by which row, and what stands against the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from reencuentro.rules.disclosure.agreements import Trouble
from reencuentro.rules.disclosure.asking import Asking
from reencuentro.rules.disclosure.deciding import Decision, Reason, decide
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.emergencies import GlassTrouble
from reencuentro.rules.disclosure.reasons import Why
from reencuentro.rules.disclosure.releases import ReleaseNeed
from reencuentro.rules.disclosure.vocabulary import (
    CONTACT,
    EXISTENCE,
    HEALTH,
    IDENTITY,
    LEGAL,
    LOCATION,
    MATCH_SUMMARY,
    NOTES,
    PROTECTION,
    RECORD,
    Action,
    Compartment,
    Compartments,
)

Language = Literal["es", "en"]

Code = Why | Trouble | GlassTrouble | ReleaseNeed

WORDS: Mapping[Code, tuple[str, str]] = {
    # what permits
    Why.PERMITTED: ("la política lo permite", "the policy permits it"),
    Why.OWN_RECORDS: ("son registros de su propia institución", "they are records of the officer's own agency"),
    Why.AGREED: ("un convenio vigente lo da", "an agreement in force gives it"),
    Why.WHOLE_REGISTRY: ("quien opera el registro lo tiene entero", "whoever runs the registry holds the whole of it"),
    Why.GLASS_BROKEN: ("acceso de emergencia abierto", "emergency access is open"),
    # what is missing
    Why.NO_SUCH_ACTION: ("no existe tal acción", "there is no such action"),
    Why.NOBODY_NAMED: ("falta decir de quién se trata", "it must be said who it is about"),
    Why.NO_RECORDS: ("ninguna institución tiene registros", "no agency has records"),
    Why.NO_ROW: ("la política no lo prevé para este cargo", "the policy has no row for this role"),
    Why.OTHER_PURPOSE: ("no para esta finalidad", "not for this purpose"),
    Why.OTHERS_RECORDS: ("sólo los registros de la propia institución", "only records of the officer's own agency"),
    Why.NO_AGREEMENT: ("ningún convenio vigente lo da", "no agreement in force gives it"),
    Why.NOT_ENOUGH_SHOWN: (
        "el convenio o el consentimiento dejan ver menos de lo necesario",
        "agreement or consent leaves less than is needed",
    ),
    Why.NOT_ASSIGNED: ("la persona no está asignada a este funcionario", "the person isn't assigned to this officer"),
    Why.AGENCY_NOT_ASSIGNED: (
        "la persona no está asignada a nadie de esta institución",
        "the person isn't assigned to anybody of this agency",
    ),
    Why.NOT_ADULT: ("sólo de personas adultas", "only of adults"),
    Why.NOT_CONSENTED: (
        "falta el consentimiento para esta finalidad y esta institución",
        "there is no consent for this purpose and this agency",
    ),
    # what forbids
    Why.OFFICER_SUSPENDED: ("el funcionario está suspendido", "the officer is suspended"),
    Why.AGENCY_SUSPENDED: ("la institución está suspendida", "the agency is suspended"),
    Why.REVIEW_OVERDUE: (
        "un acceso de emergencia suyo sigue sin revisión pasado el plazo",
        "an emergency access of theirs is past its review",
    ),
    Why.NO_SUCH_PURPOSE: ("no existe tal finalidad", "there is no such purpose"),
    Why.STEP_UP_MISSING: ("hay que identificarse de nuevo", "it needs a fresh sign-in"),
    Why.SECOND_PERSON_MISSING: ("hace falta una segunda persona", "it needs a second person"),
    Why.SECOND_AGENCY_MISSING: ("hace falta una segunda institución", "it needs a second agency"),
    Why.RELEASE_UNAPPROVED: (
        "faltan aprobaciones de dos personas de dos instituciones para la misma entrega",
        "two persons of two agencies haven't approved the same release",
    ),
    Why.GLASS_UNSOUND: (
        "un acceso de emergencia nombra a la persona, lo que abre, el motivo y hasta cuándo",
        "emergency access names the person, what it opens, the reason and until when",
    ),
    Why.WRITES_ONLY: ("quien entrega listas sólo escribe", "a roster supplier writes only"),
    Why.SEES_NOBODY: ("este cargo no ve a ninguna persona", "this role sees nobody"),
    Why.EXPIRED: ("el plazo de conservación ha vencido", "the record is past its time"),
    Why.WITHHELD_BY_COURT: ("un tribunal ordenó no mostrarlo", "a court ordered it withheld"),
    Why.WITHHELD: ("pidieron no mostrarlo", "it was asked to be withheld"),
    Why.RESTRICTED: ("el uso de los datos está restringido", "use of the data is restricted"),
    Why.OTHER_NATIONAL: ("no consta que sea nacional de este país", "not known to be a national of this country"),
    Why.GATE_NOT_OPEN: (
        "no consta que el consulado pueda saberlo sin riesgo",
        "it isn't established that the consulate may safely know",
    ),
    Why.CHILD_ON_HOTLINE: ("la línea de ayuda no ve a ningún niño", "the hotline sees no child"),
    Why.PROTECTED_ON_HOTLINE: ("la línea de ayuda no ve datos protegidos", "the hotline sees nothing protected"),
    Why.BEYOND_KIND: (
        "una institución de esta clase no puede ver esto de otra",
        "an agency of this kind may not see this of another",
    ),
    Why.LOCATION_UNASSIGNED: (
        "el paradero sólo lo ve quien tiene asignada a la persona",
        "only those to whom the person is assigned see where they are",
    ),
    Why.LOCATION_UNNEEDED: (
        "para esta finalidad no hace falta el paradero",
        "this purpose doesn't need to know where they are",
    ),
    Why.HEALTH_FOR_OTHERS: ("la salud sólo la ve el personal de salud", "only health staff see health"),
    # what is wrong with an agreement
    Trouble.UNKNOWN_WORD: (
        "nombra una finalidad, un cargo, un nivel o un tema que no existe",
        "it names a purpose, role, level or topic that doesn't exist",
    ),
    Trouble.EMPTY: ("no dice quién, a quién, para qué o qué", "it doesn't say who, to whom, what for or what"),
    Trouble.WITH_ITSELF: ("una institución no conviene consigo misma", "an agency makes no agreement with itself"),
    Trouble.PURPOSE_NOT_FOR_TAKER: (
        "una institución de esa clase no recibe datos para esa finalidad",
        "an agency of that kind is given nothing for that purpose",
    ),
    Trouble.ROLE_NOT_OF_TAKER: (
        "una institución de esa clase no tiene ese cargo",
        "an agency of that kind has no such role",
    ),
    Trouble.MORE_THAN_TAKER_MAY_SEE: (
        "da más de lo que puede ver una institución de esa clase",
        "it gives more than an agency of that kind may see",
    ),
    Trouble.MORE_THAN_POLICY_SHOWS: (
        "da más de lo que la política deja ver a esos cargos",
        "it gives more than the policy shows to those roles",
    ),
    Trouble.TOPIC_WITHOUT_LEVEL: (
        "los temas y el nivel protegido van juntos",
        "topics and the protected level go together",
    ),
    Trouble.NO_SUCH_NATIONALITY: ("los países llevan su código de dos letras", "countries go by their two-letter code"),
    Trouble.NO_TIME_ZONE: ("falta la zona horaria", "a time zone is missing"),
    Trouble.ENDS_BEFORE_IT_BEGINS: ("termina antes de empezar", "it ends before it begins"),
    Trouble.TOO_LONG: ("dura más de dos años", "it lasts more than two years"),
    Trouble.VERSION_OUT_OF_ORDER: (
        "no dice bien qué versión sustituye",
        "it doesn't rightly say which version it supersedes",
    ),
    # what is wrong with an emergency access
    GlassTrouble.NAMES_NOBODY: ("no nombra a la persona y a quien pide", "it doesn't name the person and who asks"),
    GlassTrouble.OPENS_NOTHING: ("no dice qué abre", "it doesn't say what it opens"),
    GlassTrouble.OPENS_WHOLE_RECORDS: ("no puede abrir registros enteros", "it can't open whole records"),
    GlassTrouble.NO_REASON: ("falta un motivo escrito", "a written reason is missing"),
    GlassTrouble.NO_TIME_ZONE: ("falta la zona horaria", "a time zone is missing"),
    GlassTrouble.TOO_LONG: ("dura entre nada y cuatro horas", "it lasts up to four hours"),
    # what a release lacks
    ReleaseNeed.TWO_PERSONS: ("faltan dos personas que aprueben", "two persons must approve"),
    ReleaseNeed.TWO_AGENCIES: ("faltan dos instituciones que aprueben", "two agencies must approve"),
    ReleaseNeed.ONE_CLAIM: (
        "hay aprobaciones para más de un adulto: ninguna vale hasta aclararlo",
        "more than one adult is approved: none holds until that is settled",
    ),
}
"""Spanish, English."""

PLACES: Mapping[Compartment, tuple[str, str]] = {
    EXISTENCE: ("que consta", "that they are known"),
    MATCH_SUMMARY: ("coincidencias", "matches"),
    IDENTITY: ("identidad", "identity"),
    CONTACT: ("contacto", "contact"),
    LOCATION: ("paradero", "location"),
    PROTECTION: ("protección", "protection"),
    HEALTH: ("salud", "health"),
    LEGAL: ("asuntos legales", "legal matters"),
    NOTES: ("notas", "notes"),
    RECORD: ("registro entero", "whole record"),
}

SEEING = tuple(action for action, declared in DECLARATIONS.items() if declared.yields_to_glass)
"""Every way to look at one person, in the order of how much it gives away."""


def in_words(code: Code, language: Language) -> str:
    """What a code means."""
    return WORDS[code][language == "en"]


def places_in_words(places: Compartments, language: Language) -> str:
    """What is shown, the least telling first."""
    return ", ".join(words[language == "en"] for place, words in PLACES.items() if place in places)


def looks(asking: Asking) -> Mapping[Action, Decision]:
    """The decision on every way to look at the person asked about, whichever way was asked for."""
    return {action: decide(replace(asking, action=action)) for action in SEEING}


def explained(asking: Asking, language: Language) -> Iterator[str]:
    """Line by line what the officer sees of the person and why, or why not; codes of agencies, and never a name."""
    for action, decision in looks(asking).items():
        for teller, seen in decision.shown.items():
            rows = _said([one for one in decision.reasons if one.agency == teller], language)
            yield f"{action}, {teller}: {places_in_words(seen, language)} ({rows})"
        against = _said(decision.denied, language)
        if against:
            yield f"{action}: {'not' if language == 'en' else 'no'}: {against}"


def _said(reasons: tuple[Reason, ...] | list[Reason], language: Language) -> str:
    said = (f"{in_words(one.code, language)}{f' [{one.row}]' if one.row else ''}" for one in reasons)
    return "; ".join(dict.fromkeys(said))
