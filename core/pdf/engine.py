"""Lays out HTML with WeasyPrint and takes the pages out as fragments."""

import hashlib
import logging
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, Literal

from core.pdf import gaps, house_fonts, page_numbers, plain_tables
from core.pdf.fragment import Fragment, Link
from core.pdf.resources import ResourceReader, plain
from core.pdf.tags import TagReader, reference
from core.pdf.types import Orientation, PageSetup

log = logging.getLogger(__name__)

# Links inside the document are resolved after the join, so layout must not look for their targets.
PLACE = "place:"
# Relative addresses are resolved to a place that the fetcher denies like any other.
NOWHERE = "http://nowhere.invalid/"
SAFE_SCHEMES = (PLACE, "http:", "https:", "mailto:")
FONT_USE = re.compile(rb"^/(\S+) \S+ Tf$", re.MULTILINE)
END = "pdf-end-"
ORIENTATIONS: tuple[Orientation, ...] = ("portrait", "landscape")
PageKind = Literal["body", "strip", "sheet"]
KINDS: tuple[PageKind, ...] = ("body", "strip", "sheet")


class NullFile:
    """Takes the engine's own PDF, which nobody needs."""

    def write(self, data: bytes) -> int:
        """Forget the data."""
        return len(data)


class Engine:
    """One WeasyPrint set-up: fonts loaded and style sheets parsed once, used for many fragments."""

    def __init__(
        self, stylesheet: str, lang: str, setup: PageSetup, assets: Mapping[str, bytes]
    ) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        from core.pdf.fetcher import AssetFetcher

        self._lang, self._setup = lang, setup
        self._fonts = FontConfiguration()
        blank = {gaps.BLANK: gaps.BLANK_IMAGE}
        self._fetcher = AssetFetcher({**house_fonts.font_assets(), **blank, **assets})
        common = {"font_config": self._fonts, "url_fetcher": self._fetcher}
        self._styles = [
            CSS(string=house_fonts.font_face_css(), **common),
            CSS(string=stylesheet, **common),
        ]
        self._pages = {
            (orientation, kind): CSS(string=page_rule(setup, orientation, kind), **common)
            for orientation in ORIENTATIONS
            for kind in KINDS
        }

    def bodies(
        self, htmls: Sequence[str], orientation: Orientation, kind: PageKind = "body"
    ) -> list[list[Fragment]]:
        """Lay out several bodies in one go, each on pages of its own.

        One document for all of them computes equal styles once.
        """
        html = "".join(
            f'<section class="pdf-part">{inner}<div id="{END}{number}"></div></section>'
            for number, inner in enumerate(htmls)
        )
        results: list[list[Fragment]] = [[]]
        for page in self._lay_out(html, (orientation, kind), is_tagged=kind != "sheet"):
            results[-1].append(page)
            ends = [anchor for anchor in page.anchors if anchor[0].startswith(END)]
            if ends:
                page.anchors = [anchor for anchor in page.anchors if anchor not in ends]
                page.used_height = page.height - ends[0][2]
                results.append([])
        return results[:-1]

    def running_lines(
        self, setups: Sequence[PageSetup], orientation: Orientation
    ) -> list[list[Fragment]]:
        """Lay out headers and footers without page numbers, once for all pages that bear them."""
        return self.bodies([running_html(setup) for setup in setups], orientation, "sheet")

    def _lay_out(
        self, body: str, page_kind: tuple[Orientation, PageKind], *, is_tagged: bool = True
    ) -> list[Fragment]:
        from weasyprint import HTML

        html = HTML(
            string=document_html(self._lang, body),
            base_url=NOWHERE,
            url_fetcher=self._fetcher,
        )
        tables = plain_tables.take_out(html.etree_element)
        numbers = page_numbers.take_out(html.etree_element)
        _defer_links(html.etree_element)
        _set_chart_font(html.etree_element)
        styles = [*self._styles, self._pages[page_kind]]
        document = html.render(font_config=self._fonts, stylesheets=styles)
        document.fonts = FontTable()
        found: list[Fragment] = []

        def take(document: Any, pdf: Any) -> None:
            found.extend(PageTaker(document, pdf, tables, numbers).fragments())
            del pdf.objects[1:]  # nothing is left that would have to be written

        document.write_pdf(NullFile(), finisher=take, pdf_tags=is_tagged, uncompressed_pdf=True)
        return found


