"""Reads a folder, a zip archive or one file of Markdown into a package of texts and pictures."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from guidelines.exchange import encodings
from guidelines.exchange.archives import LIMITS, MEGABYTE, Limits, open_archive, read_entry
from guidelines.exchange.headings import first_heading, plain
from guidelines.exchange.problems import Problem, Refused
from guidelines.markdown.frontmatter import parse, split_front_matter

MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
SKIPPED = {"__MACOSX", "node_modules", "Thumbs.db", "desktop.ini"}
_SIGNATURES = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/gif", re.compile(rb"GIF8[79]a")),
    ("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
)


@dataclass(frozen=True)
class GuideFile:
    """A Markdown file: `head + body`, with `cut` put back into it, is its text again."""

    path: str
    title: str
    body: str
    head: str = ""
    front_matter: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    cut_at: int = 0
    cut: str = ""
    encoding: str = "utf-8"
    newline: str = "\n"
    digest: str = ""

    def line_at(self, position: int) -> int:
        """The line of the file, from 1, on which a position of the body stands."""
        before = self.body[:position]
        cut = self.cut if self.cut_at <= position else ""
        return self.head.count("\n") + cut.count("\n") + before.count("\n") + 1


@dataclass(frozen=True)
class Package:
    """What a folder or an archive holds."""

    files: tuple[GuideFile, ...]
    images: Mapping[str, bytes] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def read_folder(folder: Path, limits: Limits = LIMITS) -> Package:
    """The package in a folder; links to other places are not followed."""
    if not folder.is_dir():
        raise Refused("package_folder_missing")
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    named = {path.relative_to(folder).as_posix(): path for path in found}
    named = {name: path for name, path in named.items() if not _is_skipped(name)}
    if any(path.is_symlink() for place in named.values() for path in _parents(place, folder)):
        raise Refused("package_link", name=str(folder.name))
    if len(named) > limits.entries:
        raise Refused("package_too_many", limit=limits.entries)
    if sum(path.stat().st_size for path in named.values()) > limits.unpacked_bytes:
        raise Refused("package_bomb")
    return _package(((name, path.read_bytes()) for name, path in named.items()), limits)


def _parents(path: Path, folder: Path) -> list[Path]:
    return [each for each in path.parents if each != folder and folder in each.parents]


def read_zip(data: bytes, limits: Limits = LIMITS) -> Package:
    """The package in a zip archive that nobody trusts."""
    return _package(_entries(open_archive(data, limits)), limits)


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(archive.infolist(), key=lambda each: each.filename):
        name = str(PurePosixPath(entry.filename.replace("\\", "/")))
        if not entry.is_dir() and not _is_skipped(name):
            yield name, read_entry(archive, entry)


def read_file(name: str, data: bytes, limits: Limits = LIMITS) -> Package:
    """The package in one uploaded file: an archive, or a single Markdown file."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        return read_zip(data, limits)
    if PurePosixPath(name).suffix.lower() not in MARKDOWN or encodings.is_binary(data):
        raise Refused("package_not_zip")
    return _package([(PurePosixPath(name).name, data)], limits)


def image_type(data: bytes) -> str:
    """The media type of a picture by its first bytes, or nothing."""
    return next((kind for kind, mark in _SIGNATURES if mark.match(data)), "")


def guide_file(path: str, data: bytes) -> tuple[GuideFile, list[Problem]]:
    """One Markdown file with its title and front matter apart."""
    decoded = encodings.decode(data)
    problems = [Problem(path, 0, code, params) for code, params in decoded.problems]
    front_matter, body = split_front_matter(decoded.text)
    fields, complaints = parse(front_matter)
    problems += [Problem(path, 1, code) for code in complaints]
    head = decoded.text[: len(decoded.text) - len(body)]
    title, cut_at, cut = _title(body, fields, path)
    made = GuideFile(
        path=path,
        title=title,
        body=body[:cut_at] + body[cut_at + len(cut) :],
        head=head,
        front_matter=front_matter,
        fields=fields,
        cut_at=cut_at,
        cut=cut,
        encoding=decoded.encoding,
        newline=decoded.newline,
        digest=hashlib.sha256(data).hexdigest(),
    )
    return made, problems


def _package(found: Iterable[tuple[str, bytes]], limits: Limits) -> Package:
    files: list[GuideFile] = []
    images: dict[str, bytes] = {}
    others: set[str] = set()
    problems: list[Problem] = []
    for name, data in found:
        if PurePosixPath(name).suffix.lower() in MARKDOWN:
            problems += _add_text(files, name, data, limits)
        elif image_type(data):
            problems += _add_image(images, name, data, limits)
        else:
            others.add(name)
            problems.append(Problem(name, 0, _why_not(name)))
    if not files:
        raise Refused("package_empty")
    return Package(tuple(files), images, frozenset(others), tuple(problems))


def _add_text(files: list[GuideFile], name: str, data: bytes, limits: Limits) -> list[Problem]:
    if encodings.is_binary(data):
        return [Problem(name, 0, "file_binary")]
    too_long = Problem(name, 0, "file_too_long", {"limit": limits.text_bytes // 1000})
    if len(data) > limits.text_bytes * 2:
        return [too_long]
    made, problems = guide_file(name, data)
    if len(made.body.encode()) > limits.text_bytes:
        return [too_long]
    files.append(made)
    return problems


def _add_image(images: dict[str, bytes], name: str, data: bytes, limits: Limits) -> list[Problem]:
    if len(data) > limits.image_bytes:
        return [Problem(name, 0, "image_too_large", {"limit": limits.image_bytes // MEGABYTE})]
    images[name] = data
    return []


def _why_not(name: str) -> str:
    pictures = {".svg", ".bmp", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico"}
    return "image_unknown" if PurePosixPath(name).suffix.lower() in pictures else "file_not_kept"


def _is_skipped(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part in SKIPPED or part.startswith(".") for part in parts)


def _title(body: str, fields: Mapping[str, Any], path: str) -> tuple[str, int, str]:
    """The title, and the heading that is cut from the body so that it is not shown twice."""
    named = fields.get("title")
    stated = named.strip() if isinstance(named, str) else ""
    heading = first_heading(body)
    if heading and heading.level == 1 and (not stated or plain(stated) == plain(heading.title)):
        cut = body[heading.start : heading.end]
        return stated or plain(heading.title), heading.start, cut
    return stated or _from_name(path), 0, ""


def _from_name(path: str) -> str:
    """A readable name of a file; a README or index is named after its folder."""
    place = PurePosixPath(path)
    stem = place.stem
    if is_index(path) and place.parent.name:
        stem = place.parent.name
    words = re.sub(r"[-_]+", " ", stem).strip()
    return words[:1].upper() + words[1:] if words else stem


def is_index(path: str) -> bool:
    """Whether this file is the first page of its folder."""
    return PurePosixPath(path).stem.lower() in {"readme", "index", "_index"}
