"""The side bar: registered items as links, with the current one marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from core.registries import NavItem


@dataclass(frozen=True)
class Link:
    """A link of the side bar."""

    label: Any
    url: str
    is_current: bool


@dataclass(frozen=True)
class Section:
    """A heading of the side bar and its links."""

    label: Any
    links: list[Link]


def sections(navigation: Iterable[tuple[Any, list[NavItem]]], path: str) -> list[Section]:
    """Links by section; the current one has the longest address that the path begins with."""
    groups = [(label, [(item, _addresses(item)) for item in items]) for label, items in navigation]
    known = [url for _label, items in groups for _item, urls in items for url in urls]
    current = max((url for url in known if _leads_to(url, path)), key=len, default="")
    return [
        Section(label, [Link(item.label, urls[0], current in urls) for item, urls in items if urls])
        for label, items in groups
    ]


def _addresses(item: NavItem) -> list[str]:
    """Its own address, then those of the pages that it covers."""
    try:
        return [reverse(name) for name in (item.url_name, *item.covers)]
    except NoReverseMatch:
        return []


def _leads_to(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
