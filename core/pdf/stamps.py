"""What is drawn onto pages once their numbers are known: page labels, page references, marks."""

from math import cos, radians, sin

from core.pdf import house_fonts, ledger
from core.pdf.types import POINTS_PER_MM, PageSetup

LABEL_SIZE = 7.5
LABEL_INK = "4a5764"
MARK_INK = "f6eceb"
MARK_ANGLE = radians(52)
MARK_SHARE = 0.62  # of the page's height that a mark goes along
FONT = "label"
MARK_FONT = "mark"


def label(text: str, setup: PageSetup, width: float) -> str:
    """Operators of the page's number at the right end of the footer."""
    font = house_fonts.load(ledger.REGULAR)
    side = setup.margin_side_mm * POINTS_PER_MM
    x = width - side - font.width(text, LABEL_SIZE)
    # The footer's line is 1.2 times the size; the baseline lies above its lower edge by the
    # descent and half of what the line is higher than the letters.
    spare = 1.2 * LABEL_SIZE - (font.ascent - font.descent) * LABEL_SIZE / 1000
    edge = setup.margin_bottom_mm * 0.45 * POINTS_PER_MM
    y = edge + spare / 2 - font.descent * LABEL_SIZE / 1000
    return (
        "/Artifact <</Type/Pagination>> BDC /running Do EMC\n"
        "/Artifact <</Type/Pagination/Subtype/Footer>> BDC BT "
        f"/{FONT} {LABEL_SIZE} Tf {ledger.colour(LABEL_INK)} rg 1 0 0 1 {x:.2f} {y:.2f} Tm "
        f"<{font.encode(text)}> Tj ET EMC"
    )


def page_reference(text: str, content: int, right: float, y: float, size: float) -> str:
    """Operators of a page's number within a text, as content of its own."""
    font = house_fonts.load(ledger.REGULAR)
    x = right - font.width(text, size)
    return (
        f"/Span <</MCID {content}>> BDC BT "
        f"/{FONT} {size:.2f} Tf {ledger.colour(ledger.LINK_INK)} rg 1 0 0 1 {x:.2f} {y:.2f} Tm "
        f"<{font.encode(text)}> Tj ET EMC"
    )


def mark(text: str, width: float, height: float) -> str:
    """Operators of one pale word from the lower left to the upper right, behind the text."""
    font = house_fonts.load(ledger.SEMIBOLD)
    longest = min(MARK_SHARE * height / sin(MARK_ANGLE), 0.9 * width / cos(MARK_ANGLE))
    size = min(150.0, longest / font.width(text, 1))
    along = font.width(text, size) / 2
    up = font.cap_height * size / 2000
    c, s = cos(MARK_ANGLE), sin(MARK_ANGLE)
    x = width / 2 - along * c + up * s
    y = height / 2 - along * s - up * c
    return (
        "/Artifact <</Type/Pagination/Subtype/Watermark>> BDC q BT "
        f"/{MARK_FONT} {size:.2f} Tf {ledger.colour(MARK_INK)} rg "
        f"{c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x:.2f} {y:.2f} Tm <{font.encode(text)}> Tj ET Q EMC"
    )
