"""Keeps, shares and removes saved views of list pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from core import events
from core.listing.state import lasting
from core.models import SavedView
from core.registries import list_pages


@transaction.atomic
def save(
    list_key: str,
    name: str,
    query: str,
    *,
    by: Any,
    is_shared: bool = False,
    is_default: bool = False,
) -> SavedView:
    """Keep this state of the list under a name; the same name of the same person is replaced."""
    query = lasting(query)
    view = SavedView(
        owner=by,
        list_key=list_key,
        name=name.strip(),
        query=query,
        is_shared=is_shared,
        is_default=is_default,
    )
    if is_shared:
        check_can_share(list_key, by)
    view.full_clean(validate_unique=False, validate_constraints=False)
    if is_default:
        SavedView.objects.filter(owner=by, list_key=list_key).update(is_default=False)
    kept, _is_new = SavedView.objects.update_or_create(
        owner=by,
        list_key=list_key,
        name=view.name,
        defaults={"query": query, "is_shared": is_shared, "is_default": is_default},
    )
    events.record("core.view_saved", kept, by=by, data={"list": list_key, "shared": is_shared})
    return kept


@transaction.atomic
def share(view: SavedView, *, by: Any, is_shared: bool) -> None:
    """Show the view to everyone who may open the list, or keep it private again."""
    check_owner(view, by)
    if is_shared:
        check_can_share(view.list_key, by)
    view.is_shared = is_shared
    view.save(update_fields=["is_shared", "updated_at"])
    events.record("core.view_saved", view, by=by, data={"list": view.list_key, "shared": is_shared})


@transaction.atomic
def delete(view: SavedView, *, by: Any) -> None:
    """Remove the view; the list itself is untouched. A view that others build on stays."""
    check_owner(view, by)
    events.record("core.view_deleted", view, by=by, data={"list": view.list_key})
    try:
        view.delete()
    except ProtectedError as error:
        users = ", ".join(sorted(str(each) for each in error.protected_objects))
        raise ValidationError(_("This view is used by: %(users)s") % {"users": users}) from error


def check_owner(view: SavedView, user: Any) -> None:
    """Refuse who did not make the view."""
    if view.owner_id != user.pk:
        raise PermissionDenied(_("Only the person who saved this view can change it."))


def check_can_share(list_key: str, user: Any) -> None:
    """Refuse who may not share views of this list, and lists that keep no views."""
    entry = list_pages.get(list_key)
    if entry is None:
        raise ValidationError(_("This list keeps no views."))
    if not entry.page.can_share(user):
        raise PermissionDenied(_("Your role does not allow sharing views."))
