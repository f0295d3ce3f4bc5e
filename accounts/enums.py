"""Closed sets of values of accounts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonState(models.TextChoices):
    """Whether a person can sign in, and if not, why."""

    ACTIVE = "active", _("Active")
    INVITED = "invited", _("Invited")
    EXPIRED = "expired", _("Invitation expired")
    INACTIVE = "inactive", _("Inactive")


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired")
