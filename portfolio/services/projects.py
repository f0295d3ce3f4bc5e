"""Create, change, move and delete projects; decide who may read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.changes import assign
from core.errors import Errors
from core.events import Happening, record, record_many
from core.versions import revision
from portfolio.enums import Access, MemberRole
from portfolio.models import Portfolio, Programme, Project
from portfolio.services import currencies, figures

FIELDS = (
    "programme",
    "code",
    "name",
    "description",
    "objective",
    "owner_unit",
    "manager",
    "manager_name",
    "sponsor",
    "sponsor_name",
    "category",
    "method",
    "currency",
    "access",
)


@transaction.atomic
def create(
    portfolio: Portfolio,
    *,
    by: Any,
    report_on: date | None = None,
    first_figures: Mapping[str, Any] | None = None,
    **values: Any,
) -> Project:
    """A new project with its first figures (default: none, state proposed, of today)."""
    project = Project(portfolio=portfolio, currency=portfolio.currency)
    changes = _apply(project, values)
    with revision(by=by, comment=_("Created")):
        project.save()
    figures.report(
        project,
        report_on or timezone.localdate(),
        {"state": "proposed", **(first_figures or {})},
        by=by,
    )
    data = {"changes": changes, **_link(project)}
    record("portfolio.project_created", project, by=by, data=data, search=True)
    return project


@transaction.atomic
def create_many(
    portfolio: Portfolio, rows: Iterable[Mapping[str, Any]], *, by: Any
) -> list[Project]:
    """New projects without figures, for imports that report them next; one error stops all."""
    projects = []
    taken = set(portfolio.projects.values_list("code", flat=True))
    for values in rows:
        project = Project(portfolio=portfolio, currency=portfolio.currency)
        _apply(project, values, taken=taken)
        taken.add(project.code)
        projects.append(project)
    projects = Project.objects.bulk_create(projects, batch_size=500)
    record_many(
        [Happening("portfolio.project_created", p, _link(p), search=True) for p in projects], by=by
    )
    return projects


@transaction.atomic
def update(project: Project, *, by: Any, comment: str = "", **values: Any) -> Project:
    """Change what is given; nothing happens when nothing differs."""
    changes = _apply(project, values)
    if changes:
        with revision(by=by, comment=comment or _("Changed")):
            project.save(update_fields=[*changes, "updated_at"])
        data = {"changes": changes, **_link(project)}
        record("portfolio.project_changed", project, by=by, data=data, search=True)
    return project


@transaction.atomic
def move(
    project: Project, *, to: Portfolio, programme: Programme | None = None, by: Any
) -> Project:
    """Move the project to another portfolio, with its history."""
    before, errors = project.portfolio, Errors()
    project.portfolio = to
    _apply(project, {"programme": programme}, errors=errors)
    with revision(by=by, comment=_("Moved from %(name)s") % {"name": before}):
        project.save(update_fields=["portfolio", "programme", "updated_at"])
    data = {"portfolio_before": before.name, "portfolio": to.name, **_link(project)}
    record("portfolio.project_moved", project, by=by, data=data, search=True)
    return project


@transaction.atomic
def set_access(project: Project, access: str, *, by: Any) -> Project:
    """Open the project to all staff, or restrict it to members and granted people."""
    if access not in Access.values:
        raise ValidationError({"access": [_("Choose who may read the project.")]})
    if access != project.access:
        project.access = access
        with revision(by=by, comment=_("Access changed")):
            project.save(update_fields=["access", "updated_at"])
        data = {"access": access, **_link(project)}
        record("portfolio.access_changed", project, by=by, data=data, search=True)
    return project


@transaction.atomic
def delete(project: Project, *, by: Any) -> None:
    """Delete a project with its figures; the audit log keeps what happened to it."""
    record("portfolio.project_deleted", project, by=by, search=True)
    project.delete()


@transaction.atomic
def add_member(project: Project, person: Any, *, role: str = MemberRole.TEAM, by: Any) -> None:
    """Add a person to the team, or change the member's role."""
    errors = Errors()
    if not person.is_active:
        errors.add("user", _("This person cannot sign in any more."))
    if role not in MemberRole.values:
        errors.add("role", _("Choose a role."))
    if role == MemberRole.ASSURANCE and person.pk == project.manager_id:
        errors.add("role", _("The project manager cannot assure their own project."))
    errors.raise_if_any()
    project.memberships.update_or_create(user=person, defaults={"role": role})
    record("portfolio.member_added", project, by=by, data=_about(project, person))


@transaction.atomic
def remove_member(project: Project, person: Any, *, by: Any) -> None:
    """Take a person out of the team; grants stay as they are."""
    removed, _models = project.memberships.filter(user=person).delete()
    if removed:
        record("portfolio.member_removed", project, by=by, data=_about(project, person))


def _apply(
    project: Project,
    values: Mapping[str, Any],
    *,
    taken: set[str] | None = None,
    errors: Errors | None = None,
) -> dict[str, tuple[Any, Any]]:
    errors = errors or Errors()
    changes = assign(project, values, FIELDS, errors)
    currencies.check(project.currency, "currency", errors)
    _check_identity(project, taken, errors)
    _check_people(project, errors)
    programme = project.programme
    if programme is not None and programme.portfolio_id != project.portfolio_id:
        errors.add("programme", _("This programme belongs to another portfolio."))
    errors.raise_if_any()
    return changes


def _check_identity(project: Project, taken: set[str] | None, errors: Errors) -> None:
    """Code and name are needed; the code is unique in the portfolio."""
    errors.require(project, "name", _("A project needs a name."))
    if not errors.require(project, "code", _("A project needs a code.")):
        return
    if taken is None:
        others = Project.objects.filter(portfolio=project.portfolio_id, code=project.code)
        is_taken = others.exclude(pk=project.pk).exists()
    else:
        is_taken = project.code in taken
    if is_taken:
        errors.add("code", _("This portfolio has a project of this code already."))


def _check_people(project: Project, errors: Errors) -> None:
    """Who steers a project does not also manage it; who assures it does neither."""
    if project.manager_id is None:
        return
    if project.manager_id == project.sponsor_id:
        errors.add("sponsor", _("The sponsor cannot be the project manager."))
    assures = project.pk and project.memberships.filter(
        user=project.manager_id, role=MemberRole.ASSURANCE
    )
    if assures and assures.exists():
        errors.add("manager", _("This person assures the project and cannot manage it."))


def _link(project: Project) -> dict[str, str]:
    return {"url": project.get_absolute_url()}


def _about(project: Project, person: Any) -> dict[str, Any]:
    return {"person": str(person), "person_id": person.pk, **_link(project)}
