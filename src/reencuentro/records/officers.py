"""Who works in the registry: officers, the roles that they hold, and the one-time codes that let them in first."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from reencuentro.records.lasting import Lasting
from reencuentro.records.versions import Versioned
from reencuentro.rules.disclosure.asking import AgencyFacts, OfficerFacts
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role


class OfficerManager(BaseUserManager["Officer"]):
    """Officers by what they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Officer":
        """The officer of that login, whatever its case. Raises Officer.DoesNotExist."""
        return self.get(login=normal_login(username or ""))


def normal_login(login: str) -> str:
    """A login as it is kept: the same person can't be two accounts by case or by odd forms of one letter."""
    return AbstractBaseUser.normalize_username(login.strip()).casefold()


class Officer(Versioned, AbstractBaseUser):
    """A person with an account, of one agency. There is no staff and no superuser: only roles, each for a time.

    public_id names the officer in the audit and in addresses; login is an e-mail address or a name of their choice.
    """

    public_id = models.CharField(max_length=20, unique=True)
    login = models.CharField(max_length=254, unique=True)
    full_name = models.CharField(max_length=200)
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="officers")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="es")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    USERNAME_FIELD = "login"
    objects = OfficerManager()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=Q(language__in=("es", "en")), name="an_officer_reads_es_or_en"),
        )

    @property
    def may_enter(self) -> bool:
        """Whether the account is open: neither it nor its agency is suspended. Reads the agency."""
        return self.is_active and not self.agency.suspended

    def roles(self, at: datetime) -> frozenset[str]:
        """The roles held at that instant."""
        return frozenset(RoleHeld.objects.in_force(at).filter(officer=self).values_list("role", flat=True))

    def as_rule(self, at: datetime, *, stepped_up: bool, review_overdue: bool = False) -> OfficerFacts:
        """The officer as the decision takes them. Reads roles and agency."""
        agency = AgencyFacts(
            code=self.agency.code,
            kind=AgencyKind(self.agency.kind),
            country=self.agency.country,
            suspended=self.agency.suspended,
        )
        return OfficerFacts(
            id=self.public_id,
            roles=frozenset(map(Role, self.roles(at))),
            agency=agency,
            suspended=not self.is_active,
            stepped_up=stepped_up,
            review_overdue=review_overdue,
        )

    def get_full_name(self) -> str:
        """How the officer is greeted."""
        return self.full_name

    def __str__(self) -> str:
        return self.public_id


class RoleHeld(Lasting):
    """An officer holds a role for a time; who gave it and who took it stays."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=30)

    class Meta(Lasting.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Lasting.Meta.constraints,
            models.UniqueConstraint(
                fields=["officer", "role"], condition=Q(ended_at=None), name="a_role_is_held_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.officer_id} holds {self.role}"


class Enrolment(models.Model):
    """A one-time code by which an officer sets the first password; only its hash is kept.

    Another one for the same officer puts an end to the ones before.
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="enrolments")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["officer"], condition=Q(used_at=None), name="one_open_enrolment_for_one_officer"
            ),
        )

    def __str__(self) -> str:
        return f"enrolment of {self.officer_id}"