class FontTable(dict[Any, Any]):
    """The fonts of one document; recognises house fonts and gives them their exact widths.

    Without that the engine rounds widths at the first size it meets, and the same sheet would come
    out differently in other company.
    """

    def __init__(self) -> None:
        super().__init__()
        self.house_names: dict[str, str] = {}

    def __setitem__(self, key: Any, font: Any) -> None:
        name = _house_font_name(font)
        if name is not None:
            self.house_names[font.hash] = name
            font.widths.update(enumerate(house_fonts.load(name).widths))
        super().__setitem__(key, font)


class PageTaker:
    """Takes each page of a painted document out as a fragment."""

    def __init__(
        self,
        document: Any,
        pdf: Any,
        tables: Sequence[plain_tables.PlainTable],
        numbers: Sequence[str],
    ) -> None:
        self._document, self._pdf = document, pdf
        self._tables, self._numbers = tables, numbers
        self._fonts = {font.hash: font for font in document.fonts.values()}

    def fragments(self) -> list[Fragment]:
        """Return one fragment per page."""
        numbers = self._pdf.pages["Kids"][::3]
        roots = self._tag_roots()
        return [
            self._fragment(page, self._pdf.objects[number], roots.get(number, []))
            for page, number in zip(self._document.pages, numbers, strict=True)
        ]

    def _tag_roots(self) -> dict[int, list[Any]]:
        """Return the topmost tags of each page, by the page's object number."""
        roots: dict[int, list[Any]] = {}
        if "StructTreeRoot" not in self._pdf.catalog:
            return roots
        tree = self._pdf.objects[reference(self._pdf.catalog["StructTreeRoot"])]
        top = self._pdf.objects[reference(tree["K"][0])]
        for kid in top["K"]:
            element = self._pdf.objects[reference(kid)]
            roots.setdefault(reference(element["Pg"]), []).append(element)
        return roots

    def _fragment(self, page: Any, pdf_page: Any, roots: list[Any]) -> Fragment:
        width, height = page.width * 0.75, page.height * 0.75
        stream = self._pdf.objects[reference(pdf_page["Contents"])]
        content = b"q\n" + b"\n".join(map(plain, stream.stream)) + b"\nQ"
        fragment = Fragment(width, height, height)
        annotations = [reference(raw) for raw in pdf_page.get("Annots", [])]
        fragment.links = list(self._links(page, annotations))
        reader = TagReader(
            self._pdf.objects, {number: i for i, number in enumerate(annotations)}, height
        )
        fragment.tags = [
            tag for root in roots for tag in reader.read(root) if isinstance(tag, list)
        ]
        fragment.content_count = content.count(b"/MCID ")
        fragment.anchors = [
            (name, x * 0.75, height - y * 0.75) for name, (x, y, _, _) in page.anchors.items()
        ]
        fragment.bookmarks = [
            (level, label, x * 0.75, height - y * 0.75)
            for level, label, (x, y), _ in page.bookmarks
        ]
        self._take_resources(fragment, pdf_page, content)
        content = plain_tables.put_back(fragment, content, self._tables)
        content = page_numbers.put_back(fragment, content, self._numbers)
        fragment.deflated = zlib.compress(content, 6)
        return fragment

    def _links(self, page: Any, annotations: list[int]) -> Iterator[Link]:
        clickable = [link for link in page.links if link[0] in ("internal", "external")]
        for (_, target, _, box), number in zip(clickable, annotations, strict=True):
            annotation = self._pdf.objects[number]
            text = " ".join("".join(box.element.itertext()).split())
            goal = "#" + target.removeprefix(PLACE) if target.startswith(PLACE) else target
            yield Link([float(value) for value in annotation["Rect"]], goal, text or goal)

    def _take_resources(self, fragment: Fragment, pdf_page: Any, content: bytes) -> None:
        resources = self._pdf.objects[reference(pdf_page["Resources"])]
        reader = ResourceReader(self._pdf.objects, resources, fragment)
        reader.take_used(content)
        for key in {match.decode() for match in FONT_USE.findall(content)}:
            name = self._document.fonts.house_names.get(key)
            # A font in which a letter was missing is not embedded as it is shipped.
            if name is None or self._fonts[key].missing:
                reader.take_font(key)
            else:
                fragment.house_fonts[key] = name
                fragment.glyph_texts[name] = _unusual_texts(name, self._fonts[key].to_unicode)
        fragment.house_fonts = dict(sorted(fragment.house_fonts.items()))
        fragment.glyph_texts = dict(sorted(fragment.glyph_texts.items()))


