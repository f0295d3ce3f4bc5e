"""Joins fragments into one tagged document: pages, bookmarks, links, tag tree, page numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.pdf import ledger, stamps
from core.pdf.embedding import FontShelf
from core.pdf.fragment import Fragment, PageNumber, Tag
from core.pdf.metadata import add_xmp, info_object
from core.pdf.outline import Bookmark, add_outline
from core.pdf.sheets import PlacedLink, Placer, Sheet, Spot, dictionary
from core.pdf.structure import Branch, TagWriter
from core.pdf.types import (
    POINTS_PER_MM,
    DocumentMeta,
    Orientation,
    PageSetup,
    Part,
    RenderedPdf,
    Row,
    TablePart,
)
from core.pdf.writer import PdfWriter, numbers, text_string

NO_PAGE = "\N{EN DASH}"
Running = Mapping[tuple[Orientation, str], Fragment]


@dataclass
class TableSheets:
    """What the engine laid out for a long table; drawn rows need nothing from it."""

    intro: Fragment | None
    odd_rows: dict[int, list[Fragment]]


class Assembler:
    """Takes parts in their order, then writes the document."""

    def __init__(self, meta: DocumentMeta, setup: PageSetup, running: Running) -> None:
        self._meta, self._setup, self._running = meta, setup, running
        self._writer = PdfWriter()
        self._shelf = FontShelf(self._writer)
        self._placer = Placer(self._writer, self._shelf)
        self._sheets: list[Sheet] = []
        self._branches: list[Branch] = []
        self._bookmarks: list[Bookmark] = []
        self._places: dict[str, str] = {}
        self._spots: dict[str, Spot] = {}
        self._missing: list[str] = []

    def add_pages(self, part: Part, fragments: Sequence[Fragment]) -> None:
        """Add a part that was laid out on pages of its own."""
        section = Branch("Sect")
        for fragment in fragments:
            # A page may be turned within its part, for a wide table.
            is_wide = fragment.width > fragment.height
            sheet = self._new_sheet(part.key, "landscape" if is_wide else "portrait")
            sheet.has_running_lines = part.has_running_lines
            sheet.header_left, sheet.mark = part.header_left, part.mark
            spot = self._placer.whole_page(sheet, fragment)
            section.add_tags(without_sections(fragment.tags), spot)
            self._note_places(fragment, spot)
        self._branches.append(section)

    def add_table(self, part: TablePart, laid_out: TableSheets) -> None:
        """Stack a long table's rows onto pages and repeat its header on each."""

        def new_sheet() -> Sheet:
            return self._new_sheet(part.key, part.orientation)

        table = _TableStacker(self._setup, self._placer, new_sheet)
        section, body = Branch("Sect"), Branch("TBody")
        if laid_out.intro:
            spot = table.place(laid_out.intro)
            section.add_tags(without_sections(laid_out.intro.tags), spot)
            self._note_places(laid_out.intro, spot)
        head = ledger.draw(ledger.head_row(part.columns), part.columns, ledger.GRID.head)
        whole = section.add_branch("Table")
        whole.add_branch("THead").add_tags([head.tag], table.start(head))
        for number, row in enumerate(part.rows):
            self._add_row(table, body, row, number, part, laid_out)
        whole.kids.append(body)
        self._branches.append(section)

    def finish(self) -> RenderedPdf:
        """Write everything and return the document."""
        pages = {sheet.number: place for place, sheet in enumerate(self._sheets, start=1)}
        page_of = {name: pages[spot.sheet.number] for name, spot in self._spots.items()}
        for place, sheet in enumerate(self._sheets, start=1):
            self._stamp(sheet, place, page_of)
        self._connect_links()
        tree = TagWriter(self._writer, self._sheets).write(self._branches)
        page_tree = self._write_pages(tree.first_link_parent)
        self._shelf.write()
        catalog = self._writer.add(self._catalog(page_tree, tree.root))
        info = self._writer.add(info_object(self._meta))
        first: dict[str, int] = {}
        for place, sheet in enumerate(self._sheets, start=1):
            first.setdefault(sheet.part, place)
        content = self._writer.write(catalog, info)
        missing = tuple(self._missing)
        return RenderedPdf(content, len(self._sheets), first, 0, 0, missing, page_of)

    def _new_sheet(self, part: str, orientation: Orientation) -> Sheet:
        width = self._setup.width_mm(orientation) * POINTS_PER_MM
        height = self._setup.height_mm(orientation) * POINTS_PER_MM
        sheet = Sheet(part, self._writer.reserve(), width, height, orientation)
        self._sheets.append(sheet)
        return sheet

    def _add_row(
        self,
        table: "_TableStacker",
        body: Branch,
        row: Row,
        number: int,
        part: TablePart,
        laid_out: TableSheets,
    ) -> None:
        if number not in laid_out.odd_rows:
            strip = ledger.draw(row, part.columns, ledger.GRID.body)
            spot = table.place_row(strip)
            body.add_tags([strip.tag], spot)
            if row.anchor:
                self._place(row.anchor, spot, 0, strip.height)
            return
        for fragment in laid_out.odd_rows[number]:
            spot = table.place(fragment)
            body.add_tags(find_tags(fragment.tags, "TR"), spot)
            self._note_places(fragment, spot)

    def _note_places(self, fragment: Fragment, spot: Spot) -> None:
        for name, x, y in fragment.anchors:
            self._place(name, spot, x, y)
        for level, label, x, y in fragment.bookmarks:
            self._bookmarks.append(Bookmark(level, label, _target(spot, x, y)))

    def _place(self, name: str, spot: Spot, x: float, y: float) -> None:
        self._places.setdefault(name, _target(spot, x, y))
        self._spots.setdefault(name, spot)

    def _connect_links(self) -> None:
        for sheet in self._sheets:
            for placed in sheet.links:
                target = placed.link.target
                if target.startswith("#") and target[1:] not in self._places:
                    self._missing.append(target)
                else:
                    placed.number = self._writer.reserve()

    def _stamp(self, sheet: Sheet, place: int, page_of: Mapping[str, int]) -> None:
        """Draw what depends on the pages around this one."""
        if sheet.operators:
            sheet.streams.append(self._writer.add_stream("", b"\n".join(sheet.operators)))
        fonts = sheet.resources.setdefault("Font", {})
        if sheet.mark:
            fonts[stamps.MARK_FONT] = f"{self._shelf.number(ledger.SEMIBOLD)} 0 R"
            operators = stamps.mark(sheet.mark, sheet.width, sheet.height)
            sheet.streams.insert(0, self._writer.add_stream_once("", operators.encode()))
        drawn = [self._page_number(number, page_of) for number in sheet.numbers]
        if sheet.has_running_lines:
            form = self._running_form(sheet)
            sheet.resources.setdefault("XObject", {})["running"] = f"{form} 0 R"
            label = self._setup.page_label.format(n=place, m=len(self._sheets))
            drawn.append(stamps.label(label, self._setup, sheet.width))
        if drawn:
            fonts[stamps.FONT] = f"{self._shelf.number(ledger.REGULAR)} 0 R"
            sheet.streams.append(self._writer.add_stream("", "\n".join(drawn).encode()))

    def _page_number(self, number: PageNumber, page_of: Mapping[str, int]) -> str:
        page = page_of.get(number.place)
        if page is None:
            self._missing.append(f"#{number.place}")
        text = NO_PAGE if page is None else str(page)
        return stamps.page_reference(text, number.content, number.right, number.y, number.size)

    def _running_form(self, sheet: Sheet) -> int:
        fragment = self._running[sheet.orientation, sheet.header_left]
        resources = self._placer.resources(fragment)
        inner = "".join(f"/{kind} {dictionary(names)}" for kind, names in resources.items())
        box = numbers([0, 0, sheet.width, sheet.height])
        return self._writer.add_stream_once(
            f"/Type/XObject/Subtype/Form/BBox{box}/Resources<<{inner}>>", fragment.content
        )

    def _write_pages(self, link_parent: int) -> int:
        tree = self._writer.reserve()
        for place, sheet in enumerate(self._sheets):
            links = [placed for placed in sheet.links if placed.number]
            for placed in links:
                self._writer.put(placed.number or 0, self._annotation(placed, sheet, link_parent))
                link_parent += 1
            self._writer.put(sheet.number, _page(sheet, tree, place, links))
        kids = " ".join(f"{sheet.number} 0 R" for sheet in self._sheets)
        self._writer.put(tree, f"<</Type/Pages/Count {len(self._sheets)}/Kids[{kids}]>>")
        return tree

    def _annotation(self, placed: PlacedLink, sheet: Sheet, parent: int) -> str:
        target = placed.link.target
        if target.startswith("#"):
            goal = f"/Dest {self._places[target[1:]]}"
        else:
            goal = f"/A<</Type/Action/S/URI/URI {text_string(target)}>>"
        return (
            f"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect{numbers(placed.rect)}"
            f"/P {sheet.number} 0 R/StructParent {parent}"
            f"/Contents {text_string(placed.link.text)}{goal}>>"
        )

    def _catalog(self, pages: int, structure: int) -> str:
        names = sorted((text_string(name), target) for name, target in self._places.items())
        inner = " ".join(f"{name} {target}" for name, target in names)
        outline = add_outline(self._writer, self._bookmarks)
        shown = f"/Outlines {outline} 0 R/PageMode/UseOutlines" if outline else ""
        return (
            f"<</Type/Catalog/Pages {pages} 0 R/Lang {text_string(self._meta.lang)}"
            f"/MarkInfo<</Marked true>>/StructTreeRoot {structure} 0 R"
            f"/ViewerPreferences<</DisplayDocTitle true>>/Names<</Dests<</Names[{inner}]>>>>"
            f"/Metadata {add_xmp(self._writer, self._meta)} 0 R{shown}>>"
        )


