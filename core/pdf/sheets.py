"""Pages of the joined document before they are written: what lies on them and under which names."""

import re
from dataclasses import dataclass, field, replace

from core.pdf.embedding import FontShelf
from core.pdf.fragment import Fragment, Link, PageNumber, shifted
from core.pdf.ledger import FONT_KEYS, Strip
from core.pdf.resources import FONTS
from core.pdf.types import Orientation
from core.pdf.writer import PdfWriter

MARKED = re.compile(rb"/Span <</MCID \d+>> BDC")
EXTRA = re.compile(r"@(\d+)@")
ARTIFACT = b"/Artifact BMC"


@dataclass
class PlacedLink:
    """A link with its rectangle on the page; the number is set once its target is known."""

    link: Link
    rect: list[float]
    number: int | None = None


@dataclass
class Sheet:
    """One page in the making."""

    part: str
    number: int
    width: float
    height: float
    orientation: Orientation
    has_running_lines: bool = True
    header_left: str = ""
    streams: list[int] = field(default_factory=list)
    operators: list[bytes] = field(default_factory=list)
    resources: dict[str, dict[str, str]] = field(default_factory=dict)
    links: list[PlacedLink] = field(default_factory=list)
    numbers: list[PageNumber] = field(default_factory=list)
    mark: str = ""
    # For each numbered piece of content the tag that holds it, filled while tags are written.
    owners: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Spot:
    """Where a fragment came to lie: offsets for its coordinates, content numbers and links."""

    sheet: Sheet
    x: float = 0.0
    y: float = 0.0
    content_shift: int = 0
    link_shift: int = 0


class Placer:
    """Puts fragments and rows onto sheets, with the names they use made unique."""

    def __init__(self, writer: PdfWriter, shelf: FontShelf) -> None:
        self._writer, self._shelf = writer, shelf

    def whole_page(self, sheet: Sheet, fragment: Fragment) -> Spot:
        """Let the fragment be the page; its content is taken over as it is."""
        number = self._writer.add_stream("", fragment.deflated, is_deflated=True)
        sheet.streams.append(number)
        sheet.resources = self.resources(fragment)
        return self._settle_fragment(sheet, fragment, 0, 0)

    def strip(self, sheet: Sheet, fragment: Fragment, x: float, top: float) -> Spot:
        """Put something laid out on the sheet below `top`, its names kept apart from others."""
        content = fragment.content
        for kind, names in self.resources(fragment).items():
            shelf = sheet.resources.setdefault(kind, {})
            for name, value in names.items():
                free = name
                while shelf.get(free, value) != value:
                    free += "x"
                if free != name:
                    content = content.replace(b"\n/%s " % name.encode(), b"\n/%s " % free.encode())
                shelf[free] = value
        y = top - fragment.height
        self._draw(sheet, shifted(content, len(sheet.owners)), x, y)
        return self._settle_fragment(sheet, fragment, x, y)

    def row(
        self, sheet: Sheet, strip: Strip, x: float, top: float, *, is_repeat: bool = False
    ) -> Spot:
        """Put a drawn row on the sheet below `top`; a repeated header is only decoration."""
        fonts = sheet.resources.setdefault("Font", {})
        for name, key in FONT_KEYS.items():
            fonts[key] = f"{self._shelf.number(name)} 0 R"
        y = top - strip.height
        if is_repeat:
            self._draw(sheet, MARKED.sub(ARTIFACT, strip.content), x, y)
            return Spot(sheet, x, y)
        self._draw(sheet, shifted(strip.content, len(sheet.owners)), x, y)
        return self._settle(sheet, strip.links, strip.content_count, x, y)

    def resources(self, fragment: Fragment) -> dict[str, dict[str, str]]:
        """Return what the fragment's content names, with objects of the joined document."""
        fonts = {
            key: f"{self._shelf.number(name, fragment.glyph_texts.get(name))} 0 R"
            for key, name in fragment.house_fonts.items()
        }
        extras = _Extras(self._writer, fragment, fonts)
        resources = {
            kind: {name: extras.resolve(text) for name, text in names.items()}
            for kind, names in fragment.resources.items()
        }
        resources.setdefault("Font", {}).update(fonts)
        return resources

    @staticmethod
    def _draw(sheet: Sheet, content: bytes, x: float, y: float) -> None:
        sheet.operators.append(b"q 1 0 0 1 %.2f %.2f cm\n%s\nQ" % (x, y, content))

    def _settle_fragment(self, sheet: Sheet, fragment: Fragment, x: float, y: float) -> Spot:
        spot = self._settle(sheet, fragment.links, fragment.content_count, x, y)
        sheet.numbers += [
            replace(
                number,
                right=number.right + x,
                y=number.y + y,
                content=number.content + spot.content_shift,
            )
            for number in fragment.numbers
        ]
        return spot

    @staticmethod
    def _settle(sheet: Sheet, links: list[Link], count: int, x: float, y: float) -> Spot:
        spot = Spot(sheet, x, y, len(sheet.owners), len(sheet.links))
        sheet.owners.extend([0] * count)
        for link in links:
            left, bottom, right, top = link.rect
            sheet.links.append(PlacedLink(link, [left + x, bottom + y, right + x, top + y]))
        return spot


class _Extras:
    """Brings the objects of one fragment over, each once."""

    def __init__(self, writer: PdfWriter, fragment: Fragment, fonts: dict[str, str]) -> None:
        self._writer, self._fragment, self._fonts = writer, fragment, fonts
        self._numbers: dict[int, int] = {}

    def resolve(self, text: str) -> str:
        """Replace local references by object numbers of the joined document."""
        if FONTS in text:
            table = self._writer.add_once(dictionary(self._fonts))
            text = text.replace(FONTS, f"{table} 0 R")
        return EXTRA.sub(lambda match: f"{self._number(int(match[1]))} 0 R", text)

    def _number(self, place: int) -> int:
        if place not in self._numbers:
            extra = self._fragment.extras[place]
            text = self.resolve(extra.text)
            if extra.stream is None:
                self._numbers[place] = self._writer.add_once(text)
            else:
                self._numbers[place] = self._writer.add_stream_once(text[2:-2], extra.stream)
        return self._numbers[place]


def dictionary(entries: dict[str, str]) -> str:
    """Return a PDF dictionary."""
    return f"<<{''.join(f'/{key} {value}' for key, value in entries.items())}>>"
