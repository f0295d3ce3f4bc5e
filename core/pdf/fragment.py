"""A laid-out page or table row before it is joined: page content, tags, links and resources."""

import hashlib
import json
import re
import struct
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any

MAGIC = b"PMOF3"
CONTENT_NUMBER = re.compile(rb"/MCID (\d+)")
# A tag is [name, attributes, kids]; a kid is a tag, a content number (>= 0) or a link (-1 - index).
Tag = list[Any]


@dataclass
class Link:
    """A clickable rectangle; a target that starts with # is a place in the joined document."""

    rect: list[float]
    target: str
    text: str


@dataclass
class PageNumber:
    """Room for the number of the page on which a place lies; drawn when the pages are known."""

    place: str
    right: float
    y: float
    size: float
    content: int


@dataclass
class Extra:
    """An object the page needs (image, pattern, foreign font); `@3@` stands for extra number 3."""

    text: str
    stream: bytes | None = None


@dataclass
class Fragment:
    """One page as it came from layout, in points, with names and numbers local to itself."""

    width: float
    height: float
    used_height: float
    deflated: bytes = b""
    content_count: int = 0
    tags: list[Tag] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: list[tuple[str, float, float]] = field(default_factory=list)
    bookmarks: list[tuple[int, str, float, float]] = field(default_factory=list)
    resources: dict[str, dict[str, str]] = field(default_factory=dict)
    house_fonts: dict[str, str] = field(default_factory=dict)
    glyph_texts: dict[str, dict[str, str]] = field(default_factory=dict)
    extras: list[Extra] = field(default_factory=list)
    numbers: list[PageNumber] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        """The operators that draw the page."""
        return zlib.decompress(self.deflated)


class CorruptFragmentError(Exception):
    """Stored bytes are not a fragment that this version wrote."""


def pack(fragments: list[Fragment]) -> bytes:
    """Write fragments as bytes that carry their own checksum."""
    streams: list[bytes] = []
    heads = []
    for fragment in fragments:
        head = asdict(fragment)
        streams.append(head.pop("deflated"))
        for extra in head["extras"]:
            stream = extra.pop("stream")
            extra["has_stream"] = stream is not None
            if stream is not None:
                streams.append(stream)
        heads.append(head)
    index = json.dumps([heads, [len(stream) for stream in streams]]).encode()
    body = struct.pack(">I", len(index)) + index + b"".join(streams)
    return MAGIC + hashlib.blake2b(body, digest_size=16).digest() + body


def unpack(data: bytes) -> list[Fragment]:
    """Read what `pack` wrote; anything else raises CorruptFragmentError."""
    start = len(MAGIC) + 16
    body = data[start:]
    digest = hashlib.blake2b(body, digest_size=16).digest()
    if data[:start] != MAGIC + digest:
        raise CorruptFragmentError
    (length,) = struct.unpack_from(">I", body)
    heads, lengths = json.loads(body[4 : 4 + length])
    streams = iter(_cut(body, 4 + length, lengths))
    return [_fragment(head, streams) for head in heads]


def _cut(body: bytes, position: int, lengths: list[int]) -> list[bytes]:
    streams = []
    for length in lengths:
        streams.append(body[position : position + length])
        position += length
    return streams


def _fragment(head: dict[str, Any], streams: Any) -> Fragment:
    deflated = next(streams)
    extras = [
        Extra(extra["text"], next(streams) if extra["has_stream"] else None)
        for extra in head.pop("extras")
    ]
    links = [Link(**link) for link in head.pop("links")]
    numbers = [PageNumber(**number) for number in head.pop("numbers")]
    return Fragment(**head, deflated=deflated, links=links, extras=extras, numbers=numbers)


def shifted(content: bytes, shift: int) -> bytes:
    """Renumber marked content so that several fragments can share a page."""
    return CONTENT_NUMBER.sub(lambda match: b"/MCID %d" % (int(match[1]) + shift), content)
