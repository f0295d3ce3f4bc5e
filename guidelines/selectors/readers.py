"""Who may read a guideline: the set of people, the other way round than `visible_to`."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.grants import any_holders
from accounts.models import RoleAssignment, User
from accounts.roles import CAPABILITIES, Capability
from guidelines.enums import Access
from guidelines.models import Guideline


def readers_of(guideline: Guideline) -> QuerySet[User]:
    """Active people who may read the guideline once it is published.

    Holds the rule of `models.structure.accessible_guidelines` for one guideline and all people;
    a test compares both for every role.
    """
    entitled = Q(Exists(_with(Capability.SEE_RESTRICTED))) | Q(pk=guideline.owner_id)
    entitled |= Q(pk__in=any_holders(guideline)) | Q(pk__in=any_holders(guideline.chapter))
    if Access.RESTRICTED not in (guideline.access, guideline.chapter.access):
        entitled |= Q(Exists(_with(Capability.VIEW_INTERNAL)))
    return User.objects.filter(entitled, is_active=True)


def _with(capability: Capability) -> QuerySet[Any]:
    roles = [role for role, allowed in CAPABILITIES.items() if capability in allowed]
    return RoleAssignment.objects.filter(user=OuterRef("pk"), role__in=roles)
