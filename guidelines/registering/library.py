"""Entries of the registries: glossary, text blocks, the list of all guidelines."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.registries import NavItem, SynonymSource, list_pages, navigation, search_synonyms
from guidelines.permissions import why_not_read_glossary
from guidelines.selectors.glossary import other_names


def register() -> None:
    """Register navigation, the list page, and the glossary as the search's synonyms."""
    from guidelines.views.all_guidelines import GuidelineList

    navigation.add(NavItem("glossary", "method", _("Glossary"), "glossary", 15, _reads))
    list_pages.add(GuidelineList.entry())
    search_synonyms.add(SynonymSource("guidelines.terms", other_names))


def _reads(user: Any) -> bool:
    return why_not_read_glossary(user) is None
