"""Every guideline that a person works on or audits, with what the list shows of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, F, FilteredRelation, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from accounts.roles import Capability, can
from guidelines.enums import OPEN_STATES, Access, RequestState, VersionState
from guidelines.models import ConfirmationRequest, Guideline
from guidelines.models.structure import GuidelineQuerySet, worked_on, works_on_all
from guidelines.selectors.translations import with_state

SOURCE, CURRENT, OUTDATED, BEGUN = "source", "current", "outdated", "begun"


def all_guidelines(user: Any) -> QuerySet[Any]:
    """Rows with title, kind, state, the open version, and how a translation stands.

    Auditors find every guideline that they may read, without what is in work.
    """
    rows = surveyed(user)
    opened = FilteredRelation("versions", condition=Q(versions__state__in=OPEN_STATES))
    found: QuerySet[Any] = with_state(rows.alias(open=opened))
    named: QuerySet[Any] = found.annotate(
        title=Coalesce("current__title", "open__title"),
        kind=Coalesce("current__kind", "open__kind"),
        tags=Case(When(current__isnull=False, then="current__tags"), default="open__tags"),
        state=_state(),
        open_state=told_of_work(user, F("open__state")),
        translation=_translation(),
        reach=_reach(),
    )
    return named


def surveyed(user: Any) -> GuidelineQuerySet:
    """What the person sees in lists about guidelines: what they work on, or may audit."""
    rows = Guideline.objects.visible_to(user)
    if works_on_all(user) or can(user, Capability.VIEW_AUDIT):
        return rows
    return rows.filter(worked_on(user))


def told_of_work(user: Any, state: Any) -> Any:
    """The state of the version in work, for those alone who work on the guideline."""
    return state if works_on_all(user) else Case(When(worked_on(user), then=state))


def confirmed_shares(pks: list[int]) -> dict[int, float]:
    """How many of those who were asked have confirmed the version in force, by guideline."""
    counted = (
        ConfirmationRequest.objects.filter(
            campaign__version=F("campaign__version__guideline__current"),
            campaign__version__guideline__in=pks,
            state__in=(RequestState.OPEN, RequestState.CONFIRMED),
        )
        .values("campaign__version__guideline")
        .annotate(
            asked=Count("person", distinct=True),
            confirmed=Count("person", distinct=True, filter=Q(state=RequestState.CONFIRMED)),
        )
        .order_by()
    )
    return {row["campaign__version__guideline"]: row["confirmed"] / row["asked"] for row in counted}


def _state() -> Case:
    """Of the version in force or retired; before the first one, of the draft."""
    return Case(
        When(retired_on__isnull=False, then=Value(VersionState.RETIRED.value)),
        When(current__isnull=False, then=Value(VersionState.PUBLISHED.value)),
        default=F("open__state"),
    )


def _translation() -> Case:
    return Case(
        When(translation_of__isnull=True, then=Value(SOURCE)),
        When(current__isnull=True, then=Value(BEGUN)),
        When(is_outdated=True, then=Value(OUTDATED)),
        default=Value(CURRENT),
    )


def _reach() -> Case:
    """Restricted by itself or by its chapter."""
    is_restricted = Q(access=Access.RESTRICTED) | Q(chapter__access=Access.RESTRICTED)
    return Case(
        When(is_restricted, then=Value(Access.RESTRICTED.value)),
        default=Value(Access.COMPANY.value),
    )
