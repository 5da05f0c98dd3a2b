"""Forms as case workers fill them in: of each kind one that shows something and one that shows as little as it can."""

from datetime import date

from reencuentro.rules.cases.boxes import Filled
from reencuentro.rules.cases.forms import FormKind, filled

CHILD, MOTHER = "p-child", "p-mother"
DAY = date(2018, 6, 25)
K = FormKind

_TOLD = {
    "on": DAY,
    "interviewer": "A case worker",
    "alone": "yes",
    "language": "quc",
    "interpreter": "an interpreter of the agency",
    "mother_name": "Juana Tzoc Us",
    "siblings": "Pedro, Ana",
    "home": "Santa Cruz",
    "separation": "at a bridge",
}
_HEARD = {"on": DAY, "heard_by": "A case worker", "language": "quc", "wants": "yes"}

GOOD: dict[FormKind, dict[str, object]] = {
    K.REGISTRATION: {"languages": "K'iche'", "separated_on": "2018-06", "mother_alive": "yes"},
    K.TRACING_REQUEST: {"inquirer": "the mother", "relation": "mother"},
    K.TRACING_ACTION: {"way": "individual", "outcome": "successful", "adult": MOTHER},
    K.PARENT_SEARCH: {"on": DAY, "country": "GT", "reached": "yes"},
    K.INTERVIEW_CHILD: _TOLD,
    K.INTERVIEW_ADULT: {**_TOLD, "mother_name": "Juana Tzoc", "siblings": "Ana y Pedro"},
    K.DOCUMENT: {"what": "birth_certificate", "original": "yes", "shows_relation": "yes"},
    K.CONFIRMATION: {"by_whom": "consulate", "confirms": "yes"},
    K.DNA: {"why_needed": "the certificate burnt", "outcome": "consistent", "sample_destroyed_on": DAY},
    K.WISHES_CHILD: _HEARD,
    K.WISHES_ADULT: _HEARD,
    K.VERIFICATION: {"adult": MOTHER, "relation": "mother", "conclusion": "yes"},
    K.BEST_INTERESTS: {"members": "three", "options": "home", "reasons": "she is loved", "recommends": "reunify"},
    K.DECISION: {"outcome": "reunify", "adult": MOTHER, "authority": "the panel", "reasons": "she is loved"},
    K.PREPARATION: {
        "plan": "by bus",
        "safety_check": "passed",
        "home_check": "not_needed",
        "identity_check": "concern_resolved",
    },
    K.HAND_OVER: {
        "adult": MOTHER,
        "child_identity_seen": "yes",
        "adult_identity_seen": "yes",
        "authority": "order 5",
        "official": "an officer",
        "place": "the shelter",
        "on": DAY,
    },
    K.FOLLOW_UP: {"on": DAY, "safe": "yes", "same_caregiver": "yes", "may_close": "yes"},
    K.WAIVER: {
        "adult": MOTHER,
        "language": "quc",
        "interpreter": "an interpreter",
        "witness": "a witness",
        "counsel_offered": "yes",
        "understood": "yes",
    },
    K.INELIGIBILITY: {
        "adult": MOTHER,
        "ground": "communicable_disease",
        "reasons": "for a month",
        "review_on": DAY,
        "appeal": "to the court",
        "still_holds": "no",
    },
    K.EVENT: {"what": "apprehended", "on": DAY, "at": "22:15"},
}
LEAST: dict[FormKind, dict[str, object]] = {
    K.REGISTRATION: {},
    K.TRACING_REQUEST: {"inquirer": "the mother"},
    K.TRACING_ACTION: {"way": "mass"},
    K.PARENT_SEARCH: {},
    K.INTERVIEW_CHILD: {"interviewer": "somebody", "language": "spa"},
    K.INTERVIEW_ADULT: {"interviewer": "somebody", "language": "spa", "mother_name": "Rosa Pop"},
    K.DOCUMENT: {"what": "other"},
    K.CONFIRMATION: {"by_whom": "community"},
    K.DNA: {"why_needed": "nothing else", "outcome": "consistent"},
    K.WISHES_CHILD: {"heard_by": "somebody", "language": "spa"},
    K.WISHES_ADULT: {"heard_by": "somebody", "language": "spa", "wants": "no"},
    K.VERIFICATION: {"adult": MOTHER, "relation": "mother"},
    K.BEST_INTERESTS: {"members": "one", "options": "none", "reasons": "none", "recommends": "not_in_interest"},
    K.DECISION: {"outcome": "alternative_care", "authority": "the panel", "reasons": "nobody was found"},
    K.PREPARATION: {"plan": "by bus"},
    K.HAND_OVER: {"adult": "p-other", "official": "an officer"},
    K.FOLLOW_UP: {},
    K.WAIVER: {"adult": MOTHER, "language": "spa"},
    K.INELIGIBILITY: {"adult": MOTHER, "ground": "other", "reasons": "not said"},
    K.EVENT: {"what": "screened"},
}
FILLED: dict[FormKind, tuple[Filled, Filled]] = {
    kind: (filled(kind, GOOD[kind]), filled(kind, LEAST[kind])) for kind in FormKind
}
