"""Numbers of pages in a text: `<span data-page="place"></span>` says on which page the place lies.

Layout leaves a gap, the number is drawn when the document is joined. So a laid-out part stays good
when pages before it come or go. A gap is as wide as the number has digits; those are guessed from
the length of the texts, and parts for which the guess was wrong are laid out once more.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.pdf import gaps, house_fonts, ledger
from core.pdf.fragment import Fragment, PageNumber
from core.pdf.types import AnyPart, Part

MARK = "pdf-number-"
ATTRIBUTE = re.compile(r'\bdata-page="([^"]*)"')
PLACE = re.compile(r'\bid="([^"]*)"')
HEIGHT = 0.5  # of a gap, in the size of its letters
A_PAGE = 4_200  # characters of HTML: an average of long texts


def guess(parts: Sequence[AnyPart]) -> dict[str, int]:
    """About how many digits the page of each place has."""
    found: dict[str, int] = {}
    page = 1.0
    for part in parts:
        html = part.html if isinstance(part, Part) else part.intro
        for place in PLACE.finditer(html):
            found.setdefault(place[1], digits(int(page + place.start() / A_PAGE)))
        page += max(1, len(html) / A_PAGE)
    return found


def wrong(parts: Sequence[AnyPart], sizes: Mapping[str, int], pages: Mapping[str, int]) -> bool:
    """Whether a number that some part names has another length than its gap."""
    named = {place for part in parts if isinstance(part, Part) for place in places(part.html)}
    return any(place in pages and digits(pages[place]) != sizes.get(place, 2) for place in named)


def places(html: str) -> Iterable[str]:
    """The places whose pages a text names."""
    return ATTRIBUTE.findall(html)


def digits(page: int) -> int:
    """How long the number is."""
    return len(str(page))


def sized(html: str, sizes: Mapping[str, int]) -> str:
    """The text with the length of each number written to its gap."""
    return ATTRIBUTE.sub(lambda m: f'{m[0]} data-digits="{sizes.get(m[1], 2)}"', html)


def take_out(root: Any) -> list[str]:
    """Replace the spans by gaps that carry a number; return the place that each one names."""
    font = house_fonts.load(ledger.REGULAR)
    widest = max(font.width(digit, 1) for digit in "0123456789")
    found: list[str] = []
    for parent in list(root.iter()):
        for at, child in enumerate(parent):
            place = child.get("data-page")
            if place is None:
                continue
            width = widest * int(child.get("data-digits", "2"))
            style = f"width:{width:.3f}em;height:{HEIGHT}em;vertical-align:baseline"
            parent[at] = gaps.gap(f"{MARK}{len(found)}", style, child.tail)
            found.append(place)
    return found


def put_back(fragment: Fragment, content: bytes, named: Sequence[str]) -> bytes:
    """Note on the fragment where numbers belong, and let their tags hold what will be drawn."""
    for parent, at in list(gaps.find(fragment.tags, MARK)):
        _, attributes, kids = parent[at]
        place = named[int(attributes["Alt"].removeprefix(MARK))]
        _, bottom, right, top = attributes["BBox"]
        [picture] = [kid for kid in kids if kid >= 0]
        content = gaps.without_picture(content, picture)
        number = fragment.content_count
        fragment.content_count += 1
        size = (top - bottom) / HEIGHT
        fragment.numbers.append(PageNumber(place, right, bottom, size, number))
        parent[at] = ["Span", {}, [number]]
        _join_links(fragment, parent, [kid for kid in kids if kid < 0])
    return content


def _join_links(fragment: Fragment, parent: list[Any], own: Sequence[int]) -> None:
    """A gap within a link has got one of its own: both say the same and belong to one tag."""
    others = [kid for kid in parent if isinstance(kid, int) and kid < 0]
    for kid in own:
        fragment.links[-1 - kid].text = fragment.links[-1 - others[0]].text
        parent.append(kid)
