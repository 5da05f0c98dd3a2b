"""Makes accounts of officers, lets them in for the first time, gives and takes their roles.

Whatever changes what an officer may do ends every session of theirs in the same transaction.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.agencies import Agency
from reencuentro.records.assignments import Assignment
from reencuentro.records.officers import Enrolment, Officer, RoleHeld, normal_login
from reencuentro.records.sessions import end_sessions
from reencuentro.records.versions import changed_only_from
from reencuentro.rules.disclosure.vocabulary import Role

ENROL_WITHIN = timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerStated:
    """Who shall have an account. language: es or en."""

    login: str
    full_name: str
    agency: str
    roles: frozenset[Role] = frozenset()
    language: str = "es"


def add_officer(stated: OfficerStated, *, by: str, at: datetime) -> tuple[Officer, str]:
    """A new account and the one-time code that opens it; the code is shown to whoever adds it, and kept nowhere.

    Raises AccountError for an agency that is unknown, undescribed or suspended, a login that is taken, or roles that
    don't go together.
    """
    public_id = f"of-{secrets.token_hex(8)}"
    with performing("add_officer", by=by, about=[f"officer:{public_id}", f"agency:{stated.agency}"], at=at):
        officer = _new_account(stated, public_id, by, at)
        for role in sorted(stated.roles):
            _hold(officer, role, None, by, at)
        return officer, _new_code(officer, by, at)


def _new_account(stated: OfficerStated, public_id: str, by: str, at: datetime) -> Officer:
    login = normal_login(stated.login)
    if not (login and stated.full_name.strip()):
        raise AccountError("an officer needs a login and a full name", remedy="State both.")
    _refuse_language(stated.language)
    officer = Officer(
        public_id=public_id,
        login=login,
        full_name=stated.full_name.strip(),
        agency=_open_agency(stated.agency),
        language=stated.language,
        added_at=at,
        added_by=by,
    )
    officer.set_unusable_password()
    try:
        with transaction.atomic():
            officer.save(force_insert=True)
    except IntegrityError as taken:
        raise AccountError(
            "that login is taken", remedy="Choose another login, or use the account there is."
        ) from taken
    return officer


def _refuse_language(language: str) -> None:
    if language not in ("es", "en"):
        raise AccountError(f"there is no language {language}", remedy="Choose es or en.")


def _open_agency(code: str) -> Agency:
    agency = agency_of(code)
    if not agency.kind:
        raise AccountError(
            f"nobody has said what agency {code} is", remedy="Describe it first: reencuentro agencies add …"
        )
    if agency.suspended:
        raise AccountError(f"agency {code} is suspended", remedy="Readmit the agency first, if that is right.")
    return agency


def invite_again(officer: Officer, *, by: str, at: datetime) -> str:
    """A new one-time code, for who lost password or devices: until it is used the old ways in are closed."""
    with performing("invite_officer", by=by, about=[f"officer:{officer.public_id}"], at=at):
        _refuse_self(officer, by)
        officer.set_unusable_password()
        changed_only_from(officer, officer.version, by=by, at=at, password=officer.password)
        end_sessions(officer=officer)
        return _new_code(officer, by, at)


def _new_code(officer: Officer, by: str, at: datetime) -> str:
    Enrolment.objects.filter(officer=officer, used_at=None).update(used_at=at)
    code = "-".join(secrets.token_hex(3) for _ in range(5))
    Enrolment.objects.create(officer=officer, code_hash=_hashed(code), made_at=at, made_by=by, until=at + ENROL_WITHIN)
    return code


def _hashed(code: str) -> str:
    # 120 random bits need no slow hash.
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


def enrol(code: str, password: str, *, at: datetime) -> Officer:
    """Uses a one-time code to set the password. Raises AccountError for a code that is unknown, used or too old, and
    for a password that is too weak; a refused password doesn't use the code up.
    """
    enrolment = Enrolment.objects.filter(code_hash=_hashed(code)).select_related("officer__agency").first()
    who = f"officer:{enrolment.officer.public_id}" if enrolment else "officer:unknown"
    with performing("enrol", by=who, about=[who], at=at):
        if enrolment is None or not enrolment.officer.may_enter:
            raise AccountError(_NO_CODE[0], remedy=_NO_CODE[1])
        _set_password(enrolment.officer, password, who, at)
        claimed = Enrolment.objects.filter(pk=enrolment.pk, used_at=None, until__gt=at).update(used_at=at)
        if not claimed:
            raise AccountError(_NO_CODE[0], remedy=_NO_CODE[1])
        return enrolment.officer


_NO_CODE = (
    "that code is unknown, used or too old",
    "Check that it is typed as it was given; else ask whoever keeps the accounts for a new one.",
)


def change_password(officer: Officer, password: str, *, at: datetime) -> None:
    """Sets the officer's own new password and ends every session. Raises AccountError where it is too weak."""
    who = f"officer:{officer.public_id}"
    with performing("change_password", by=who, about=[who], at=at):
        _set_password(officer, password, who, at)


