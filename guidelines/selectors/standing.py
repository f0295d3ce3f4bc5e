"""Which confirmations still count: those of a version after which nothing material changed."""

from __future__ import annotations

from django.db.models import QuerySet

from guidelines.enums import SEALED_STATES
from guidelines.models import GuidelineVersion


def last_material_number(version: GuidelineVersion) -> int:
    """The number of the version that brought the last material change, up to this one."""
    if version.is_material:
        return version.number
    before = version.guideline.versions.filter(
        state__in=SEALED_STATES, number__lt=version.number
    ).order_by("-number")
    numbers = list(before.values_list("number", "is_material"))
    material = (number for number, is_material in numbers if is_material)
    return next(material, numbers[-1][0] if numbers else version.number)


def of_equal_standing(version: GuidelineVersion) -> QuerySet[GuidelineVersion]:
    """This version and those before it from which only minor changes lead to it.

    Who confirmed one of them needs not confirm this one.
    """
    return GuidelineVersion.objects.filter(
        guideline=version.guideline_id,
        number__range=(last_material_number(version), version.number),
    )
