"""Marks as SVG: by class on screen, by colour on paper; the same file for page, PDF and mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import assert_never

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.charts.marks import MEDIUM, NARROW, Chart, DataTable, Group, Mark, Path, Rect, Text


@dataclass(frozen=True)
class Palette:
    """How tones become colours: without colours of its own it names classes."""

    colours: Mapping[str, str] | None = None

    def paint(self, *, fill: str = "", stroke: str = "") -> str:
        """The attributes that colour a mark."""
        if self.colours is None:
            names = [f"fill-{fill}" if fill else "", f"stroke-{stroke}" if stroke else ""]
            none = "" if fill else ' fill="none"'
            return f' class="{" ".join(filter(None, names))}"{none}'
        line = f' stroke="{self.colours[stroke]}"' if stroke else ""
        return f' fill="{self.colours[fill] if fill else "none"}"{line}'


SCREEN = Palette()
PRINT = Palette(
    {
        "green": "#1e7b34",
        "amber": "#b45f06",
        "red": "#b3261e",
        "grey": "#5f6368",
        "blue": "#1f5fa8",
        "accent": "#1f5fa8",
        "ink": "#16202b",
        "ink-2": "#46535f",
        "ink-3": "#5d6975",
        "line": "#dbe1e7",
        "line-2": "#eceff3",
        "on-status": "#ffffff",
        "card": "#ffffff",
    }
)


def render(chart: Chart, palette: Palette = SCREEN, *, with_table: bool = True) -> SafeString:
    """The chart as a figure: drawing with its name, then the numbers behind it."""
    if chart.is_empty:
        return format_html('<p class="note">{}</p>', chart.conclusion)
    table = _data_table(chart.table, chart.title) if with_table and chart.table else ""
    return format_html(
        '<figure class="chart chart-{}">{}{}</figure>', _size(chart), svg(chart, palette), table
    )


def svg(chart: Chart, palette: Palette = SCREEN) -> SafeString:
    """The drawing alone."""
    parts: list[str] = []
    for mark in chart.marks:
        _write(mark, palette, parts)
    has_links = any(isinstance(mark, Group) and mark.href for mark in chart.marks)
    drawing = (
        f'<svg viewBox="0 0 {chart.width:g} {chart.height:g}" width="100%" '
        f'role="{"group" if has_links else "img"}" aria-label="{escape(chart.name)}" '
        f'font-family="Inter, sans-serif"><title>{escape(chart.name)}</title>{"".join(parts)}</svg>'
    )
    if chart.width <= NARROW or palette is not SCREEN:
        return mark_safe(drawing)  # noqa: S308 - every text went through escape
    return mark_safe(  # noqa: S308
        f'<div class="table-box" role="group" aria-label="{escape(chart.title)}">{drawing}</div>'
    )


def _size(chart: Chart) -> str:
    if chart.width < NARROW:
        return "tiny"
    if chart.width <= NARROW:
        return "narrow"
    return "medium" if chart.width <= MEDIUM else "wide"


def _write(mark: Mark, palette: Palette, out: list[str]) -> None:
    match mark:
        case Rect():
            out.append(_rect(mark, palette))
        case Path():
            out.append(_path(mark, palette))
        case Text():
            out.append(_text(mark, palette))
        case Group():
            _group(mark, palette, out)
        case _:
            assert_never(mark)


def _rect(mark: Rect, palette: Palette) -> str:
    radius = f' rx="{mark.radius:g}"' if mark.radius else ""
    faint = ' opacity="0.4"' if mark.faint else ""
    return (
        f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" '
        f'height="{mark.height:.1f}"{radius}{faint}{palette.paint(fill=mark.tone)}/>'
    )


def _path(mark: Path, palette: Palette) -> str:
    line = f' stroke-width="{mark.width:g}" stroke-linejoin="round"' if mark.stroke else ""
    dash = f' stroke-dasharray="{mark.dash}"' if mark.dash else ""
    return f'<path d="{mark.d}"{line}{dash}{palette.paint(fill=mark.fill, stroke=mark.stroke)}/>'


def _text(mark: Text, palette: Palette) -> str:
    anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
    bold = ' font-weight="600"' if mark.is_bold else ""
    return (
        f'<text x="{mark.x:.1f}" y="{mark.y:.1f}" font-size="{mark.size:g}"{anchor}{bold}'
        f"{palette.paint(fill=mark.tone)}>{escape(mark.text)}</text>"
    )


def _group(mark: Group, palette: Palette, out: list[str]) -> None:
    is_link = bool(mark.href) and palette is SCREEN
    tip = f"<title>{escape(mark.tip)}</title>" if mark.tip and palette is SCREEN else ""
    label = f' aria-label="{escape(mark.tip)}"' if is_link and mark.tip else ""
    out.append(f'<a href="{escape(mark.href)}"{label}>{tip}' if is_link else f"<g>{tip}")
    for child in mark.marks:
        _write(child, palette, out)
    out.append("</a>" if is_link else "</g>")


def _data_table(table: DataTable, caption: str) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((text,) for text in table.headers))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (row[0], format_html_join("", '<td class="num">{}</td>', ((cell,) for cell in row[1:])))
            for row in table.rows
        ),
    )
    return format_html(
        '<details class="chart-data"><summary>{}</summary><div class="table-box" '
        'role="group" aria-label="{}"><table class="table-small"><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>",
        _("Show the numbers"),
        _("Numbers of the chart %(title)s") % {"title": caption},
        caption,
        head,
        rows,
    )
