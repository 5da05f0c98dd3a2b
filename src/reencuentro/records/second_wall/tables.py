"""Every table behind the wall: which rows the pages reach for an officer, and what they may do to them.

A table that isn't named here is refused to the pages: what is new must be placed before they can use it.
"""

from collections.abc import Mapping

from reencuentro.records.permanence import DELETE
from reencuentro.records.second_wall.walls import (
    ADD,
    ALL,
    ANY_AGENCY,
    ANYBODY,
    ENDING,
    EVERY_ROW,
    FOR_GOOD,
    MY_AGENCY,
    MY_COLLEAGUE,
    MY_OFFICER,
    NO_ROW,
    READ,
    STATED,
    Walled,
    may,
    of,
    of_person,
    stated,
)
from reencuentro.records.second_wall.work import WORK

_EITHER_SIDE = f"{MY_AGENCY} IN (giver_id, taker_id)"
_MEMBER = (
    "known_until IS NULL AND (agency = ANY ((SELECT second_wall.open_agencies())::text[])"
    " AND person_id NOT IN (SELECT * FROM second_wall.narrowed())"
    " OR (person_id, agency::text) IN (SELECT * FROM second_wall.pairs()))"
)
_LISTED = (
    "EXISTS (SELECT FROM records_agency teller JOIN records_membership one"
    " ON one.agency = teller.code AND one.record_id = records_searchrecord.record_id"
    " WHERE teller.id = agency_id)"
    # Nobody has matched it yet, so that it may be a child.
    " OR EXISTS (SELECT FROM records_agency teller WHERE teller.id = agency_id"
    " AND teller.code = ANY ((SELECT second_wall.open_agencies(true))::text[])"
    " AND NOT second_wall.is_matched(teller.code, records_searchrecord.record_id))"
)
_LISTED_ROW = (
    "EXISTS (SELECT FROM records_searchrecord filed WHERE filed.row_id = records_sourcerecord.id)"
    # Older rows of a record that goes by an id of its own.
    " OR EXISTS (SELECT FROM records_roster sent JOIN records_agency teller ON teller.id = sent.agency_id"
    " JOIN records_membership one ON one.agency = teller.code AND one.record_id = records_sourcerecord.record_id"
    " WHERE sent.id = roster_id AND sent.has_record_ids AND NOT second_wall.is_repeated(sent.agency_id, one.record_id))"
)
# Rows of the own agency's lists that couldn't be taken, for whoever may put them right.
_REFUSED_ROW = (
    "EXISTS (SELECT FROM records_quarantined refused"
    " WHERE refused.roster_id = records_sourcerecord.roster_id AND refused.line = records_sourcerecord.line)"
)
_ROW = f"{_LISTED_ROW} OR {may('mend_roster')} AND {_REFUSED_ROW}"
_ROW_KEY = "record % 8 = 1 AND EXISTS (SELECT FROM records_sourcerecord one WHERE one.id = record / 8)"
# What officers write of people on the pages: in their own agency's name, and beside its lists, never into one.
_MAY_WRITE = f"({may('register')} OR {may('submit_request')})"
_NEW_ROW_KEY = f"record % 8 = 1 AND {_MAY_WRITE} AND NOT second_wall.is_there(record / 8)"
_RECORDS = " AND ".join(
    f"(SELECT true FROM records_membership one WHERE one.agency = {side}_agency AND one.record_id = {side}_record_id"  # noqa: S608 our own names
    " LIMIT 1)"
    for side in ("left", "right")
)
_BOTH_ROWS = f"{of('records_sourcerecord', 'left_row_id')} AND {of('records_sourcerecord', 'right_row_id')}"
_BOTH = f"{of_person('child_id')} AND {of_person('relative_id')}"
_CHILD_AND_ADULT = f"{of_person('child_id')} AND {of_person('adult_id')}"
_RELEASED = f"{_CHILD_AND_ADULT} AND {of('records_approval', 'first_id')} AND {of('records_approval', 'second_id')}"
_EMERGENCY = f"officer_id = {MY_OFFICER} OR {may('review_break_glass')}"
_COMMON_WORD = "first_given + second_given + first_surname + second_surname > 10"
# Whoever takes a child on whom another agency refers, and about whom they may know nothing as yet.
_ASKED_FOR = (
    "EXISTS (SELECT FROM records_duty asked WHERE asked.kind = 'referral' AND asked.over_at IS NULL"
    f" AND asked.counterpart_id = {MY_AGENCY} AND asked.person = records_assignment.person)"
)
_NEW_ENTRY = "sequence >= (SELECT size FROM records_audithead)"

