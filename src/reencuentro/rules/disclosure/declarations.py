"""How each action is declared: whether it changes anything, who must be there, and the most that it can show."""

from collections.abc import Mapping
from dataclasses import dataclass

from reencuentro.rules.disclosure.vocabulary import (
    CONTACT,
    EVERYTHING,
    EXISTENCE,
    HEALTH,
    IDENTITY,
    LEGAL,
    LOCATION,
    MATCH_SUMMARY,
    NOTES,
    NOTHING,
    PROTECTION,
    RECORD,
    Action,
    Compartments,
    Level,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What holds for an action, whoever asks for it.

    about: it is about one person, and can't be decided without them. needs_step_up: after a fresh sign-in only.
    two_persons, two_agencies: somebody else, of another agency, has acted on the same matter before.
    shows: the most that it can.
    data_protection: it stays possible where the use of a person's data is restricted.
    """

    changes: bool = False
    about: bool = False
    needs_step_up: bool = False
    two_persons: bool = False
    two_agencies: bool = False
    shows: Compartments = NOTHING
    data_protection: bool = False

    @property
    def reads(self) -> bool:
        """Whether it only shows something."""
        return not self.changes

    @property
    def yields_to_glass(self) -> bool:
        """Whether a broken glass may show more: where something is looked at, and nothing is taken away."""
        return self.reads and self.about and not self.needs_step_up

    @property
    def levels(self) -> frozenset[Level]:
        """The levels of what it can show."""
        return frozenset(one.level for one in self.shows)


def _sees(*shows: Compartments) -> Declaration:
    return Declaration(about=True, shows=frozenset().union(*shows))


_WHO = frozenset({EXISTENCE, MATCH_SUMMARY, IDENTITY})
_FAR = _WHO | {CONTACT}

DECLARATIONS: Mapping[Action, Declaration] = {
    Action.SUPPLY_ROSTER: Declaration(changes=True),
    # Its results are files about everybody in the rosters that whoever runs it has brought together.
    Action.RECONCILE: Declaration(changes=True, shows=EVERYTHING),
    Action.MEND_ROSTER: Declaration(changes=True, shows=frozenset({RECORD})),
    Action.REGISTER: Declaration(changes=True),
    Action.AMEND: Declaration(changes=True, about=True, shows=_WHO),
    Action.SUBMIT_REQUEST: Declaration(changes=True),
    Action.TAKE_MESSAGE: Declaration(changes=True),
    Action.SEE_DESK: Declaration(),
    Action.LOOK_UP: Declaration(),
    Action.SEE_MATCH: _sees(frozenset({EXISTENCE, MATCH_SUMMARY})),
    Action.SEE_PERSON: _sees(_FAR),
    Action.SEE_LOCATION: _sees(frozenset({LOCATION})),
    Action.SEE_PROTECTION: _sees(frozenset({PROTECTION})),
    Action.SEE_HEALTH: _sees(frozenset({HEALTH})),
    Action.SEE_LEGAL: _sees(frozenset({LEGAL})),
    Action.SEE_NOTES: _sees(frozenset({NOTES})),
    Action.SEE_RECORD: _sees(frozenset({RECORD})),
    Action.SEE_CASE: _sees(frozenset({IDENTITY, PROTECTION, LEGAL, NOTES})),
    Action.WORK_CASE: Declaration(changes=True, about=True, shows=_WHO | {PROTECTION}),
    Action.SETTLE_STEP: Declaration(changes=True, about=True, two_persons=True, shows=_WHO | {PROTECTION}),
    Action.NOTE_STAY: Declaration(changes=True, about=True, shows=_WHO | {LOCATION}),
    Action.SEE_CALLS: _sees(frozenset({IDENTITY, CONTACT, PROTECTION, NOTES})),
    Action.WORK_CALLS: Declaration(changes=True, about=True, shows=_WHO | {PROTECTION}),
    Action.SEE_NOTICES: _sees(frozenset({IDENTITY, CONTACT, LOCATION, PROTECTION, NOTES})),
    Action.NOTIFY_CONSULATE: Declaration(changes=True, about=True, shows=_WHO | {PROTECTION}),
    Action.ASSIST_NATIONAL: Declaration(changes=True, about=True, shows=_WHO),
    # What concerns health is shown to, and written by, health staff alone.
    Action.SEE_CARE: _sees(frozenset({IDENTITY, PROTECTION, HEALTH, NOTES})),
    Action.WORK_CARE: Declaration(changes=True, about=True, shows=_WHO | {PROTECTION, HEALTH}),
    Action.SEE_RETURN: _sees(frozenset({IDENTITY, CONTACT, LOCATION, PROTECTION, LEGAL, NOTES})),
    Action.WORK_RETURN: Declaration(changes=True, about=True, shows=_WHO | {PROTECTION}),
    Action.WORK_LEGAL: Declaration(changes=True, about=True, shows=_WHO | {LEGAL}),
    Action.REFER: Declaration(changes=True, about=True, shows=_WHO | {PROTECTION}),
    Action.SEE_REFERRALS: Declaration(),
    Action.ANSWER_REFERRAL: Declaration(changes=True),
    Action.SEE_TEAM: Declaration(),
    Action.MANAGE_TEAM: Declaration(changes=True),
    Action.SEE_GROUPS: Declaration(),
    Action.COORDINATE: Declaration(changes=True),
    Action.SEE_VIOLATIONS: _sees(frozenset({IDENTITY, PROTECTION, LEGAL})),
    Action.REFER_RIGHTS: Declaration(changes=True, about=True, shows=_WHO | {PROTECTION, LEGAL}),
    Action.JUDGE: Declaration(changes=True, about=True, shows=_WHO),
    Action.VERIFY: Declaration(changes=True, about=True, two_persons=True, shows=_WHO),
    Action.APPROVE_RELEASE: Declaration(changes=True, about=True, needs_step_up=True, shows=_WHO),
    Action.RELEASE_CHILD: Declaration(
        changes=True, about=True, needs_step_up=True, two_persons=True, two_agencies=True, shows=_WHO
    ),
    Action.ASSIGN: Declaration(changes=True, about=True, shows=_WHO),
    Action.RECORD_CONSENT: Declaration(changes=True, about=True, shows=_WHO, data_protection=True),
    Action.WITHHOLD: Declaration(changes=True, about=True, shows=_WHO, data_protection=True),
    Action.SET_GATE: Declaration(changes=True, about=True, shows=_WHO | {PROTECTION}),
    Action.EXPORT: Declaration(about=True, needs_step_up=True, shows=_FAR),
    Action.SEE_FIGURES: Declaration(),
    Action.PUBLISH_FIGURES: Declaration(changes=True),
    Action.BREAK_GLASS: Declaration(changes=True, about=True, needs_step_up=True),
    Action.REVIEW_BREAK_GLASS: Declaration(changes=True, two_persons=True, two_agencies=True),
    Action.SUBJECT_ACCESS: Declaration(about=True, needs_step_up=True, shows=EVERYTHING, data_protection=True),
    Action.CORRECT: Declaration(changes=True, about=True, shows=_FAR, data_protection=True),
    Action.RESTRICT: Declaration(changes=True, about=True, shows=_WHO, data_protection=True),
    Action.EXPIRE: Declaration(changes=True, about=True, data_protection=True),
    Action.SEE_AUDIT: Declaration(),
    Action.VERIFY_AUDIT: Declaration(),
    Action.EXPLAIN_ACCESS: Declaration(),
    Action.MANAGE_OFFICERS: Declaration(changes=True, needs_step_up=True),
    Action.MANAGE_AGENCIES: Declaration(changes=True, needs_step_up=True),
    Action.TRY_AGREEMENT: Declaration(),
    # The other agency's signature is on the agreement itself, and an agreement without it gives nothing.
    Action.MANAGE_AGREEMENTS: Declaration(changes=True, needs_step_up=True),
    Action.ROTATE_KEYS: Declaration(changes=True, needs_step_up=True),
    Action.CHECK_INSTALLATION: Declaration(),
}
