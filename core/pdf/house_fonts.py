"""The fonts that every document embeds, with the measures needed to write with them directly."""

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "static" / "fonts"
FAMILY = "Inter"
WEIGHTS = {"Inter-Regular": 400, "Inter-SemiBold": 600}
SCHEME = "font:"


@dataclass(frozen=True)
class HouseFont:
    """One font file and its tables: glyph per character, width per glyph in thousandths."""

    name: str
    data: bytes
    glyphs: dict[int, int]
    widths: list[int]
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]

    def encode(self, text: str) -> str:
        """Return the text as hexadecimal glyph numbers, .notdef where the font has no glyph."""
        return "".join(f"{self.glyphs.get(ord(letter), 0):04x}" for letter in text)

    def width(self, text: str, size: float) -> float:
        """Return the width of a line in points."""
        return sum(self.widths[self.glyphs.get(ord(letter), 0)] for letter in text) * size / 1000


@lru_cache(maxsize=1)
def font_files() -> dict[str, bytes]:
    """Return the font files by name."""
    return {name: (FOLDER / f"{name}.ttf").read_bytes() for name in WEIGHTS}


@lru_cache(maxsize=1)
def names_by_digest() -> dict[str, str]:
    """Return the font's name for the digest of its file."""
    return {hashlib.sha256(data).hexdigest(): name for name, data in font_files().items()}


def font_assets() -> dict[str, bytes]:
    """Return the font files by the addresses that `font_face_css` uses."""
    return {SCHEME + name: data for name, data in font_files().items()}


def font_face_css() -> str:
    """Return the rules that make the house font known to a document."""
    return "".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight};'
        f' src: url("{SCHEME}{name}"); }}\n'
        for name, weight in WEIGHTS.items()
    )


@lru_cache(maxsize=4)
def load(name: str) -> HouseFont:
    """Read a font's tables once per process."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    data = font_files()[name]
    font = TTFont(io.BytesIO(data), lazy=True)
    scale = 1000 / font["head"].unitsPerEm
    order = font.getReverseGlyphMap()
    metrics = font["hmtx"].metrics
    head, os2 = font["head"], font["OS/2"]
    return HouseFont(
        name=name,
        data=data,
        glyphs={code: order[glyph] for code, glyph in font.getBestCmap().items()},
        widths=[round(metrics[glyph][0] * scale) for glyph in font.getGlyphOrder()],
        ascent=round(font["hhea"].ascent * scale),
        descent=round(font["hhea"].descent * scale),
        cap_height=round(os2.sCapHeight * scale),
        box=(
            round(head.xMin * scale),
            round(head.yMin * scale),
            round(head.xMax * scale),
            round(head.yMax * scale),
        ),
    )