WALLED: Mapping[str, Walled] = {
    # People, and whose records they are in: all else about them hangs on these.
    "records_membership": Walled(
        web=(READ, ADD),
        sees=_MEMBER,
        adds=f"known_until IS NULL AND {_MAY_WRITE} AND second_wall.is_mine_to_match(agency, record_id)",
    ),
    "records_person": Walled(
        web=(READ, ADD, "UPDATE (id)"),  # to lock the row; a change of it leaves a row behind that nobody may leave
        sees=of_person("records_person.id"),
        adds=_MAY_WRITE,
        leaves=NO_ROW,
    ),
    "records_minor": Walled(
        web=(READ, ADD),
        sees=of_person("records_minor.person_id"),
        adds=f"{_MAY_WRITE} AND {of_person('records_minor.person_id')}",
    ),
    # What agencies sent.
    "records_roster": Walled(
        web=(READ, ADD),
        sees=ANY_AGENCY,
        adds=f"agency_id = {MY_AGENCY} AND channel <> 'list' AND {_MAY_WRITE}",
    ),
    "records_sourcerecord": Walled(
        web=(READ, ADD), sees=_ROW, adds=f"{_MAY_WRITE} AND second_wall.is_my_roster(roster_id)"
    ),
    "records_mention": Walled(
        web=(READ, ADD),
        sees=of("records_sourcerecord", "source_record_id"),
        adds=f"{_MAY_WRITE} AND second_wall.is_my_row(source_record_id)",
    ),
    "records_identifier": Walled(
        web=(READ, ADD),
        sees=of("records_mention", "mention_id"),
        adds=f"{_MAY_WRITE} AND second_wall.is_my_mention(mention_id)",
    ),
    "records_claim": Walled(
        web=(READ, ADD),
        sees=f"{of('records_mention', 'subject_id')} AND {of('records_mention', 'relative_id')}",
        adds=f"{_MAY_WRITE} AND second_wall.is_my_mention(subject_id) AND second_wall.is_my_mention(relative_id)",
    ),
    "records_registration": Walled(
        web=FOR_GOOD, sees=of("records_sourcerecord", "row_id"), adds=f"{_MAY_WRITE} AND second_wall.is_my_row(row_id)"
    ),
    "records_photo": Walled(
        web=FOR_GOOD, sees=of("records_sourcerecord", "row_id"), adds=f"{_MAY_WRITE} AND second_wall.is_my_row(row_id)"
    ),
    # What an agency says of its own lists, followed by a worker. To others their silence tells nothing.
    "records_extentsaid": Walled(
        web=FOR_GOOD,
        sees=f"second_wall.is_my_list(roster_id) OR {of('records_roster', 'roster_id')}",
        adds="settled_at IS NULL AND refused = '' AND second_wall.is_my_list(roster_id)",
    ),
    "records_quarantined": Walled(web=(READ,), sees=f"agency_id = {MY_AGENCY} AND {ANY_AGENCY}"),
    # What is believed of them.
    # Who judges a tie closes it and opens it anew under its new status; others of the child move in the queue.
    "records_tie": Walled(
        web=(READ, ADD, "UPDATE (known_until, place, waiting_since)"), sees=_BOTH, adds=_BOTH, leaves=_BOTH
    ),
    "records_separation": Walled(
        web=(READ,),
        sees=f"{_BOTH} AND EXISTS (SELECT FROM records_membership one"
        " WHERE one.person_id = child_id AND one.agency = records_separation.agency)",
    ),
    "records_identityproposal": Walled(
        web=(READ, ADD, "UPDATE (known_until, place, waiting_since)"),
        sees=_RECORDS,
        adds=f"{_MAY_WRITE} AND {_RECORDS}",
        leaves=_RECORDS,
    ),
    "records_certified": Walled(web=(READ,), sees=of_person("records_certified.person_id")),
    "records_certifiedentry": Walled(),  # names the records of every agency
    "records_judgement": Walled(web=FOR_GOOD, sees=_BOTH_ROWS),
    # What they are looked up by. A rare word tells that somebody bears it.
    "records_searchrecord": Walled(
        web=(READ, ADD, "UPDATE (row_id, record_id)"),
        sees=_LISTED,
        adds=f"agency_id = {MY_AGENCY} AND {_MAY_WRITE} AND second_wall.is_my_row(row_id)",
        leaves=f"agency_id = {MY_AGENCY} AND {_MAY_WRITE} AND second_wall.is_my_row(row_id)",
    ),
    "records_searchkey": Walled(
        web=(READ, ADD, DELETE),
        sees=of("records_searchrecord", "record"),
        adds=f"{_MAY_WRITE} AND second_wall.is_searched_as_mine(record)",
    ),
    "records_shownbysearch": Walled(web=(READ, ADD, DELETE), sees=f"officer_id = {MY_OFFICER}"),
    "records_searchword": Walled(web=(READ,), sees=_COMMON_WORD),
    # What was allowed, decided and done about them.
    "records_assignment": Walled(
        web=(READ, ADD, ENDING),
        sees=MY_COLLEAGUE,
        adds=f"{MY_COLLEAGUE} AND ({ANYBODY} OR {_ASKED_FOR})",
    ),
    "records_cover": Walled(web=(READ, ADD, ENDING), sees=MY_COLLEAGUE),
    "records_leave": Walled(web=(READ, ADD, ENDING), sees=MY_COLLEAGUE),
    "records_consent": STATED,
    "records_withholding": STATED,
    "records_protectiongate": Walled(web=FOR_GOOD, sees=stated("at"), adds=ANYBODY),
    "records_breakglass": Walled(
        web=FOR_GOOD,
        sees=_EMERGENCY,
        adds=f"officer_id = {MY_OFFICER} AND agency_id = {MY_AGENCY} AND {may('break_glass')}",
    ),
    "records_emergencynotice": Walled(
        web=FOR_GOOD,
        sees=f"agency_id = {MY_AGENCY} OR {of('records_breakglass', 'emergency_id')}",
        adds="EXISTS (SELECT FROM records_breakglass one"
        f" WHERE one.id = emergency_id AND one.officer_id = {MY_OFFICER})",
    ),
    "records_emergencyreview": Walled(
        web=FOR_GOOD,
        sees=of("records_breakglass", "emergency_id"),
        adds=f"officer_id = {MY_OFFICER} AND EXISTS (SELECT FROM records_breakglass one"
        f" WHERE one.id = emergency_id AND one.agency_id <> {MY_AGENCY})",
    ),
    "records_restriction": STATED,
    "records_correction": Walled(web=FOR_GOOD, sees=of("records_sourcerecord", "row_id")),
    "records_tombstone": Walled(),  # of persons whom nobody reaches any more
    "records_expiredrow": Walled(web=(READ,), sees=of("records_sourcerecord", "row_id")),
    "records_pendingshred": Walled(),
    "records_approval": Walled(
        web=FOR_GOOD,
        sees=of_person("child_id"),
        adds=f"officer_id = {MY_OFFICER} AND agency_id = {MY_AGENCY} AND {_CHILD_AND_ADULT}",
    ),
    "records_approvalwithdrawal": Walled(
        web=FOR_GOOD,
        sees=of("records_approval", "approval_id"),
        adds=f"EXISTS (SELECT FROM records_approval one WHERE one.id = approval_id AND one.officer_id = {MY_OFFICER})",
    ),
    "records_release": Walled(
        web=(READ, ADD, "UPDATE (ended_at, ended_by, ended_why)"),
        sees=of_person("child_id"),
        adds=_RELEASED,
        leaves=_RELEASED,
    ),
    **WORK,
    # The keys of what is sealed: whoever can't reach a record gets no key of it.
    "records_recordkey": Walled(
        web=FOR_GOOD,
        sees=f"{_ROW_KEY} OR record % 8 <> 1 AND second_wall.is_key_to_mine(record)",
        adds=f"record % 8 IN (0, 3, 4, 5, 7) OR {_NEW_ROW_KEY}",
    ),
    # An agency's key opens nothing but together with a record's, which is walled off itself; and what an agency states
    # of somebody whom others list, such as a stay, is read by whoever reaches that person.
    "records_agencykey": Walled(web=(READ, ADD), sees=f"{MY_OFFICER} IS NOT NULL", adds=f"agency_id = {MY_AGENCY}"),
    # Agreements: of the two sides.
    "records_agreementversion": Walled(web=FOR_GOOD, sees=_EITHER_SIDE),
    "records_agreementsignature": Walled(
        web=FOR_GOOD,
        sees=of("records_agreementversion", "version_id"),
        adds=f"officer_id = {MY_OFFICER} AND EXISTS (SELECT FROM records_agreementversion one"
        " WHERE one.id = version_id"
        f" AND {MY_AGENCY} = CASE side WHEN 'giver' THEN one.giver_id ELSE one.taker_id END)",
    ),
    "records_agreementwithdrawal": Walled(web=FOR_GOOD, sees=of("records_agreementversion", "version_id")),
    # The log: anybody adds to it; whoever adds sees the new entry, and only who may read the log sees more.
    "records_auditentry": Walled(web=FOR_GOOD, sees=f"{_NEW_ENTRY} OR {may('see_audit')}", adds=_NEW_ENTRY),
}
"""The tables of personal data and, with them, what protects it."""

