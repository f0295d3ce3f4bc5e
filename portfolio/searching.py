"""Projects, programmes and portfolios in the search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.registries import SearchDocument, SearchSource
from portfolio.models import Milestone, Portfolio, Programme, Project


def _projects(ids: Iterable[int]) -> Iterable[tuple[int, SearchDocument]]:
    milestones = Prefetch("milestones", Milestone.objects.order_by("position", "pk"))
    related = ("portfolio", "programme", "manager", "sponsor")
    for project in (
        Project.objects.filter(pk__in=list(ids))
        .select_related(*related)
        .prefetch_related(milestones)
    ):
        people = (project.manager or project.manager_name, project.sponsor or project.sponsor_name)
        parts = [
            project.portfolio,
            project.programme,
            *people,
            project.owner_unit,
            project.category,
            project.method,
            project.objective,
            project.description,
            *(milestone.name for milestone in project.milestones.all()),
        ]
        body = " · ".join(str(part) for part in parts if part)
        yield project.pk, SearchDocument(str(project), body, project.get_absolute_url())


def _portfolios(ids: Iterable[int]) -> Iterable[tuple[int, SearchDocument]]:
    for portfolio in Portfolio.objects.filter(pk__in=list(ids)):
        url = reverse("portfolio", args=[portfolio.pk])
        yield portfolio.pk, SearchDocument(portfolio.name, portfolio.description, url)


def _programmes(ids: Iterable[int]) -> Iterable[tuple[int, SearchDocument]]:
    found = Programme.objects.filter(pk__in=list(ids)).select_related("portfolio")
    for programme in found:
        body = f"{programme.portfolio} · {programme.description}".strip(" ·")
        url = reverse("programme", args=[programme.pk])
        yield programme.pk, SearchDocument(programme.name, body, url)


def _visible(model: Any) -> Any:
    return lambda user: model.objects.visible_to(user).values("pk")


SOURCES = (
    SearchSource("portfolio.project", _("Projects"), _visible(Project), _projects, order=10),
    SearchSource(
        "portfolio.portfolio", _("Portfolios"), _visible(Portfolio), _portfolios, order=20
    ),
    SearchSource(
        "portfolio.programme", _("Programmes"), _visible(Programme), _programmes, order=30
    ),
)
