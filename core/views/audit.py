"""The audit log: who did what, when; and the check that nobody changed it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core import policy
from core.events import sentence
from core.listing import Column, ListFilter, ListPage, Row
from core.models import Event
from core.registries import event_types
from core.selectors.events import bare_fact, hidden_from
from core.services import audit


def check_can_view(user: Any) -> None:
    """Refuse who may not read the audit log."""
    if not policy.can_view_audit(user):
        raise PermissionDenied(_("Your role does not allow reading the audit log."))


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of event in words, those of one app together."""
    return [(entry.key, entry.label) for entry in sorted(event_types, key=lambda each: each.key)]


def kind_label(name: str) -> str:
    """The kind in words; one that is gone keeps its name."""
    kind = event_types.get(name)
    return kind.label if kind else name


def tell(name: str, actor: str, label: str | None, data: dict[str, Any]) -> str:
    """The event's sentence from the columns of its row; of a hidden object only the bare fact."""
    if label is None:
        return bare_fact(name, actor)
    return sentence(Event(name=name, actor_name=actor, object_label=label, data=data))


def moment(at: datetime, _row: Row) -> str:
    """Day and time to the second at the reader's place: rows of one second have an order."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'SHORT_DATETIME_FORMAT')}:{local:%S}"


class AuditFilter(ListFilter):
    """Events by person, object, kind and time."""

    person = django_filters.CharFilter(
        "actor_name", lookup_expr="icontains", label=gettext_lazy("Person")
    )
    object = django_filters.CharFilter(
        "shown_label", lookup_expr="icontains", label=gettext_lazy("Object")
    )
    kind = django_filters.ChoiceFilter("name", label=gettext_lazy("Kind"), choices=kind_choices)
    at = django_filters.DateFromToRangeFilter("at", label=gettext_lazy("When"))
    model = django_filters.CharFilter("model", label=gettext_lazy("Type of object"))
    number = django_filters.NumberFilter("object_id", label=gettext_lazy("Number of object"))


class AuditLog(ListPage):
    """Everything that was recorded, newest first."""

    key = "core.audit"
    title = gettext_lazy("Audit log")
    url_name = "audit_log"
    template_name = "core/audit_log.html"
    filterset_class = AuditFilter
    hidden_filters = ("model", "number")
    default_sort = "-at"
    row_paths = ("data", "shown_label")
    page_sizes = (50, 25, 100)
    empty_text = gettext_lazy("Nothing has been recorded yet.")
    columns = (
        Column("at", gettext_lazy("When"), kind="datetime", sort=("id",), render=moment),
        Column("actor", gettext_lazy("Person"), path="actor_name"),
        Column(
            "what",
            gettext_lazy("What happened"),
            paths=("name", "actor_name", "shown_label", "data"),
            value=tell,
            sort=(),
        ),
        Column(
            "object",
            gettext_lazy("Object"),
            paths=("shown_label",),
            value=lambda label: _("a restricted object") if label is None else label,
            link=lambda row: None if row["shown_label"] is None else row["data"].get("url"),
        ),
        Column("kind", gettext_lazy("Kind"), paths=("name",), value=kind_label, default=False),
        Column("model", gettext_lazy("Type of object"), default=False),
        Column("hash", gettext_lazy("Hash"), default=False, sort=()),
    )

    def check(self, request: HttpRequest) -> None:
        """For readers of the audit log alone."""
        check_can_view(request.user)

    def queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All events; a name that the person may not read is None, and no filter finds it."""
        label = When(~hidden_from(request.user), then=F("object_label"))
        return Event.objects.annotate(shown_label=Case(label, default=None))

    def row_url(self, row: Row) -> None:
        """An event has no page of its own: its row says it all."""


@require_POST
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Start the check of the hash chain and show its progress."""
    check_can_view(request.user)
    return redirect("job", audit.request_verification(by=request.user).pk)
