"""Embeds each house font once per document, whatever the number of fragments that use it."""

from collections.abc import Iterable, Mapping

from core.pdf import house_fonts
from core.pdf.house_fonts import HouseFont
from core.pdf.writer import PdfWriter


class FontShelf:
    """Hands out object numbers of house fonts and writes the fonts at the end."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._numbers: dict[str, int] = {}
        self._texts: dict[str, dict[int, str]] = {}

    def number(self, name: str, unusual: Mapping[str, str] | None = None) -> int:
        """Return the font's object; note glyphs that stand for more than their own character."""
        if name not in self._numbers:
            self._numbers[name] = self._writer.reserve()
        texts = self._texts.setdefault(name, {})
        texts.update({int(glyph): text for glyph, text in (unusual or {}).items()})
        return self._numbers[name]

    def write(self) -> None:
        """Write every font that was asked for."""
        for name, number in self._numbers.items():
            self._writer.put(number, self._font(house_fonts.load(name), self._texts[name]))

    def _font(self, font: HouseFont, unusual: Mapping[int, str]) -> str:
        add = self._writer.add
        program = self._writer.add_stream(f"/Length1 {len(font.data)}", font.data)
        box = " ".join(map(str, font.box))
        descriptor = add(
            f"<</Type/FontDescriptor/FontName/{font.name}/FontFamily({house_fonts.FAMILY})/Flags 4"
            f"/FontBBox[{box}]/ItalicAngle 0/Ascent {font.ascent}/Descent {font.descent}"
            f"/CapHeight {font.cap_height}/StemV 80/FontFile2 {program} 0 R>>"
        )
        widths = " ".join(map(str, font.widths))
        descendant = add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font.name}/CIDToGIDMap/Identity"
            f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/W[0[{widths}]]/FontDescriptor {descriptor} 0 R>>"
        )
        texts = {glyph: chr(code) for code, glyph in sorted(font.glyphs.items(), reverse=True)}
        texts.update(unusual)
        to_unicode = self._writer.add_stream("", character_map(sorted(texts.items())))
        return (
            f"<</Type/Font/Subtype/Type0/BaseFont/{font.name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {to_unicode} 0 R>>"
        )


def character_map(texts: Iterable[tuple[int, str]]) -> bytes:
    """Return the map from glyph to text that copying and reading aloud need."""
    lines = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in texts if glyph]
    blocks = [
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar"
        for block in (lines[start : start + 100] for start in range(0, len(lines), 100))
    ]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange",
            *blocks,
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode()