ACCOUNT = Walled(web=ALL, sees=EVERY_ROW)
"""Whoever signs in isn't anybody yet, so that the pages must reach the accounts of all officers, and of nobody else."""

OPEN: Mapping[str, Walled] = {
    "records_officer": Walled(
        web=(READ, "UPDATE (password, last_login, language, version, changed_by, changed_at)"),
        sees=EVERY_ROW,
    ),
    "records_roleheld": Walled(web=(READ,), sees=EVERY_ROW),
    "records_enrolment": Walled(web=(READ, "UPDATE (used_at)"), sees=EVERY_ROW),
    "records_session": ACCOUNT,
    "records_tries": ACCOUNT,
    "account_emailaddress": ACCOUNT,
    "account_emailconfirmation": ACCOUNT,
    "mfa_authenticator": ACCOUNT,
}
"""Officers' accounts: personal data of theirs, forced as well, but with rows that the pages need before sign-in."""

PLAIN: Mapping[str, Walled] = {
    "records_agency": Walled(web=(READ,)),
    "records_audithead": Walled(web=(READ, "UPDATE (size, edge)")),
    "records_auditcheckpoint": Walled(),
    "records_callplace": Walled(web=(READ, ADD, "UPDATE (name, zone, hours)")),
    "records_sealingroot": Walled(web=(READ,)),
    "records_rarity": Walled(web=(READ,)),
    "records_searchsound": Walled(web=(READ, ADD)),
    "records_searchtotals": Walled(web=(READ, ADD, "UPDATE (records)")),
    "django_migrations": Walled(web=(READ,)),
    "django_content_type": Walled(web=(READ,)),
    "records_retentionrule": Walled(web=(READ,)),
}
"""Tables about nobody: no rows to choose between, only what the pages may do to them."""