def _set_password(officer: Officer, password: str, by: str, at: datetime) -> None:
    try:
        validate_password(password, officer)
    except ValidationError as weak:
        raise AccountError("that password is too weak", remedy=" ".join(weak.messages)) from weak
    officer.set_password(password)
    changed_only_from(officer, officer.version, by=by, at=at, password=officer.password)
    end_sessions(officer=officer)


def give_role(officer: Officer, role: Role, *, by: str, at: datetime, until: datetime | None = None) -> None:
    """The officer holds the role from now on. Raises AccountError where it doesn't go with the others they hold."""
    with performing("give_role", by=by, about=[f"officer:{officer.public_id}", f"role:{role.value}"], at=at):
        _refuse_self(officer, by)
        Officer.objects.select_for_update().get(pk=officer.pk)  # two roles given at once must see each other
        _hold(officer, role, until, by, at)
        end_sessions(officer=officer)


def _hold(officer: Officer, role: Role, until: datetime | None, by: str, at: datetime) -> None:
    held = set(RoleHeld.objects.open().filter(officer=officer).values_list("role", flat=True))
    if role in held:
        raise AccountError(f"the officer holds the role {role.value} already", remedy="There is nothing left to do.")
    if role is Role.OPERATOR:
        raise AccountError(
            "nobody is given the role of the operator",
            remedy="Whoever runs the program on its machine is the operator.",
        )
    if held and Role.ADMINISTRATOR in {*held, role}:
        raise AccountError(
            "who keeps the accounts holds no other role", remedy="Make a second account of another person for it."
        )
    if until is not None and until <= at:
        raise AccountError("the role would be over before it begins", remedy="Choose a later end.")
    RoleHeld.objects.create(officer=officer, role=role.value, begins_at=at, until=until, given_by=by)


def take_role(officer: Officer, role: Role, *, by: str, at: datetime) -> None:
    """The officer no longer holds the role. Raises AccountError where they didn't."""
    with performing("take_role", by=by, about=[f"officer:{officer.public_id}", f"role:{role.value}"], at=at):
        held = RoleHeld.objects.open().filter(officer=officer, role=role.value).first()
        if held is None or not held.end(by=by, at=at):
            raise AccountError(f"the officer doesn't hold the role {role.value}", remedy="There is nothing to take.")
        end_sessions(officer=officer)


def move_officer(officer: Officer, version: int, agency: str, *, by: str, at: datetime) -> None:
    """The officer works for another agency from now on: without the roles and assignments of the old one."""
    with performing("move_officer", by=by, about=[f"officer:{officer.public_id}", f"agency:{agency}"], at=at):
        _refuse_self(officer, by)
        changed_only_from(officer, version, by=by, at=at, agency=_open_agency(agency))
        _end_all(officer, by, at)


def read_in(officer: Officer, language: str, *, at: datetime) -> None:
    """The officer reads the pages in another language from now on; their rights stay, and so do their sessions."""
    who = f"officer:{officer.public_id}"
    with performing("read_in", by=who, about=[who], at=at):
        _refuse_language(language)
        changed_only_from(officer, officer.version, by=who, at=at, language=language)


def suspend_officer(officer: Officer, *, by: str, at: datetime) -> None:
    """Closes the account: signed out at once, and not let in until it is opened again."""
    with performing("suspend_officer", by=by, about=[f"officer:{officer.public_id}"], at=at):
        changed_only_from(officer, officer.version, by=by, at=at, is_active=False)
        end_sessions(officer=officer)


def readmit_officer(officer: Officer, *, by: str, at: datetime) -> None:
    """Opens the account again, with the roles that it still holds."""
    with performing("readmit_officer", by=by, about=[f"officer:{officer.public_id}"], at=at):
        _refuse_self(officer, by)
        changed_only_from(officer, officer.version, by=by, at=at, is_active=True)


def _end_all(officer: Officer, by: str, at: datetime) -> None:
    lasting: Iterable[type[RoleHeld | Assignment]] = (RoleHeld, Assignment)
    for kind in lasting:
        kind.objects.open().filter(officer=officer).update(ended_at=at, ended_by=by)
    end_sessions(officer=officer)


def _refuse_self(officer: Officer, by: str) -> None:
    if by == f"officer:{officer.public_id}":
        raise AccountError("nobody changes their own rights", remedy="Ask somebody else who keeps the accounts.")


def officer_of(login: str) -> Officer:
    """The officer of that login or public id. Raises AccountError where there is none."""
    officers = Officer.objects.select_related("agency")
    officer = officers.filter(login=normal_login(login)).first() or officers.filter(public_id=login).first()
    if officer is None:
        raise AccountError("there is no such officer", remedy="See who there is: reencuentro officers list")
    return officer
