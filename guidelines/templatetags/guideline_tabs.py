"""Tabs at the head of pages that belong together."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability, can
from guidelines import tabs

register = template.Library()
TEMPLATE = "guidelines/parts/tabs.html"


@register.inclusion_tag(TEMPLATE, takes_context=True)
def work_tabs(context: Context) -> dict[str, Any]:
    """The pages of those who work on guidelines."""
    return _shown(context, tabs.WORK, _("Guideline work"))


@register.inclusion_tag(TEMPLATE, takes_context=True)
def confirmation_tabs(context: Context) -> dict[str, Any]:
    """A person's own confirmations and, for those who keep them, the campaigns."""
    return _shown(context, tabs.CONFIRMATIONS, _("Confirmations"))


@register.inclusion_tag("guidelines/parts/new_button.html", takes_context=True)
def new_guideline(context: Context) -> dict[str, Any]:
    """The way to a new guideline, for those who write everywhere; others find it in a chapter."""
    return {"may_begin": can(context["request"].user, Capability.WRITE_GUIDELINES)}


def _shown(context: Context, parts: tuple[tabs.Part, ...], label: Any) -> dict[str, Any]:
    request = context["request"]
    return {
        "tabs": tabs.tabs_for(request.user, parts, request.resolver_match.url_name),
        "label": label,
    }
