"""The "who has access" panel that pages of single objects embed.

The page that owns the object owns the addresses and the check; this module does the rest:

    panel = access_panel(project, VIEW_PROJECT, add_url=..., remove_url=..., why_not=...)
    form = grant_access(request, project, VIEW_PROJECT)      # in the view behind add_url
    revoke_access(request, project, VIEW_PROJECT)            # in the view behind remove_url
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.forms.access import GrantForm, find_holder, holder_key
from accounts.selectors.access import access_to
from accounts.services import grants
from accounts.signed_in import person_of


@dataclass(frozen=True)
class Holder:
    """A row of the panel."""

    key: str
    label: str
    holder: Any


@dataclass(frozen=True)
class AccessPanel:
    """What `accounts/access_panel.html` shows; `why_not` is the reason why nothing can change."""

    people: list[Holder]
    groups: list[Holder]
    form: GrantForm | None
    add_url: str
    remove_url: str
    why_not: str


def access_panel(
    obj: models.Model,
    codename: str,
    *,
    add_url: str,
    remove_url: str,
    why_not: str = "",
    form: GrantForm | None = None,
) -> AccessPanel:
    """The panel of an object; pass the bound form after a refused grant."""
    access = access_to(obj, codename)
    shown = None if why_not else form or GrantForm(obj=obj, codename=codename)
    return AccessPanel(
        _rows(access.people), _rows(access.groups), shown, add_url, remove_url, why_not
    )


def grant_access(request: HttpRequest, obj: models.Model, codename: str) -> GrantForm:
    """Give the posted person or group access; the form has errors if it was refused."""
    form = GrantForm(request.POST, obj=obj, codename=codename)
    if form.is_valid():
        holder = form.cleaned_data["holder"]
        grants.grant(codename, obj, holder, by=person_of(request))
        messages.success(request, _("%(name)s has access now.") % {"name": holder})
    return form


def revoke_access(request: HttpRequest, obj: models.Model, codename: str) -> None:
    """Take access from the posted person or group."""
    holder = find_holder(request.POST.get("holder", ""))
    if holder and grants.revoke(codename, obj, holder, by=person_of(request)):
        messages.success(request, _("%(name)s has no access by grant any more.") % {"name": holder})


def _rows(holders: list[Any]) -> list[Holder]:
    return [Holder(holder_key(holder), str(holder), holder) for holder in holders]