KEYS: Mapping[int, str] = {
    0: "records_duty",
    3: "records_judgement",
    4: "records_case",
    5: "records_stay",
    6: "records_alarm",
    7: "records_rosterdrop",
}
"""Of which table's rows the keys of a kind are: whoever reaches the row gets its key. Kind 1, of rows, stands above."""

SECRETS: Mapping[str, Walled] = {
    "records_auditsecret": Walled(web=(READ,), sees="purpose = 'terms'"),
}
"""Keys of the registry itself: the pages hash what is searched for, and sign no checkpoint."""

FORCED: Mapping[str, Walled] = {**WALLED, **OPEN, **SECRETS}
"""All tables whose rows are walled off, even from their owner."""

TABLES: Mapping[str, Walled] = {**FORCED, **PLAIN}
"""Every table that has its place."""

RIGHTS = frozenset(
    f"records_{one}"
    for one in (
        *("officer", "roleheld", "agency", "agreementversion", "agreementsignature", "agreementwithdrawal"),
        *("assignment", "consent", "withholding", "protectiongate", "breakglass", "emergencyreview"),
        *("person", "membership", "minor"),
    )
)
"""The tables by which the wall tells what an officer reaches."""


def walled(table: str) -> Walled | None:
    """How a table's rows are walled off; None for those about nobody. One that has no place is shut to the pages."""
    return None if table in PLAIN else FORCED.get(table, Walled())