class _TableStacker:
    """Knows how far down the current sheet a long table has come."""

    def __init__(self, setup: PageSetup, placer: Placer, new_sheet: Callable[[], Sheet]) -> None:
        self._setup, self._placer, self._new_sheet = setup, placer, new_sheet
        self._left = setup.margin_side_mm * POINTS_PER_MM
        self._sheet = new_sheet()
        self._y = self._top()
        self._head: ledger.Strip | None = None

    def start(self, head: ledger.Strip) -> Spot:
        """Place the header for the first time; from now on new sheets repeat it."""
        spot = self.place_row(head)
        self._head = head
        return spot

    def place(self, fragment: Fragment) -> Spot:
        """Place something the engine laid out."""
        self._make_room(fragment.used_height)
        spot = self._placer.strip(self._sheet, fragment, self._left, self._y)
        self._y -= fragment.used_height
        return spot

    def place_row(self, strip: ledger.Strip) -> Spot:
        """Place a drawn row."""
        self._make_room(strip.height)
        spot = self._placer.row(self._sheet, strip, self._left, self._y)
        self._y -= strip.height
        return spot

    def _top(self) -> float:
        return self._sheet.height - self._setup.margin_top_mm * POINTS_PER_MM

    def _make_room(self, height: float) -> None:
        bottom = self._setup.margin_bottom_mm * POINTS_PER_MM
        if self._y - height >= bottom - 0.1 or self._y == self._top():
            return
        self._sheet = self._new_sheet()
        self._y = self._top()
        if self._head:
            self._placer.row(self._sheet, self._head, self._left, self._y, is_repeat=True)
            self._y -= self._head.height


