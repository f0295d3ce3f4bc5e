"""Gaps: the engine leaves room of a known size, and something else is put there afterwards.

A gap is a blank picture with a mark as its text alternative. Its tag tells where it came to lie.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

BLANK = "pdf:blank"
BLANK_IMAGE = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
_FIGURE = rb"/Figure\s*<<\s*/MCID %d\s*>>\s*BDC"


def gap(mark: str, style: str, tail: str | None) -> Element:
    """The element that keeps the room; `tail` is the text after what it replaces."""
    element = Element("img", {"src": BLANK, "alt": mark, "style": style})
    element.tail = tail
    return element


def find(tags: list[Any], mark: str) -> Iterator[tuple[list[Any], int]]:
    """The tags of gaps whose mark begins so, each by the list that holds it and its place."""
    for place, tag in enumerate(tags):
        if isinstance(tag, list):
            if tag[1].get("Alt", "").startswith(mark):
                yield tags, place
            else:
                yield from find(tag[2], mark)


def without_picture(content: bytes, number: int) -> bytes:
    """The page's operators with the blank picture of this content number as mere decoration."""
    return re.sub(_FIGURE % number, b"/Artifact BMC", content, count=1)
