"""Which guidelines apply to a project, and which projects a guideline applies to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.domain.applicability import CLASS, KIND, METHOD, Applicability, Facts, Match, match
from guidelines.enums import Method
from guidelines.models import Guideline
from guidelines.selectors.library import library
from guidelines.selectors.library_rows import Row
from portfolio.domain.methods import method_of
from portfolio.models import Project, ProjectFigures
from portfolio.models.projects import visible_projects
from portfolio.selectors.figures import OPEN_STATES


@dataclass(frozen=True)
class Applying:
    """A guideline that applies to a project, and why."""

    row: Row
    match: Match
    why: str


@dataclass(frozen=True)
class Applicable:
    """Guidelines that apply, those of which it cannot be told, and how many do not."""

    certain: list[Applying]
    possible: list[Applying]
    others: int


def facts_of(project: Project, figures: Any | None) -> Facts:
    """What is known of the project, its class as of the figures."""
    return Facts(
        method=method_of(project.method),
        project_class=(figures.project_class or None) if figures else None,
        kind=project.category or None,
    )


def applicable(user: Any, project: Project, figures: Any | None) -> Applicable:
    """The guidelines in force that the person may read, sorted by whether they apply."""
    facts = facts_of(project, figures)
    rows = [
        row
        for shelf in library(user).handbooks
        for each in shelf.chapters
        for row in each.rows
        if row.is_in_force
    ]
    found = []
    for row in rows:
        rule = Applicability(row.methods, row.classes, row.project_kinds)
        if (hit := match(rule, facts)) is not None:
            found.append(Applying(row, hit, _why(hit, project, facts)))
    return Applicable(
        certain=[each for each in found if each.match.is_certain],
        possible=[each for each in found if not each.match.is_certain],
        others=len(rows) - len(found),
    )


def following(version: Any) -> QuerySet[ProjectFigures]:
    """Today's figures of the open projects to which a version certainly applies."""
    rows = ProjectFigures.objects.as_of(timezone.localdate()).filter(state__in=OPEN_STATES)
    return rows.filter(applies_to(version))


def count_following(version: Any, user: Any) -> int:
    """How many of these projects the person may see."""
    return following(version).filter(visible_projects(user, "project")).count()


def managers_of_following(version: Any) -> set[int]:
    """Who manages a project to which the version applies."""
    managed = following(version).filter(project__manager__isnull=False)
    return set(managed.values_list("project__manager_id", flat=True))


def applies_to(version: Any) -> Q:
    """The condition on figures: method, class and kind of the project are within the limits."""
    condition = Q()
    if version.methods:
        condition &= Q(
            project__method__in=_texts("method", lambda text: method_of(text) in version.methods)
        )
    if version.classes:
        condition &= Q(project_class__in=version.classes)
    if version.project_kinds:
        kinds = {kind.casefold() for kind in version.project_kinds}
        condition &= Q(
            project__category__in=_texts("category", lambda text: text.casefold() in kinds)
        )
    return condition


def guideline_in_force(user: Any, code: str) -> Guideline | None:
    """The guideline of this code that the person may read, its source before a translation."""
    rows = Guideline.objects.visible_to(user).in_force().filter(code__iexact=code)
    source_first = F("translation_of").asc(nulls_first=True)
    return rows.select_related("current").order_by(source_first, "pk").first()


def _texts(field: str, is_wanted: Callable[[str], bool]) -> list[str]:
    """What people wrote into this field and what is meant: free text is judged in one place."""
    written: Iterable[str] = Project.objects.order_by().values_list(field, flat=True).distinct()
    return [text for text in written if is_wanted(text)]


def _why(hit: Match, project: Project, facts: Facts) -> str:
    """The limits that the project meets, or that nobody can judge."""
    if not hit.met and not hit.unknown:
        return _("for all projects")
    words = {
        METHOD: _("method = %(value)s"),
        CLASS: _("class = %(value)s"),
        KIND: _("kind = %(value)s"),
    }
    values = {
        METHOD: str(Method(facts.method).label) if facts.method else "",
        CLASS: facts.project_class,
        KIND: project.category,
    }
    unknown = {
        METHOD: _("the project's method is not known"),
        CLASS: _("the project's class is not set"),
        KIND: _("the project's kind is not set"),
    }
    met = [words[name] % {"value": values[name]} for name in hit.met]
    return ", ".join([*met, *(unknown[name] for name in hit.unknown)])
