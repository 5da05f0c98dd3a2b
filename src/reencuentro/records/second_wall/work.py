"""How what officers do is walled off: stays, alarms, cases, duties, calls, working groups, lists that they bring."""

from collections.abc import Mapping

from reencuentro.records.permanence import DELETE
from reencuentro.records.second_wall.walls import (
    ADD,
    ANYBODY,
    FOR_GOOD,
    MY_AGENCY,
    MY_OFFICER,
    READ,
    Walled,
    of,
    of_person,
    stated,
)

_ALARM = "UPDATE (state, owner_id, owner_agency_id, found_by, version, changed_by, changed_at)"
_CASE_CHANGED = "UPDATE (state, owner_id, escalates_to_id, next_due, version, changed_by, changed_at)"
_OF_CASE = of("records_case", "case_id")
_MY_DEED = f"officer_id = {MY_OFFICER} AND agency_id = {MY_AGENCY}"
_CASE_DEED = Walled(web=FOR_GOOD, sees=_OF_CASE, adds=f"{_MY_DEED} AND {_OF_CASE}")
_DUTY = (
    f"person <> '' AND ({stated('begun_at')})"
    f" OR person = '' AND agency_id = {MY_AGENCY}"
    # What another agency is asked for: its own wall is that such a form tells nothing of who the child is.
    f" OR kind = 'referral' AND counterpart_id = {MY_AGENCY}"
    # What a working group does is read by every agency in it; nothing of it is about anybody.
    " OR person = '' AND second_wall.is_of_my_group(id)"
)
_DUTY_CHANGED = "UPDATE (state, owner_id, due_at, over_at, steps_taken)"
_OF_DUTY = of("records_duty", "duty_id")
_CALLS_CHANGED = "UPDATE (relative, standard, zone, begun_on, place_id, their_place_id, spoke_at, silent_at)"

WORK: Mapping[str, Walled] = {
    "records_stay": Walled(web=(READ, ADD, "UPDATE (ended_on, ended_by)"), sees=of_person("records_stay.person_id")),
    "records_staywithdrawal": Walled(web=FOR_GOOD, sees=of("records_stay", "stay_id")),
    "records_alarm": Walled(web=(READ, _ALARM), sees=ANYBODY),
    "records_alarmstep": Walled(web=FOR_GOOD, sees=of("records_alarm", "alarm_id")),
    # Cases: of whoever reaches the child, whichever agency opened them. What is stated in one is of who stated it.
    "records_case": Walled(
        web=(READ, ADD, _CASE_CHANGED),
        sees=stated("opened_at"),
        adds=f"agency_id = {MY_AGENCY} AND {ANYBODY}",
        leaves=stated("opened_at"),
    ),
    "records_casestep": _CASE_DEED,
    "records_casesettlement": _CASE_DEED,
    "records_caseform": _CASE_DEED,
    "records_caseturn": _CASE_DEED,
    "records_casetask": Walled(
        web=(READ, ADD, "UPDATE (done_at, done_by_id)"),
        sees=_OF_CASE,
        adds=f"officer_id = {MY_OFFICER} AND given_by_id = {MY_AGENCY} AND {_OF_CASE}",
        leaves=_OF_CASE,
    ),
    # Duties: of whoever reaches the child, as cases are; what is about nobody known is of its agency.
    "records_duty": Walled(
        web=(READ, ADD, _DUTY_CHANGED),
        sees=_DUTY,
        adds=f"agency_id = {MY_AGENCY} AND (person = '' OR {ANYBODY})",
        leaves=_DUTY,
    ),
    "records_dutystep": Walled(web=FOR_GOOD, sees=_OF_DUTY, adds=f"{_MY_DEED} AND {_OF_DUTY}"),
    # Contact: of whoever reaches the plan. Whom a call at the desk may be about, the desk is never told.
    "records_callplan": Walled(web=(READ, ADD, _CALLS_CHANGED), sees=_OF_DUTY),
    "records_callattempt": Walled(web=FOR_GOOD, sees=_OF_DUTY, adds=f"{_MY_DEED} AND {_OF_DUTY}"),
    "records_desklook": Walled(),
    # Working groups: of the agencies in them.
    "records_workinggroup": Walled(
        web=FOR_GOOD,
        sees=f"agency_id = {MY_AGENCY} OR second_wall.in_my_group(id)",
        adds=f"agency_id = {MY_AGENCY} AND founded_by_id = {MY_OFFICER}",
    ),
    "records_groupmember": Walled(
        web=(READ, ADD, "UPDATE (may_share, left_at)"),
        sees=f"agency_id = {MY_AGENCY} OR second_wall.in_my_group(group_id)",
        adds=f"added_by_id = {MY_OFFICER} AND EXISTS (SELECT FROM records_workinggroup whole"
        f" WHERE whole.id = group_id AND whole.agency_id = {MY_AGENCY})",
        leaves=f"agency_id = {MY_AGENCY}",
    ),
    "records_groupitem": Walled(
        web=FOR_GOOD,
        sees="second_wall.in_my_group(group_id)",
        adds=f"second_wall.in_my_group(group_id) AND {_OF_DUTY}",
    ),
    # Rosters that officers bring: of their agency; each takes in or drops what is their own.
    "records_rosterdrop": Walled(
        web=(READ, ADD, "UPDATE (shown, state, as_of, extent, ended_at, told, problem, remedy)"),
        sees=f"agency_id = {MY_AGENCY}",
        adds=f"agency_id = {MY_AGENCY} AND officer_id = {MY_OFFICER}",
    ),
    "records_droppart": Walled(web=(READ, ADD, DELETE), sees=of("records_rosterdrop", "drop_id")),
    "records_columnmeant": Walled(web=FOR_GOOD, sees=f"agency_id = {MY_AGENCY}"),
    "records_mend": Walled(web=FOR_GOOD, sees=of("records_sourcerecord", "row_id")),
}
"""Each table of that work."""
