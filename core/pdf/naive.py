"""The yardstick of the benchmark: the same parts as one HTML document, laid out in one go."""

from collections.abc import Sequence
from html import escape

from core.pdf import house_fonts, ledger
from core.pdf.render import table_html
from core.pdf.types import AnyPart, DocumentMeta, PageSetup, Part


def render_naive(
    parts: Sequence[AnyPart], *, meta: DocumentMeta, stylesheet: str, setup: PageSetup
) -> bytes:
    """Return the document as WeasyPrint alone makes it, in this process."""
    import weasyprint

    from core.pdf.fetcher import AssetFetcher

    css = house_fonts.font_face_css() + _page_css(setup) + stylesheet
    body = "".join(_section(part) for part in parts)
    html = (
        f'<html lang="{meta.lang}"><head><title>{escape(meta.title)}</title><style>{css}</style>'
        f"</head><body>{body}</body></html>"
    )
    fetcher = AssetFetcher(house_fonts.font_assets())
    return bytes(weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf())


def _page_css(setup: PageSetup) -> str:
    """The page rules that a single document needs for the same pages."""
    texts = {
        "top-left": _quoted(setup.header_left),
        "top-right": _quoted(setup.header_right),
        "bottom-left": _quoted(setup.footer_left),
        "bottom-center": _quoted(setup.footer_middle),
        "bottom-right": 'counter(page) " / " counter(pages)',
    }
    look = "font: 7.5pt Inter; color: #4a5764;"
    lines = "".join(f"@{place} {{ content: {text}; {look} }}" for place, text in texts.items())
    bare = "".join(f"@{place} {{ content: none }}" for place in texts)
    margins = f"{setup.margin_top_mm}mm {setup.margin_side_mm}mm {setup.margin_bottom_mm}mm"
    return (
        f"@page {{ size: {setup.size}; margin: {margins}; {lines} }}"
        f"@page wide {{ size: {setup.size} landscape; }} @page bare {{ {bare} }}"
        "section { break-before: page; } .page-wide { page: wide; } .page-bare { page: bare; }"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _section(part: AnyPart) -> str:
    wide = " page-wide" if part.orientation == "landscape" else ""
    if isinstance(part, Part):
        bare = "" if part.has_running_lines else " page-bare"
        return f'<section class="{wide}{bare}">{part.html}</section>'
    rows = "".join(map(ledger.row_html, part.rows))
    inner = f"<thead>{ledger.head_html(part.columns)}</thead><tbody>{rows}</tbody>"
    return f'<section class="{wide}">{part.intro}{table_html(part, inner)}</section>'
