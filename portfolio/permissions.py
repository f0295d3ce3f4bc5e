"""Who may change what; what may be seen is decided by `visible_to` alone.

Each rule is one function that returns why not, or None; `can_x` and `check_x` read it, and
pages show the reason beside the disabled control.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.roles import Capability, can
from portfolio.models import Project, ProjectFigures


def sees_all(user: Any) -> bool:
    """Whether the person's counts are of all projects, restricted ones included."""
    return can(user, Capability.SEE_RESTRICTED)


def why_not_edit(user: Any, project: Project) -> str | None:
    """Editing needs a role that edits all projects, or to be the project's manager."""
    if can(user, Capability.EDIT_PROJECTS):
        return None
    if can(user, Capability.EDIT_OWN_PROJECTS) and project.manager_id == user.pk:
        return None
    return _("Only the project manager and the PMO can change this project.")


def why_not_withdraw(report: ProjectFigures) -> str | None:
    """A project keeps its only report: without one it would be in no list and no sum."""
    if ProjectFigures.objects.filter(project=report.project_id).exclude(pk=report.pk).exists():
        return None
    return _("This is the project's only report. Correct it instead.")


def why_not_grant(user: Any) -> str | None:
    """Giving access is a right of its own."""
    if can(user, Capability.GRANT_ACCESS):
        return None
    return _("Your roles do not allow giving access.")


def why_not_create(user: Any) -> str | None:
    """Projects are created by the PMO and portfolio managers."""
    if can(user, Capability.CREATE_PROJECTS):
        return None
    return _("Your roles do not allow creating projects.")


def why_not_manage(user: Any) -> str | None:
    """Portfolios and programmes are kept by the PMO and portfolio managers."""
    if can(user, Capability.MANAGE_PORTFOLIOS):
        return None
    return _("Your roles do not allow changing portfolios.")


def why_not_import(user: Any) -> str | None:
    """Files are imported by the PMO and portfolio managers."""
    if can(user, Capability.IMPORT_PORTFOLIOS):
        return None
    return _("Your roles do not allow importing portfolios.")


def can_edit_project(user: Any, project: Project) -> bool:
    """Whether the person may change the project, its figures, milestones and team."""
    return why_not_edit(user, project) is None


def check_edit_project(user: Any, project: Project) -> None:
    """Raise PermissionDenied with the reason unless the person may change the project."""
    _check(why_not_edit(user, project))


def check_grant(user: Any) -> None:
    """Raise PermissionDenied with the reason unless the person may give access."""
    _check(why_not_grant(user))


def check_create_project(user: Any) -> None:
    """Raise PermissionDenied with the reason unless the person may create projects."""
    _check(why_not_create(user))


def check_manage_portfolios(user: Any) -> None:
    """Raise PermissionDenied with the reason unless the person may change portfolios."""
    _check(why_not_manage(user))


def check_import(user: Any) -> None:
    """Raise PermissionDenied with the reason unless the person may import files."""
    _check(why_not_import(user))


def _check(reason: str | None) -> None:
    if reason is not None:
        raise PermissionDenied(reason)
