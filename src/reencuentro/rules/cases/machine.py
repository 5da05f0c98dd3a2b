"""The machine of a case as one table: what may follow what, what it takes, who may, and how it is taken back.

Nothing here is told apart by an `if` on a state: whoever wants another procedure changes the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reencuentro.rules.cases.states import Evidence, State, Undone
from reencuentro.rules.disclosure.vocabulary import Role

_S, _E = State, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """To arrive at one state. This is a row of the table.

    follows: the states from which it may be taken. second: another person must settle it.
    needs: what must be shown. needs_from: what more where the case comes from there. needs_settled: what more before
    the second person settles it. proposes, settles: the roles that may. undone: how it is taken back.
    resumes: from here the case may go on where it was interrupted. reasoned: it needs a reason in words.
    undisputed: it is refused while two adults claim the child.
    """

    follows: frozenset[State]
    second: bool = False
    needs: frozenset[Evidence] = frozenset()
    needs_from: Mapping[State, frozenset[Evidence]] = field(default_factory=dict)
    needs_settled: frozenset[Evidence] = frozenset()
    proposes: frozenset[Role]
    settles: frozenset[Role] = frozenset()
    undone: Undone = Undone.BACK
    resumes: bool = False
    reasoned: bool = False
    undisputed: bool = False


_R = Role
_WORKERS = frozenset(
    {_R.CASE_WORKER, _R.SUPERVISOR, _R.TRACING_OFFICER, _R.PROTECTION_OFFICER, _R.BEST_INTERESTS},
)
_CARERS = frozenset({_R.CASE_WORKER, _R.SUPERVISOR, _R.PROTECTION_OFFICER, _R.BEST_INTERESTS})
_CHECKERS = frozenset({_R.VERIFIER, _R.SUPERVISOR, _R.PROTECTION_OFFICER, _R.BEST_INTERESTS})
_PANEL = frozenset({_R.BEST_INTERESTS, _R.PROTECTION_OFFICER})
_CHIEFS = frozenset({_R.SUPERVISOR, _R.PROTECTION_OFFICER, _R.BEST_INTERESTS})

_UNDECIDED = frozenset({_S.REGISTERED, _S.DOCUMENTED, _S.TRACING, _S.LOCATED})
_FOUND = frozenset({_S.LOCATED, _S.VERIFIED, _S.BEST_INTERESTS, _S.DECISION, _S.PREPARED})
_PROVED = _FOUND - {_S.LOCATED}
_UNDER_WAY = _UNDECIDED | _FOUND
_HINDERED = frozenset({_S.PARENT_INELIGIBLE, _S.PARENT_IN_CRIMINAL_CUSTODY, _S.PARENT_REMOVED})
_OPEN = _UNDER_WAY | _HINDERED | {_S.UNACCOUNTED, _S.CLAIM_DISPUTED, _S.PARENT_WAIVED, _S.REOPENED}
_ENDINGS = frozenset({_S.NOT_SEPARATED, _S.DUPLICATE, _S.AGED_OUT, _S.TRANSFERRED, _S.DECEASED})
_AFTER = frozenset({_S.HANDED_OVER, _S.FOLLOW_UP})

TABLE: Mapping[State, Step] = {
    # A case begins here, and no step leads back.
    _S.REGISTERED: Step(follows=frozenset(), proposes=_WORKERS, undone=Undone.NEVER),
    _S.DOCUMENTED: Step(
        follows=frozenset({_S.REGISTERED, _S.REOPENED}),
        needs=frozenset({_E.REGISTRATION}),
        proposes=_WORKERS,
    ),
    _S.TRACING: Step(
        follows=frozenset({_S.DOCUMENTED, _S.REOPENED, _S.CLAIM_DISPUTED, _S.PARENT_WAIVED, _S.UNACCOUNTED})
        | _FOUND
        | _HINDERED,
        needs=frozenset({_E.REGISTRATION, _E.SEARCH_ASKED}),
        proposes=_WORKERS,
    ),
    _S.LOCATED: Step(
        # A doubt leads back here, and everything is verified anew.
        follows=_PROVED | {_S.TRACING, _S.CLAIM_DISPUTED},
        needs=frozenset({_E.SEARCH_DONE, _E.FOUND}),
        proposes=_WORKERS,
    ),
    _S.VERIFIED: Step(
        follows=frozenset({_S.LOCATED}),
        second=True,
        needs=frozenset({_E.SEPARATE_INTERVIEWS, _E.CONFLICTS_EXPLAINED, _E.TWO_SOURCES, _E.VERIFIED_ADULT}),
        proposes=_WORKERS,
        settles=_CHECKERS,
        undisputed=True,
    ),
    _S.BEST_INTERESTS: Step(
        # From a waiver, too: it can only have been given by a verified parent, so that nothing is left out.
        follows=frozenset({_S.VERIFIED, _S.DECISION, _S.PARENT_WAIVED}),
        second=True,
        needs=frozenset({_E.VERIFIED_ADULT, _E.CHILD_HEARD, _E.ADULT_HEARD, _E.PANEL_HELD}),
        proposes=_CARERS,
        settles=_PANEL,
        undisputed=True,
    ),
    _S.DECISION: Step(
        follows=frozenset({_S.BEST_INTERESTS, _S.PREPARED}),
        second=True,
        needs=frozenset({_E.PANEL_HELD, _E.DECIDED}),
        proposes=_CARERS,
        settles=_CHIEFS,
        undisputed=True,
    ),
    _S.PREPARED: Step(
        follows=frozenset({_S.DECISION}),
        needs=frozenset({_E.DECIDED_TO_HAND_OVER, _E.PREPARATION, _E.NOT_INELIGIBLE}),
        proposes=_CARERS,
        undisputed=True,
    ),
    _S.HANDED_OVER: Step(
        follows=frozenset({_S.PREPARED}),
        second=True,
        needs=frozenset(
            {
                _E.VERIFIED_ADULT,
                _E.DECIDED_TO_HAND_OVER,
                _E.IDENTITY_SEEN,
                _E.CHECKS_DONE,
                _E.WISHES_MET,
                _E.AUTHORITY_SHOWN,
                _E.HAND_OVER_WRITTEN,
                _E.NOT_INELIGIBLE,
            }
        ),
        needs_settled=frozenset({_E.APPROVED_BY_TWO}),
        proposes=_CHIEFS | {_R.CASE_WORKER},
        settles=_CHIEFS,
        undone=Undone.REOPENED,
        undisputed=True,
    ),
    # A child for whom it was decided that they stay in care is looked after from there, and handed to nobody.
    _S.FOLLOW_UP: Step(
        follows=frozenset({_S.HANDED_OVER, _S.DECISION}),
        needs_from={_S.DECISION: frozenset({_E.DECIDED_TO_STAY})},
        proposes=_CARERS,
        undone=Undone.REOPENED,
    ),
    _S.CLOSED: Step(
        follows=_ENDINGS | {_S.FOLLOW_UP},
        second=True,
        needs_from={_S.FOLLOW_UP: frozenset({_E.VISITED, _E.VISIT_SAYS_CLOSE})},
        proposes=_CARERS,
        settles=_CHIEFS,
        undone=Undone.REOPENED,
        reasoned=True,
    ),
    _S.UNACCOUNTED: Step(
        follows=_UNDER_WAY | _HINDERED | _AFTER | {_S.PARENT_WAIVED, _S.CLAIM_DISPUTED},
        proposes=_WORKERS,
        undone=Undone.RESUMED,
        resumes=True,
        reasoned=True,
    ),
    # No way leads on from a disputed claim but by verifying anew.
    _S.CLAIM_DISPUTED: Step(follows=_FOUND | _HINDERED, proposes=_WORKERS | {_R.VERIFIER}, reasoned=True),
    _S.PARENT_WAIVED: Step(
        follows=_PROVED,
        second=True,
        needs=frozenset({_E.VERIFIED_ADULT, _E.WAIVER_SOUND}),
        proposes=_CARERS,
        settles=_CHIEFS,
        undone=Undone.RESUMED,
        resumes=True,
    ),
    _S.PARENT_INELIGIBLE: Step(
        follows=_FOUND,
        needs=frozenset({_E.INELIGIBILITY_REASONED}),
        proposes=_CARERS,
        undone=Undone.RESUMED,
        resumes=True,
    ),
    _S.PARENT_IN_CRIMINAL_CUSTODY: Step(
        follows=_FOUND, proposes=_WORKERS, undone=Undone.RESUMED, resumes=True, reasoned=True
    ),
    _S.PARENT_REMOVED: Step(
        follows=_FOUND | {_S.PARENT_IN_CRIMINAL_CUSTODY},
        proposes=_WORKERS,
        undone=Undone.RESUMED,
        resumes=True,
        reasoned=True,
    ),
    _S.NOT_SEPARATED: Step(
        follows=_UNDECIDED | {_S.UNACCOUNTED},
        second=True,
        proposes=_WORKERS,
        settles=_CHIEFS,
        undone=Undone.RESUMED,
        resumes=True,
        reasoned=True,
    ),
    _S.DUPLICATE: Step(
        follows=_UNDECIDED | {_S.REOPENED}, proposes=_WORKERS, undone=Undone.RESUMED, resumes=True, reasoned=True
    ),
    _S.AGED_OUT: Step(follows=_OPEN, proposes=_CARERS, undone=Undone.RESUMED, resumes=True, reasoned=True),
    _S.TRANSFERRED: Step(follows=_OPEN, proposes=_CARERS, undone=Undone.RESUMED, resumes=True, reasoned=True),
    _S.DECEASED: Step(follows=_OPEN | _AFTER, proposes=_CARERS, undone=Undone.RESUMED, resumes=True, reasoned=True),
    _S.REOPENED: Step(follows=_AFTER | {_S.CLOSED}, proposes=_CARERS, undone=Undone.NEVER, reasoned=True),
}
"""Each state with what it takes to arrive there."""
