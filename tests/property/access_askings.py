"""Everything that can be asked of the decision on access, drawn at random. Nobody here exists."""

from hypothesis import strategies as st

from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.asking import Asking, OfficerFacts, SubjectFacts, Withholding
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.policy import POLICY
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Gate, Level, Purpose, Role, Topic
from tests.unit.rules.disclosure.askings import (
    DAY,
    HOUR,
    MINE,
    NOW,
    THEIRS,
    agreement,
    approval,
    asking,
    consent,
    glass,
    home_of,
    officer,
    subject,
)

instants = st.sampled_from([NOW - 800 * DAY, NOW - DAY, NOW, NOW + DAY, NOW + 300 * DAY])
levels = st.frozensets(st.sampled_from(list(Level)))
topics = st.frozensets(st.sampled_from(list(Topic)))
roles = st.lists(st.sampled_from(list(Role)), min_size=1, max_size=2)
codes = st.sampled_from([MINE, THEIRS, "THIRD"])
countries = st.frozensets(st.sampled_from(["MX", "GT"]))


@st.composite
def officers(draw: st.DrawFn) -> OfficerFacts:
    """Anybody, of any kind of agency, mostly with nothing against them."""
    mostly_not = st.sampled_from([False] * 9 + [True])
    held = draw(roles)
    home = home_of(held[0])
    return officer(
        *held,
        kind=draw(st.sampled_from([home] * 9 + list(AgencyKind))),
        suspended=draw(mostly_not),
        agency_suspended=draw(mostly_not),
        review_overdue=draw(mostly_not),
        stepped_up=not draw(mostly_not),
    )


@st.composite
def agreements_for(draw: st.DrawFn, kind: AgencyKind, purpose: Purpose) -> Agreement:
    """An agreement of the kind's own making, or one that tries too much; several may be versions of one."""
    version = draw(st.integers(1, 3))
    takes = KINDS[kind].takes
    fits = draw(st.booleans())
    held = draw(levels) & {one.level for one in takes} if fits else draw(levels)
    about = draw(topics) & {one.topic for one in takes} if fits else draw(topics)
    start = draw(st.sampled_from([NOW - 100 * DAY, NOW - DAY, NOW, NOW + DAY]))
    return agreement(
        draw(st.sampled_from(sorted(KINDS[kind].roles))),
        purpose,
        kind=kind,
        id=draw(st.sampled_from(["a-1", "a-2"])),
        version=version,
        supersedes=version - 1,
        roles=frozenset(draw(roles)) | (KINDS[kind].roles if fits else frozenset()),
        giver=draw(codes),
        taker=draw(st.sampled_from([MINE, MINE, THEIRS])),
        purposes=frozenset({purpose}) | draw(st.frozensets(st.sampled_from(list(Purpose)), max_size=1)),
        levels=held,
        topics=about if Level.PROTECTED in held or not fits else frozenset(),
        only_nationals_of=draw(countries),
        valid_from=start,
        valid_until=start + draw(st.sampled_from([DAY, 100 * DAY, 700 * DAY])),
        signed_by=draw(st.sampled_from([frozenset({MINE, THEIRS, "THIRD"}), frozenset({MINE})])),
        ended_at=draw(st.none() | instants),
    )


@st.composite
def subjects(draw: st.DrawFn, purpose: Purpose) -> SubjectFacts:
    """Anybody who may be asked about."""
    given = st.builds(
        lambda held, about, start, **rest: consent(purpose, *held, topics=about, valid_from=start, **rest),
        levels,
        topics,
        instants,
        valid_until=st.none() | instants,
        withdrawn_at=st.none() | instants,
        recipient=st.sampled_from([MINE, MINE, THEIRS]),
        basis=st.sampled_from(["person", "court"]),
    )
    withheld = st.builds(
        Withholding, agency=st.sampled_from(["", "THIRD", MINE]), officer=st.just("o-9"), by_court=st.booleans()
    )
    mostly_not = st.sampled_from([False] * 9 + [True])
    return subject(
        listed_by=draw(st.frozensets(codes, min_size=1)) | draw(st.sampled_from([frozenset(), frozenset({MINE})])),
        nationalities=draw(countries),
        is_child=draw(st.booleans()),
        assigned=draw(st.booleans()),
        assigned_agency=draw(st.booleans()),
        protection_gate=draw(st.sampled_from([Gate.OPEN, Gate.OPEN, Gate.CLOSED, Gate.UNKNOWN])),
        consents=tuple(draw(st.lists(given, max_size=2))),
        withheld_from=tuple(draw(st.lists(withheld, max_size=1))),
        restricted=draw(mostly_not),
        expired=draw(mostly_not),
    )


@st.composite
def askings(draw: st.DrawFn) -> Asking:
    """Any question; most of them are of a kind that some row of the policy answers."""
    who = draw(officers())
    known = [key for key in POLICY if key[0] in who.roles] if draw(st.integers(0, 3)) else []
    role, action = draw(st.sampled_from(known or [(Role.INTAKE, one) for one in Action]))
    fitting = sorted({purpose for row in POLICY.get((role, action), ()) for purpose in row.purposes})
    purpose = draw(st.sampled_from(fitting or list(Purpose)))
    glasses = st.builds(
        lambda held, about, hours, by: glass(levels=held, topics=about, until=NOW + hours * HOUR, officer=by),
        levels,
        topics,
        st.integers(0, 4),
        st.sampled_from(["o-1", "o-1", "o-1", "o-2"]),
    )
    approvals = st.builds(
        approval,
        st.sampled_from(["o-1", "o-2", "o-3"]),
        codes,
        role=st.sampled_from([Role.SUPERVISOR, Role.BEST_INTERESTS, Role.INTAKE]),
        stepped_up=st.sampled_from([True, True, False]),
        stands=st.sampled_from([True, True, False]),
        adult=st.sampled_from(["p-2", "p-2", "p-2", "p-3"]),
        at=st.sampled_from([NOW - 31 * DAY, NOW - 29 * DAY, NOW]),
    )
    return asking(
        who,
        action,
        purpose,
        draw(subjects(purpose)),
        agreements=tuple(draw(st.lists(agreements_for(who.agency.kind, purpose), max_size=3))),
        break_glass=draw(st.none() | glasses),
        others=tuple(draw(st.lists(approvals, max_size=3))),
        releasing_to="p-2",
    )
