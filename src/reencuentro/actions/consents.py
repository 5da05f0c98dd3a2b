"""Records what people allow to be told about them, and from whom they want it withheld; both can be taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from reencuentro.actions.assignments import require_person
from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.agencies import Agency
from reencuentro.records.consents import Basis, Consent, Withholding
from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure.vocabulary import Level, Purpose, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentStated:
    """What was allowed, by whom, and how it was explained. until None: until it is withdrawn.

    language: ISO 639, the one in which it was explained. witness: an officer who was there.
    """

    person: str
    purpose: Purpose
    recipient: Agency
    levels: frozenset[Level]
    topics: frozenset[Topic] = frozenset()
    basis: Basis
    language: str
    interpreted: bool = False
    witness: Officer | None = None
    until: datetime | None = None


def record_consent(stated: ConsentStated, *, by: str, at: datetime) -> Consent:
    """Keeps a consent from now on. Raises AccountError for an unknown person, an end that is past, a consent to
    nothing, one without its language, or one that stands already for that purpose and recipient.
    """
    about = [f"person:{stated.person}", f"agency:{stated.recipient.code}"]
    with performing("record_consent", by=by, about=about, at=at):
        require_person(stated.person)
        _check(stated, at)
        return _keep(stated, by, at)


def _check(stated: ConsentStated, at: datetime) -> None:
    if not stated.levels:
        raise AccountError("a consent to nothing", remedy="Say which levels may be told.")
    if stated.basis is not Basis.COURT and not stated.language.strip():
        raise AccountError(
            "a consent needs the language in which it was explained", remedy="Record the language, and who interpreted."
        )
    if stated.until is not None and stated.until <= at:
        raise AccountError("the consent would be over before it begins", remedy="Choose a later end, or none.")


def _keep(stated: ConsentStated, by: str, at: datetime) -> Consent:
    try:
        with transaction.atomic():
            return Consent.objects.create(
                person=stated.person,
                purpose=stated.purpose.value,
                recipient=stated.recipient,
                levels=sorted(stated.levels),
                topics=sorted(stated.topics),
                basis=stated.basis.value,
                language=stated.language.strip(),
                interpreted=stated.interpreted,
                witness=stated.witness,
                begins_at=at,
                until=stated.until,
                given_by=by,
            )
    except IntegrityError as twice:
        raise AccountError(
            "there is a consent for that purpose and recipient already", remedy="Withdraw that one first."
        ) from twice


def withdraw_consent(consent: Consent, *, by: str, at: datetime) -> None:
    """From now on it allows nothing. Raises AccountError where it was withdrawn before."""
    with performing("withdraw_consent", by=by, about=[f"person:{consent.person}", f"consent:{consent.pk}"], at=at):
        if not consent.end(by=by, at=at):
            raise AccountError("the consent was withdrawn before", remedy="There is nothing left to do.")


def withhold(person: str, whom: Agency | Officer, *, by: str, at: datetime, by_court: bool = False) -> Withholding:
    """The person is not shown to an agency, or an officer, whatever else allows it; by_court: not in an emergency.

    Raises AccountError for an unknown person, or where that stands already.
    """
    name = f"agency:{whom.code}" if isinstance(whom, Agency) else f"officer:{whom.public_id}"
    whose = {"agency": whom} if isinstance(whom, Agency) else {"officer": whom}
    with performing("withhold", by=by, about=[f"person:{person}", name], at=at):
        require_person(person)
        try:
            with transaction.atomic():
                return Withholding.objects.create(person=person, **whose, by_court=by_court, begins_at=at, given_by=by)
        except IntegrityError as twice:
            raise AccountError("that is withheld already", remedy="There is nothing left to do.") from twice


def lift_withholding(withholding: Withholding, *, by: str, at: datetime) -> None:
    """The person is shown again, where everything else allows it. Raises AccountError where it was lifted before."""
    with performing("lift_withholding", by=by, about=[f"person:{withholding.person}"], at=at):
        if not withholding.end(by=by, at=at):
            raise AccountError("the withholding was lifted before", remedy="There is nothing left to do.")
