"""Core's own entries in the registries."""

from django.utils.translation import gettext_lazy as _

from core import chain, health, jobs, policy
from core.registries import (
    EventType,
    NavItem,
    Ticker,
    event_types,
    job_kinds,
    list_pages,
    navigation,
    tickers,
)
from core.services import audit, search_index
from core.services import jobs as services_jobs


def register() -> None:
    """Fill core's own entries; pages are imported late, when every app is loaded."""
    from core.views.audit import AuditLog
    from core.views.jobs import JobList

    tickers.add(
        Ticker("core.jobs", jobs.sweep),
        Ticker("core.events", chain.follow_pending),
        Ticker("core.health", health.note_tick),
    )
    job_kinds.add(
        audit.job_kind(_("Check of the audit log")),
        search_index.job_kind(_("New search index")),
    )
    list_pages.add(JobList.entry(), AuditLog.entry())
    _event_types()
    _navigation()


def _event_types() -> None:
    event_types.add(
        EventType("core.view_saved", _("%(actor)s saved the view “%(object)s”")),
        EventType("core.view_deleted", _("%(actor)s deleted the view “%(object)s”")),
        EventType("core.job_retried", _("%(actor)s ran “%(object)s” again")),
        EventType("core.job_cancelled", _("%(actor)s cancelled “%(object)s”")),
        EventType(
            audit.VERIFIED, _("%(actor)s checked the audit log: all %(rows)s rows are unchanged")
        ),
        EventType(
            audit.BROKEN,
            _("%(actor)s checked the audit log: row %(broken)s was changed or removed"),
        ),
    )


def _navigation() -> None:
    navigation.add(
        NavItem("core.home", "home", _("Home"), "home", order=0),
        NavItem(
            "core.jobs",
            "administration",
            _("Background work"),
            "job_list",
            order=80,
            is_visible=services_jobs.is_of_use,
        ),
        NavItem(
            "core.audit",
            "administration",
            _("Audit log"),
            "audit_log",
            order=90,
            is_visible=policy.can_view_audit,
        ),
    )
