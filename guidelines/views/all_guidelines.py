"""The list of all guidelines, for those who keep them."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.listing.columns import Column, Row
from core.listing.filters import ListFilter
from core.listing.page import ListPage
from guidelines.enums import Access, Kind, VersionState
from guidelines.models import Chapter, Handbook
from guidelines.permissions import check, why_not_survey
from guidelines.selectors.all_guidelines import (
    BEGUN,
    CURRENT,
    OUTDATED,
    SOURCE,
    all_guidelines,
    confirmed_shares,
)

TRANSLATION = [
    (SOURCE, _("Source")),
    (CURRENT, _("Translation, up to date")),
    (OUTDATED, _("Translation, outdated")),
    (BEGUN, _("Translation, not published")),
]
REACH = [(Access.COMPANY, _("All staff")), (Access.RESTRICTED, _("Restricted"))]
STATES = [each for each in VersionState.choices if each[0] not in (VersionState.SUPERSEDED,)]


def _tags(tags: list[str] | None) -> str:
    return ", ".join(tags or [])


COLUMNS = (
    Column("code", _("Code")),
    Column("title", _("Title")),
    Column("kind", _("Kind"), kind="choice", choices=Kind.choices),
    Column("handbook", _("Handbook"), path="chapter__handbook__title", default=False),
    Column("chapter", _("Chapter"), path="chapter__title"),
    Column("owner", _("Owner"), path="owner__name"),
    Column("state", _("State"), kind="choice", choices=VersionState.choices),
    Column("version", _("Version"), kind="number", path="current__number"),
    Column(
        "published_on",
        _("In force from"),
        kind="date",
        path="current__effective_on",
        default=False,
    ),
    Column("next_review_on", _("Next review"), kind="date"),
    Column("language", _("Language"), kind="choice", choices=settings.LANGUAGES),
    Column("translation", _("Translation"), kind="choice", choices=TRANSLATION),
    Column(
        "open_state",
        _("In work"),
        kind="choice",
        choices=VersionState.choices,
        help=_("State of the next version, where one is in work."),
    ),
    Column(
        "confirmed",
        _("Confirmed"),
        kind="share",
        bulk=confirmed_shares,
        sort=(),
        help=_("Share of the people asked who confirmed the version in force."),
        reason=lambda _row: _("nobody was asked"),
    ),
    Column("tags", _("Tags"), value=_tags, paths=("tags",), sort=(), default=False),
    Column("access", _("Access"), kind="choice", path="reach", choices=REACH, default=False),
)


def _handbooks(request: HttpRequest) -> QuerySet[Handbook]:
    return Handbook.objects.visible_to(request.user).order_by("position", "title")


def _chapters(request: HttpRequest) -> QuerySet[Chapter]:
    rows = Chapter.objects.visible_to(request.user)
    return rows.order_by("handbook__position", "position", "title")


class GuidelineFilter(ListFilter):
    """By place, state, kind, language, owner and care."""

    handbook = filters.ModelChoiceFilter(
        label=_("Handbook"), field_name="chapter__handbook", queryset=_handbooks
    )
    chapter = filters.ModelChoiceFilter(label=_("Chapter"), queryset=_chapters)
    state = filters.MultipleChoiceFilter(label=_("State"), choices=STATES)
    kind = filters.MultipleChoiceFilter(label=_("Kind"), choices=Kind.choices)
    language = filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    translation = filters.MultipleChoiceFilter(label=_("Translation"), choices=TRANSLATION)
    in_work = filters.BooleanFilter(
        label=_("Version in work"), field_name="open_state", lookup_expr="isnull", exclude=True
    )
    overdue = filters.BooleanFilter(label=_("Review overdue"), method="by_overdue")
    owner = filters.ChoiceFilter(
        label=_("Owner"),
        choices=[("me", _("Mine")), ("nobody", _("Nobody"))],
        method="by_owner",
    )
    access = filters.ChoiceFilter(label=_("Access"), field_name="reach", choices=REACH)

    def by_overdue(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001 - django-filter's signature
        """Past its day of review, or not."""
        late = {"next_review_on__lt": timezone.localdate(), "retired_on__isnull": True}
        return rows.filter(**late) if value else rows.exclude(**late)

    def by_owner(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """The person's own, or those that nobody owns."""
        if value == "me":
            return rows.filter(owner=self.request.user.pk)
        return rows.filter(owner__isnull=True)


class GuidelineList(ListPage):
    """Guidelines in every state and language."""

    key = "guidelines.all"
    title = _("All guidelines")
    url_name = "guideline_list"
    template_name = "guidelines/all_guidelines.html"
    filterset_class = GuidelineFilter
    filters_at_hand = ("state", "kind", "language", "translation")
    default_sort = "code"
    search_fields = ("code", "title", "owner__name", "chapter__title")
    columns = COLUMNS
    empty_text = _("No guideline that you work on.")

    def check(self, request: HttpRequest) -> None:
        """For those who work on guidelines, and for auditors."""
        check(why_not_survey(request.user))

    def queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Every guideline that the person works on or audits."""
        return all_guidelines(request.user)

    def row_url(self, row: Row) -> str:
        """The reader's page."""
        return reverse("guideline", args=[row["pk"]])