def find_tags(tags: Sequence[Tag], name: str) -> list[Tag]:
    """Return the outermost tags of a kind."""
    found: list[Tag] = []
    for tag in tags:
        if isinstance(tag, list):
            found += [tag] if tag[0] == name else find_tags(tag[2], name)
    return found


def without_sections(tags: Sequence[Tag]) -> list[Tag]:
    """Return the tags inside the sections that only served layout."""
    return [kid for tag in tags for kid in (tag[2] if tag[0] == "Sect" else [tag])]


def _target(spot: Spot, x: float, y: float) -> str:
    return f"[{spot.sheet.number} 0 R/XYZ {x + spot.x:.2f} {y + spot.y:.2f} null]"


def _page(sheet: Sheet, tree: int, place: int, links: Sequence[PlacedLink]) -> str:
    resources = "".join(f"/{kind} {dictionary(names)}" for kind, names in sheet.resources.items())
    contents = " ".join(f"{number} 0 R" for number in sheet.streams)
    annotations = " ".join(f"{placed.number} 0 R" for placed in links)
    return (
        f"<</Type/Page/Parent {tree} 0 R/MediaBox{numbers([0, 0, sheet.width, sheet.height])}"
        f"/Contents[{contents}]/Resources<<{resources}>>/Tabs/S/StructParents {place}"
        f"{f'/Annots[{annotations}]' if links else ''}>>"
    )
