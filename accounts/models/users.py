"""People who sign in with their e-mail address, and their roles."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import PersonState
from accounts.models.invitations import Invitation
from accounts.roles import Capability, Role, can


class UserQuerySet(models.QuerySet["User"]):
    """Access to people, and people by state."""

    def visible_to(self, user: Any) -> Self:
        """Everybody for staff; external people see themselves only."""
        return self if can(user, Capability.VIEW_INTERNAL) else self.filter(pk=user.pk)

    def with_state(self) -> Self:
        """Annotate `state`, a PersonState."""
        own = Invitation.objects.filter(user=OuterRef("pk"))
        return self.annotate(
            state=Case(
                When(is_active=True, then=Value(PersonState.ACTIVE)),
                When(Exists(own.usable()), then=Value(PersonState.INVITED)),
                When(Exists(own.pending()), then=Value(PersonState.EXPIRED)),
                default=Value(PersonState.INACTIVE),
                output_field=CharField(),
            )
        )

    def current(self) -> Self:
        """Active and invited people: those who may be given something."""
        return self.filter(Q(is_active=True) | Exists(_pending_invitations()))

    def holding(self, *roles: Role) -> Self:
        """Active people who have one of these roles."""
        assigned = RoleAssignment.objects.filter(user=OuterRef("pk"), role__in=roles)
        return self.filter(Exists(assigned), is_active=True)


def _pending_invitations() -> models.QuerySet[Invitation]:
    return Invitation.objects.pending().filter(user=OuterRef("pk"))


class UserManager(BaseUserManager["User"]):
    """Creates people; used by Django's own commands."""

    def get_queryset(self) -> UserQuerySet:
        """People with the methods of their queryset."""
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: Any) -> UserQuerySet:
        """The people this person may see."""
        return self.get_queryset().visible_to(user)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with this address; without a password they cannot sign in yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An administrator, for the command line."""
        user = self.create_user(email, password, **fields)
        RoleAssignment.objects.create(user=user, role=Role.ADMINISTRATOR)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person; rights come from roles and grants, never from `is_superuser`."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default=settings.TIME_ZONE)
    theme = models.CharField(
        _("appearance"),
        max_length=5,
        choices=[("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
        default="auto",
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    state: str  # annotated by `with_state()`

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_absolute_url(self) -> str:
        """The person's page."""
        return reverse("person", args=[self.pk])

    def get_full_name(self) -> str:
        """The name as others see it."""
        return str(self)

    @property
    def state_label(self) -> str:
        """The annotated state in words."""
        return str(PersonState(self.state).label)

    @property
    def initials(self) -> str:
        """Up to two letters for the avatar."""
        words = str(self).split()
        return "".join(
            word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)
        ).upper()


class RoleAssignment(models.Model):
    """A person has a role."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="accounts_role_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"