def _house_font_name(font: Any) -> str | None:
    """Return the house font's name if this is one."""
    from weasyprint.text.fonts import get_hb_object_data

    if font.family != house_fonts.FAMILY:
        return None
    digest = hashlib.sha256(get_hb_object_data(font.hb_face)).hexdigest()
    return house_fonts.names_by_digest().get(digest)


def _unusual_texts(name: str, texts: Mapping[int, str]) -> dict[str, str]:
    """Return what glyphs stand for where the font's own character map does not say the same."""
    glyphs = house_fonts.load(name).glyphs
    return {
        str(glyph): text
        for glyph, text in sorted(texts.items())
        if len(text) != 1 or glyphs.get(ord(text)) != glyph
    }


def _defer_links(root: Any) -> None:
    """Hide in-document links from layout and drop addresses that no report needs."""
    for element in root.iter("a"):
        target = element.get("href", "").strip()
        if target.startswith("#"):
            element.set("href", PLACE + target[1:])
        elif target and not target.lower().startswith(SAFE_SCHEMES):
            log.warning("link to %s left out of a PDF", target[:80])
            del element.attrib["href"]


def document_html(lang: str, body: str) -> str:
    """Return a whole document; its title is never shown."""
    head = f'<html lang="{escape(lang)}"><head><title>-</title></head>'
    return f"{head}<body>{body}</body></html>"


def _set_chart_font(root: Any) -> None:
    """Give charts the house font; style sheets of the page do not reach into them."""
    for element in root.iter("{http://www.w3.org/2000/svg}svg"):
        element.attrib.setdefault("font-family", house_fonts.FAMILY)


def page_rule(setup: PageSetup, orientation: Orientation, kind: PageKind) -> str:
    """Return the @page rule for whole pages, for single rows, or for the bare sheet of paper.

    A style sheet turns single pages of a part by `page: turned`.
    """
    width, height = setup.width_mm(orientation), setup.height_mm(orientation)
    margins = f"{setup.margin_top_mm}mm {setup.margin_side_mm}mm {setup.margin_bottom_mm}mm"
    if kind == "strip":
        width, height = setup.body_width_mm(orientation), setup.body_height_mm(orientation)
    margin = margins if kind == "body" else "0"
    return (
        f"@page {{ size: {width}mm {height}mm; margin: {margin}; }}"
        f" @page turned {{ size: {height}mm {width}mm; }}"
        " .pdf-part { break-before: page; } .pdf-part:first-child { break-before: auto; }"
    )


def running_html(setup: PageSetup) -> str:
    """Return header and footer as a page of their own; the number's place stays free."""
    inner = f"left: {setup.margin_side_mm}mm; right: {setup.margin_side_mm}mm; position: absolute;"

    def line(edge: str, offset: float, cells: Iterable[tuple[str, str]]) -> str:
        tds = "".join(f'<td class="{side}">{escape(text)}</td>' for side, text in cells)
        style = f"{inner} {edge}: {offset}mm"
        return (
            f'<div class="running running-{edge}" style="{style}">'
            f"<table><tbody><tr>{tds}</tr></tbody></table></div>"
        )

    top = [("left", setup.header_left), ("right", setup.header_right)]
    bottom = [("left", setup.footer_left), ("middle", setup.footer_middle), ("right", "\u00a0")]
    return line("top", setup.margin_top_mm * 0.45, top) + line(
        "bottom", setup.margin_bottom_mm * 0.45, bottom
    )
