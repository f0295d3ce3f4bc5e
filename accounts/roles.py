"""Roles and what they allow, as code: one table that pages, checks and tests read."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in the company's project management."""

    ADMINISTRATOR = "administrator", _("Administrator")
    PMO_LEAD = "pmo_lead", _("PMO lead")
    PMO_ANALYST = "pmo_analyst", _("PMO analyst")
    PORTFOLIO_MANAGER = "portfolio_manager", _("Portfolio manager")
    EXECUTIVE = "executive", _("Executive")
    PROJECT_MANAGER = "project_manager", _("Project manager")
    TEAM_MEMBER = "team_member", _("Team member")
    SPONSOR = "sponsor", _("Sponsor")
    RESOURCE_MANAGER = "resource_manager", _("Resource manager")
    AUDITOR = "auditor", _("Auditor")
    EXTERNAL = "external", _("External stakeholder")


class Capability(models.TextChoices):
    """What a role may do everywhere, apart from what a person may do in one project."""

    VIEW_INTERNAL = "view_internal", _("Read internal portfolios and projects")
    SEE_RESTRICTED = "see_restricted", _("Read restricted projects and guidelines")
    CREATE_PROJECTS = "create_projects", _("Create projects")
    EDIT_PROJECTS = "edit_projects", _("Edit any visible project")
    EDIT_OWN_PROJECTS = "edit_own_projects", _("Edit projects they manage")
    MANAGE_PORTFOLIOS = "manage_portfolios", _("Create and edit portfolios and programmes")
    IMPORT_PORTFOLIOS = "import_portfolios", _("Import portfolios")
    GRANT_ACCESS = "grant_access", _("Grant access to portfolios and projects")
    MANAGE_REPORTS = "manage_reports", _("Define, run and archive portfolio reports")
    VIEW_REPORTS = "view_reports", _("Read delivered portfolio reports")
    WRITE_GUIDELINES = "write_guidelines", _("Write guidelines")
    REVIEW_GUIDELINES = "review_guidelines", _("Review and approve guidelines")
    PUBLISH_GUIDELINES = "publish_guidelines", _("Publish and retire guidelines")
    MANAGE_GUIDELINES = (
        "manage_guidelines",
        _("Keep handbooks, glossary, text blocks and confirmation campaigns"),
    )
    SHARE_VIEWS = "share_views", _("Share saved views")
    MANAGE_USERS = "manage_users", _("Invite people and give roles")
    VIEW_AUDIT = "view_audit", _("Read the audit log")
    VIEW_JOBS = "view_jobs", _("See all background work")


C = Capability
_STAFF = frozenset({C.VIEW_INTERNAL, C.VIEW_REPORTS})
_PORTFOLIO = _STAFF | {
    C.CREATE_PROJECTS,
    C.EDIT_PROJECTS,
    C.MANAGE_PORTFOLIOS,
    C.IMPORT_PORTFOLIOS,
    C.MANAGE_REPORTS,
    C.SHARE_VIEWS,
}

_METHOD = frozenset({C.WRITE_GUIDELINES, C.REVIEW_GUIDELINES, C.MANAGE_GUIDELINES})

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.ADMINISTRATOR: frozenset(Capability),
    Role.PMO_LEAD: _PORTFOLIO
    | _METHOD
    | {C.PUBLISH_GUIDELINES}
    | {C.SEE_RESTRICTED, C.GRANT_ACCESS, C.MANAGE_USERS, C.VIEW_AUDIT, C.VIEW_JOBS},
    Role.PMO_ANALYST: _PORTFOLIO | _METHOD | {C.VIEW_JOBS},
    Role.PORTFOLIO_MANAGER: _PORTFOLIO | {C.GRANT_ACCESS},
    Role.EXECUTIVE: _STAFF | {C.SHARE_VIEWS},
    Role.PROJECT_MANAGER: _STAFF | {C.EDIT_OWN_PROJECTS},
    Role.TEAM_MEMBER: _STAFF,
    Role.SPONSOR: _STAFF,
    Role.RESOURCE_MANAGER: _STAFF,
    Role.AUDITOR: _STAFF | {C.VIEW_AUDIT, C.VIEW_JOBS},
    Role.EXTERNAL: frozenset({C.VIEW_REPORTS}),
}

INTERNAL_ROLES = tuple(role for role, held in CAPABILITIES.items() if C.VIEW_INTERNAL in held)


def roles_of(user: Any) -> frozenset[Role]:
    """The person's roles, read once per request; nobody for who is not signed in."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    cached: frozenset[Role] | None = getattr(user, "_roles", None)
    if cached is None:
        cached = frozenset(
            Role(value) for value in user.role_assignments.values_list("role", flat=True)
        )
        user._roles = cached  # noqa: SLF001 - our own cache on our own user
    return cached


def forget_roles(user: Any) -> None:
    """Drop the cached roles after they were changed."""
    user.__dict__.pop("_roles", None)


def can(user: Any, capability: Capability) -> bool:
    """Whether any of the person's roles allows this."""
    return any(capability in CAPABILITIES[role] for role in roles_of(user))


def is_external(user: Any) -> bool:
    """Whether the person sees only what was granted: no role that reads internal things."""
    return not can(user, Capability.VIEW_INTERNAL)
