"""Drafts agreements between two agencies, has each side sign, and lets either withdraw; nothing signed is edited."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.agreements import AgreementSignature, AgreementVersion, AgreementWithdrawal, Side
from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure.agreements import Agreement, troubles_of


def draft_agreement(terms: Agreement, *, by: str, at: datetime) -> AgreementVersion:
    """Keeps a next version of agreement `terms.id`, which allows nothing until both have signed it.

    version, signed_by, supersedes and ended_at of the terms are not looked at: the registry knows them.
    Raises AccountError for terms that policy can't allow, unknown sides, or others than in the version before.
    """
    about = [f"agreement:{terms.id}", f"agency:{terms.giver}", f"agency:{terms.taker}"]
    with performing("draft_agreement", by=by, about=about, at=at):
        before = _before(terms)
        numbered = replace(
            terms,
            version=before.version + 1 if before else 1,
            supersedes=before.version if before else 0,
            signed_by=frozenset(),
            ended_at=None,
        )
        _check(numbered, at)
        return _keep(numbered, before, by, at)


def _check(terms: Agreement, at: datetime) -> None:
    if troubles := troubles_of(terms):
        raise AccountError(
            f"such an agreement can't be made: {', '.join(troubles)}",
            remedy="docs/access.md says what an agency of that kind may be shown, and for what.",
        )
    if terms.valid_until <= at:
        raise AccountError("the agreement would be over before it begins", remedy="Choose a later end.")


def _before(terms: Agreement) -> AgreementVersion | None:
    versions = AgreementVersion.objects.filter(agreement=terms.id).select_related("giver", "taker")
    last = versions.order_by("-version").first()
    if last and (last.giver.code, last.taker.code) != (terms.giver, terms.taker):
        raise AccountError(f"agreement {terms.id} is between two other agencies", remedy="Choose another name for it.")
    return last


def _keep(terms: Agreement, before: AgreementVersion | None, by: str, at: datetime) -> AgreementVersion:
    try:
        with transaction.atomic():
            return AgreementVersion.objects.create(
                agreement=terms.id,
                version=terms.version,
                giver=agency_of(terms.giver),
                taker=agency_of(terms.taker),
                purposes=sorted(terms.purposes),
                roles=sorted(terms.roles),
                levels=sorted(terms.levels),
                topics=sorted(terms.topics),
                only_nationals_of=sorted(terms.only_nationals_of),
                begins_at=terms.valid_from,
                until=terms.valid_until,
                drafted_by=by,
                drafted_at=at,
                supersedes=before,
            )
    except IntegrityError as meanwhile:
        raise AccountError(
            f"somebody else drafted a version of {terms.id} meanwhile", remedy="Read that one, then draft yours on it."
        ) from meanwhile


def sign_agreement(version: AgreementVersion, officer: Officer, *, at: datetime) -> AgreementSignature:
    """Signs for the officer's own agency. Raises AccountError for an officer of neither side, a side that has signed,
    one who signed for the other side before they moved, and a version that is over, withdrawn, or older than one that
    both have signed.
    """
    who = f"officer:{officer.public_id}"
    with performing("sign_agreement", by=who, about=[f"agreement:{version.agreement}:{version.version}"], at=at):
        side = next((side for side in Side if version.agency_of(side) == officer.agency_id), None)
        if side is None or not officer.may_enter:
            raise AccountError("only the two agencies sign", remedy="Ask an officer of the agency that must sign.")
        _refuse_dead(version, at)
        if AgreementSignature.objects.filter(version=version, officer=officer).exclude(side=side.value).exists():
            raise AccountError("you signed for the other side", remedy="Somebody else must sign for this one.")
        try:
            with transaction.atomic():
                return AgreementSignature.objects.create(version=version, side=side.value, officer=officer, at=at)
        except IntegrityError as twice:
            raise AccountError("your side has signed already", remedy="There is nothing left to do.") from twice


def _refuse_dead(version: AgreementVersion, at: datetime) -> None:
    newer = AgreementVersion.objects.signed().filter(agreement=version.agreement, version__gt=version.version)
    if newer.exists():
        raise AccountError(
            "a newer version is signed already", remedy="Read that one; draft another if it must change."
        )
    if version.until <= at or AgreementWithdrawal.objects.filter(version=version).exists():
        raise AccountError("that version is over or withdrawn", remedy="Draft a new version.")


def withdraw_agreement(version: AgreementVersion, why: str, *, by: str, at: datetime) -> AgreementWithdrawal:
    """From now on the version allows nothing, for good. Raises AccountError without a reason, or a second time."""
    with performing("withdraw_agreement", by=by, about=[f"agreement:{version.agreement}:{version.version}"], at=at):
        if not why.strip():
            raise AccountError("a withdrawal needs a reason", remedy="Say in words why.")
        try:
            with transaction.atomic():
                return AgreementWithdrawal.objects.create(version=version, by=by, at=at, why=why.strip())
        except IntegrityError as twice:
            raise AccountError("that version is withdrawn already", remedy="There is nothing left to do.") from twice


def version_of(agreement: str, version: int) -> AgreementVersion:
    """That version of an agreement. Raises AccountError where there is none."""
    found = AgreementVersion.objects.filter(agreement=agreement, version=version).first()
    if found is None:
        raise AccountError(
            f"there is no version {version} of agreement {agreement}", remedy="See them: reencuentro agreements list"
        )
    return found
