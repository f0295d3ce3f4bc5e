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
    "bold": "M4.5 2.8h4.3a2.5 2.5 0 0 1 0 5H4.5ZM4.5 7.8h5a2.7 2.7 0 0 1 0 5.4h-5Z",
    "italic": "M6.5 2.8h5M4.5 13.2h5M9.4 2.8 6.6 13.2",
    "code": "M5 4.5 1.8 8 5 11.5M11 4.5 14.2 8 11 11.5",
    "heading": "M3 2.8v10.4M9 2.8v10.4M3 8h6M11.8 9.6a1.4 1.4 0 1 1 2.3 1.4l-2.3 2.2H14.4",
    "heading-3": "M3 4.8v8.4M8 4.8v8.4M3 9h5M10.8 8.2h3.2l-1.7 2a1.5 1.5 0 1 1-1.6 2.4",
    "list": "M6 4h7.5M6 8h7.5M6 12h7.5M2.8 4v.01M2.8 8v.01M2.8 12v.01",
    "list-ordered": "M6.5 4h7M6.5 8h7M6.5 12h7M2.2 3.2l.9-.5V6M2 10.6a.9.9 0 1 1 1.5.9L2 13.3h1.8",
    "list-tasks": "M7.5 4.5h6M7.5 11.5h6M2 4.4l1.2 1.2 2.2-2.4M2.2 9.8h3v3h-3Z",
    "list-terms": "M2.5 3.8h6M5.5 7h8M2.5 10.2h6M5.5 13.2h8",
    "quote": "M6.5 4.5H3.2v3.8h3.3V6.8c0 2-.8 3.4-2.5 4.4M13 4.5H9.7v3.8H13V6.8c0 2-.8 3.4-2.5 4.4",
    "picture": "M2.3 3h11.4v10H2.3ZM2.6 11.4l3.2-3.2 2.4 2.4 2-2 3.2 3.2M10.6 5.8v.01",
    "table": "M2.3 3h11.4v10H2.3ZM2.3 6.3h11.4M2.3 9.6h11.4M6.8 3v10",
    "footnote": "M2.5 3.2h6.6M2.5 6.6h5M2.5 12.8h11M2.5 10h6M12.2 3v4M10.5 4l3.4 2M13.9 4l-3.4 2",
    "block": "M2.5 2.8h11v3.4h-11ZM2.5 9.8h11v3.4h-11ZM8 6.4v3.2",
    "undo": "M5.5 3 2.8 5.7l2.7 2.7M3 5.7h6.4a3.6 3.6 0 0 1 0 7.2H6",
    "redo": "M10.5 3l2.7 2.7-2.7 2.7M13 5.7H6.6a3.6 3.6 0 0 0 0 7.2H10",
    "full": "M6 2.5H2.5V6M10 2.5h3.5V6M6 13.5H2.5V10M10 13.5h3.5V10",
    "help": (
        "M6 6a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M8 11.4v.01"
        "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2Z"
    ),
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
