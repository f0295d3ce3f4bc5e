"""Writes guidelines as Markdown files and a zip archive; the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml

from guidelines.exchange.encodings import encode
from guidelines.exchange.origins import original_head, restored_body
from guidelines.exchange.scanning import Link
from guidelines.markdown.frontmatter import parse

_EPOCH = (2020, 1, 1, 0, 0, 0)
_SUFFIX = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Picture:
    """A stored picture: its bytes, and the path that it was imported from."""

    content: bytes
    content_type: str
    path: str = ""


@dataclass(frozen=True)
class Text:
    """A guideline to be written; `meta` are the values that an import takes from a file."""

    code: str
    chapter: str
    body: str
    meta: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)
    front_matter: str = ""
    origin: Mapping[str, Any] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The guideline's title."""
        return str(self.meta.get("title", ""))


def files(texts: Iterable[Text]) -> dict[str, bytes]:
    """Path and content of every Markdown file and every picture that the texts show."""
    written: dict[str, bytes] = {}
    for text in sorted(texts, key=lambda each: each.code.lower()):
        path = _free(_path(text), written)
        named = _pictures(text, path, written)
        written[path] = _content(text, path, {token: name for name, token in named.items()})
        for name, token in named.items():
            written[name] = text.pictures[token].content
    return written


def archive(content: Mapping[str, bytes]) -> bytes:
    """The files as a zip archive with fixed dates, in the order of their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content[name])
    return buffer.getvalue()


def slug(text: str) -> str:
    """A file name of plain letters."""
    words = re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_LETTERS)).strip("-")
    return words[:60].strip("-") or "page"


def _path(text: Text) -> str:
    stated = str(text.origin.get("path", ""))
    return stated or f"{slug(text.chapter)}/{slug(f'{text.code} {text.title}')}.md"


def _free(path: str, taken: Mapping[str, bytes]) -> str:
    place, count = PurePosixPath(path), 1
    while path in taken:
        count += 1
        path = str(place.with_stem(f"{place.stem}-{count}"))
    return path


def _pictures(text: Text, path: str, written: Mapping[str, bytes]) -> dict[str, str]:
    """The file name of each picture of the text, with its token."""
    named: dict[str, str] = {}
    for token, picture in text.pictures.items():
        folder = PurePosixPath(path).parent / "images"
        made = str(folder / f"{slug(text.code)}-{token}{_SUFFIX.get(picture.content_type, '')}")
        name = picture.path or made
        is_free = written.get(name, picture.content) == picture.content and name not in named
        named[name if is_free else made] = token
    return named


def _content(text: Text, path: str, names: Mapping[str, str]) -> bytes:
    def others(link: Link) -> str | None:
        token = link.target.removeprefix("image:")
        return _relative(names[token], path) if token != link.target and token in names else None

    body = restored_body(text.body, text.origin, text.title, others)
    head = original_head(text.origin, text.meta, text.front_matter)
    whole = (_head(text) if head is None else head) + body
    newline = str(text.origin.get("newline", "\n"))
    return encode(whole, str(text.origin.get("encoding", "utf-8")), newline)


def _relative(name: str, path: str) -> str:
    """The address of a file as seen from another one."""
    here, there = PurePosixPath(path).parent.parts, PurePosixPath(name).parts
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    address = "/".join([".."] * (len(here) - same) + list(there[same:]))
    return f"<{address}>" if re.search(r"[\s()<>]", address) else address


def _head(text: Text) -> str:
    """Front matter of our own, with what the original said beyond our fields."""
    kept, _problems = parse(text.front_matter)
    ours = {"code": text.code, "title": text.title, "chapter": text.chapter}
    ours |= {**text.meta, **text.more}
    lines = [*ours.items(), *((key, value) for key, value in kept.items() if key not in ours)]
    return "---\n" + "".join(_line(key, value) for key, value in lines) + "---\n\n"


def _line(key: str, value: Any) -> str:
    dumped = yaml.safe_dump(
        {key: value}, default_flow_style=True, allow_unicode=True, sort_keys=False, width=100_000
    )
    return f"{dumped.strip()[1:-1]}\n"
