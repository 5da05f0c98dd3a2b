"""Suspends the use of a person's data, and lifts that again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from reencuentro.actions.perform import one_at_a_time
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.errors import AccountError, ConflictError
from reencuentro.records.following import persons_meant
from reencuentro.records.restrictions import Ground, Restriction
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionStated:
    """Why nobody may work with a person's data; why: in words, without names. until None: until it is lifted."""

    person: str
    ground: Ground
    why: str
    until: datetime | None = None


def restrict(stated: RestrictionStated, viewer: Viewer) -> Restriction:
    """From now on the person's records are kept as they stand: neither matched anew, nor shown, nor told in results.

    Raises NotAllowedError for a person who isn't there or isn't the viewer's to restrict, AccountError for an end
    that is past, ConflictError where somebody has restricted them meanwhile.
    """
    with permitted(viewer, Action.RESTRICT, Matter(people=(stated.person,))):
        one_at_a_time()
        if stated.until is not None and stated.until <= viewer.at:
            raise AccountError("the restriction would be over before it begins", remedy="Choose a later end, or none.")
        if not stated.why.strip():
            raise AccountError("a restriction needs its reason", remedy="Say why, in words, without names.")
        return _keep(stated, viewer)


def _keep(stated: RestrictionStated, viewer: Viewer) -> Restriction:
    try:
        with transaction.atomic():
            return Restriction.objects.create(
                person=stated.person,
                ground=stated.ground.value,
                why=stated.why.strip(),
                begins_at=viewer.at,
                until=stated.until,
                given_by=viewer.by,
            )
    except IntegrityError as twice:
        standing = Restriction.objects.open().get(person=stated.person)
        raise ConflictError(
            f"the person under restriction {standing.pk}", seen=0, now=1, by=standing.given_by, at=standing.begins_at
        ) from twice


def lift_restriction(person: str, viewer: Viewer) -> int:
    """The person's data may be used again, where everything else allows it; how many restrictions that ended.

    Raises NotAllowedError as `restrict`, AccountError where there is none, ConflictError where somebody has just
    lifted it.
    """
    with permitted(viewer, Action.RESTRICT, Matter(people=(person,))):
        standing = [one for one in Restriction.objects.open().order_by("pk") if _is_of(one, person)]
        if not standing:
            raise AccountError("nothing restricts the use of this person's data", remedy="There is nothing to lift.")
        if not all(one.end(by=viewer.by, at=viewer.at) for one in standing):
            raise ConflictError(f"restriction {standing[0].pk}", seen=1)
        return len(standing)


def _is_of(one: Restriction, person: str) -> bool:
    return person in persons_meant(one.person, since=one.begins_at)
