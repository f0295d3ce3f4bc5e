"""The only door to the `holidays` library: countries, regions, and their calendar."""

from __future__ import annotations

from functools import lru_cache

import holidays
from babel import Locale
from django.utils.translation import get_language

from stakeholders.domain.cadence import Calendar


@lru_cache(maxsize=64)
def calendar_of(code: str) -> Calendar:
    """The calendar of a country or region (`DE`, `DE-BY`); weekends only for an empty code."""
    if not code:
        return Calendar()
    country, _, region = code.partition("-")
    days = holidays.country_holidays(country, subdiv=region or None)
    return Calendar(weekend=frozenset(days.weekend), holidays=days)


@lru_cache(maxsize=1)
def _supported() -> dict[str, list[str]]:
    return holidays.list_supported_countries(include_aliases=False)


def countries() -> list[tuple[str, str]]:
    """Codes and names of the countries, by name in the language in use."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    return sorted(
        ((code, names.get(code, code)) for code in _supported()), key=lambda pair: pair[1]
    )


def regions(country: str) -> list[str]:
    """The codes of the regions with holidays of their own."""
    return sorted(_supported().get(country, []))


def is_known(code: str) -> bool:
    """Whether the library knows this country and region."""
    country, _, region = code.partition("-")
    return country in _supported() and (not region or region in regions(country))
