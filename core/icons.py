"""The portal's own small set of line icons, drawn on a grid of 16."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS: dict[str, str] = {
    "search": "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.3 10.3 13.5 13.5",
    "bell": "M8 2a4 4 0 0 0-4 4v3l-1.3 2.5h10.6L12 9V6a4 4 0 0 0-4-4ZM6.5 13.5h3",
    "menu": "M2.5 4h11M2.5 8h11M2.5 12h11",
    "close": "M3.5 3.5l9 9M12.5 3.5l-9 9",
    "check": "M2.8 8.5l3.4 3.4 7-7.6",
    "plus": "M8 3v10M3 8h10",
    "edit": "M2.8 13.2l.6-2.8 7.4-7.4 2.2 2.2-7.4 7.4-2.8.6Z",
    "trash": "M2.8 4.3h10.4M6 4.3V2.6h4v1.7M4.2 4.3l.6 9h6.4l.6-9",
    "download": "M8 2.5v7.6M4.8 7.2 8 10.4l3.2-3.2M2.8 13.3h10.4",
    "upload": "M8 10.4V2.8M4.8 5.8 8 2.6l3.2 3.2M2.8 13.3h10.4",
    "copy": "M5.5 5.5h7.7v7.7H5.5ZM10.5 5.3V2.8H2.8v7.7h2.5",
    "filter": "M2.5 3.5h11L9.4 8.4v4.8l-2.8-1.6V8.4Z",
    "columns": "M2.8 3h10.4v10H2.8ZM6.3 3v10M9.7 3v10",
    "calendar": "M2.8 4h10.4v9.2H2.8ZM2.8 6.8h10.4M5.6 2.4V5M10.4 2.4V5",
    "clock": "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM8 4.8V8l2.4 1.6",
    "mail": "M2.3 3.8h11.4v8.6H2.3ZM2.6 4.2 8 8.8l5.4-4.6",
    "file": "M4 2.3h5.2L12 5.2v8.5H4ZM9 2.5v3h3",
    "lock": "M3.8 7.2h8.4v6.2H3.8ZM5.4 7V5a2.6 2.6 0 0 1 5.2 0v2",
    "user": (
        "M8 2.5a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4ZM3 13.5c.6-2.5 2.5-3.7 5-3.7s4.4 1.2 5 3.7"
    ),
    "up": "M8 13V3.5M4.2 7.2 8 3.4l3.8 3.8",
    "down": "M8 3v9.5M4.2 8.8 8 12.6l3.8-3.8",
    "right": "M6 3.5 10.5 8 6 12.5",
    "left": "M10 3.5 5.5 8l4.5 4.5",
    "more": "M8 3.6v.01M8 8v.01M8 12.4v.01",
    "warning": "M8 2.4 14 13.3H2ZM8 6.4v3.2M8 11.5v.01",
    "info": "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM8 7.4v3.8M8 5v.01",
    "refresh": "M13 8a5 5 0 1 1-1.5-3.6M13 2.3v2.9h-2.9",
    "play": "M4.5 3v10l8-5Z",
    "stop": "M3.8 3.8h8.4v8.4H3.8Z",
    "link": (
        "M6.6 9.4l2.8-2.8M7 4.8l1.5-1.5a3 3 0 0 1 4.2 4.2L11.2 9"
        "M9 11.2l-1.5 1.5a3 3 0 0 1-4.2-4.2L4.8 7"
    ),
    "star": "M8 2.3l1.7 3.6 3.9.5-2.9 2.7.8 3.9L8 11.1 4.5 13l.8-3.9-2.9-2.7 3.9-.5Z",
    "gear": "M3 4.5h6M12 4.5h1M3 8h1M7 8h6M3 11.5h5M11 11.5h2M10.5 3v3M5.5 6.5v3M9.5 10v3",
    "sign-out": "M9.5 2.8H3v10.4h6.5M6.5 8h7M11 5.4 13.6 8 11 10.6",
}


def _draw(path: str) -> SafeString:
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"'
        ' focusable="false"><path d="{}"/></svg>',
        mark_safe(path),  # noqa: S308 - a constant of this module
    )


_DRAWN = {name: _draw(path) for name, path in PATHS.items()}


def icon(name: str) -> SafeString:
    """The icon as inline SVG, hidden from screen readers: the words stand beside it."""
    return _DRAWN[name]
