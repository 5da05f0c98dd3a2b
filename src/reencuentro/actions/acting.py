"""Who acts at a terminal, and whether they may: an officer by the system's login, else the operator."""

import getpass
import os
import pwd
from collections.abc import Sequence
from datetime import datetime

from reencuentro.errors import AccountError, JudgementError
from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.officers import Officer, normal_login
from reencuentro.records.provenance import record_named
from reencuentro.records.reading import reading
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.naming import permits_records
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, officer_viewing, operator_viewing, purposes_of
from reencuentro.rules.disclosure.vocabulary import Action, Purpose, Role


def acting(
    by: str, actions: Sequence[Action], at: datetime, purpose: Purpose | None = None, *, any_purpose: bool = False
) -> Viewer:
    """Who sits at the terminal, for a purpose for which they may do any of this.

    by: as the log names whoever isn't an officer. An officer is known by the login of the process itself, which no
    variable of the environment changes; who isn't one runs the registry, and holds what opens it.
    any_purpose: the first that fits will do; whether any does is left to the decision.
    Raises AccountError where several purposes fit and none was named, or the one named doesn't fit.
    """
    officer = Officer.objects.select_related("agency").filter(login=normal_login(system_login())).first()
    roles = [Role(role) for role in officer.roles(at)] if officer else [Role.OPERATOR]
    fitting = purposes_of(actions, roles)
    chosen = next(iter(fitting), Purpose.OPERATION) if any_purpose else chosen_purpose(fitting, purpose)
    return officer_viewing(officer, chosen, at) if officer else operator_viewing(by, chosen, at)


def required(viewer: Viewer, action: Action) -> Viewer:
    """The viewer, where they may do it. Raises as `require`."""
    require(viewer, action)
    return viewer


def in_charge(by: str, action: Action, at: datetime) -> Viewer:
    """Who sits at the terminal, where they may do what is about nobody in particular, for whatever purpose fits first.

    Raises NotAllowedError, noted, where they may not.
    """
    viewer = acting(by, [action], at, any_purpose=True)
    require(viewer, action)
    return viewer


def system_login() -> str:
    """The login under which this process runs."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a user of a container may have no name
        return getpass.getuser() if "USER" not in os.environ else str(os.getuid())


def chosen_purpose(fitting: Sequence[Purpose], purpose: Purpose | None) -> Purpose:
    """The one named, or the only one that fits. Raises AccountError where none was named and several fit."""
    if purpose is not None and purpose in fitting:
        return purpose
    if purpose is not None or not fitting:
        raise NotAllowedError
    if len(fitting) > 1:
        raise AccountError("there are several purposes", remedy=f"Say which: --purpose {'|'.join(fitting)}")
    return fitting[0]


def require(viewer: Viewer, action: Action) -> None:
    """Goes on where the viewer may do what is about nobody in particular. Raises NotAllowedError, noted, where not."""
    decision = decide_alone(viewer, action)
    if not decision.allowed:
        with reading(action.value, by=viewer.by, capacity=viewer.capacity(), at=viewer.at):
            raise NotAllowedError


def permitted_records(viewer: Viewer, action: Action, names: Sequence[str]) -> list[RecordKey]:
    """The records of these names, where the viewer may do it about all of their persons.

    Raises NotAllowedError, noted, where not; whoever runs the registry is told which one isn't there (JudgementError).
    """
    with reading(action.value, by=viewer.by, sought=names, capacity=viewer.capacity(), at=viewer.at):
        keys = {name: record_named(name) for name in names}
        absent = [name for name, key in keys.items() if key is None]
        if absent and viewer.pk is None:
            raise JudgementError(
                f"the registry has no record {absent[0]}", remedy="Take agency and record_id from people.csv."
            )
        found = [key for key in keys.values() if key]
        if absent or not permits_records(viewer, action, found):
            raise NotAllowedError
    return [key for name in names if (key := keys[name])]
