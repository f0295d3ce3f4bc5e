"""Where a link between the files of a package leads."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from guidelines.exchange.headings import foreign_anchors, headings
from guidelines.exchange.reading import GuideFile, Package, is_index

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_QUOTED = re.compile(
    r"\{[{%]<?\s*(?:relref|ref|link|post_url)?\s*[\"']?([^\"'\s|]+)[\"']?[^{}]*[%}]\}"
)
_BASE = re.compile(r"^\{\{\s*(?:site\.(?:baseurl|url)|page\.root)\s*\}\}")
_ENDINGS = ("", ".md", ".markdown", "/README.md", "/readme.md", "/index.md", "/_index.md")
_ADDRESSES = ("permalink", "canonical_path", "url")


@dataclass(frozen=True, slots=True)
class Target:
    """What a destination names: a file of the package, a picture, another file, or nothing."""

    path: str = ""
    anchor: str = ""
    is_outside: bool = False
    is_site: bool = False


class Places:
    """The addresses and headings of all files of a package."""

    def __init__(self, package: Package) -> None:
        self.files = {file.path: file for file in package.files}
        self.paths = {*self.files, *package.images, *package.others}
        self.root = common_folder(self.files)
        self._folded = {path.lower(): path for path in sorted(self.paths, reverse=True)}
        self._addresses = dict(_addresses(package.files))
        self._anchors: dict[str, Mapping[str, int]] = {}

    def find(self, destination: str, source: str) -> Target:
        """Where this destination, written in this file, leads."""
        plain = _literal(destination)
        if _SCHEME.match(plain):
            return Target(is_outside=True)
        parts = urlsplit(plain)
        anchor, path = unquote(parts.fragment), unquote(parts.path)
        if not path:
            return Target(source, anchor)
        if path.startswith("/"):
            return Target(self._absolute(path), anchor, is_site=True)
        return Target(self._relative(path, source), anchor)

    def heading(self, path: str, anchor: str) -> int | None:
        """The line of the body with the heading of this anchor, 0 for the title, or None."""
        if path not in self._anchors:
            self._anchors[path] = _lines(self.files[path])
        known = self._anchors[path]
        return known.get(anchor, known.get(anchor.lower()))

    def _relative(self, path: str, source: str) -> str:
        folder = posixpath.dirname(source)
        # Sites with pretty addresses write links as seen from the page's own folder.
        own = posixpath.join(folder, PurePosixPath(source).stem)
        bases = [folder] if is_index(source) else [folder, own]
        return next((hit for base in bases if (hit := self._at(posixpath.join(base, path)))), "")

    def _absolute(self, path: str) -> str:
        address = self._addresses.get(path.strip("/").lower(), "")
        inside = path.strip("/")
        return address or self._at(inside) or self._at(posixpath.join(self.root, inside))

    def _at(self, path: str) -> str:
        place = posixpath.normpath(path)
        if place.startswith(".."):
            return ""
        bare = re.sub(r"\.html?$", "", place)
        names = [f"{base}{ending}" for base in (place, bare) for ending in _ENDINGS]
        if place == ".":
            names = [ending.lstrip("/") for ending in _ENDINGS if ending.startswith("/")]
        exact = next((name for name in names if name in self.paths), "")
        folded = (self._folded.get(name.lower(), "") for name in names)
        return exact or next((name for name in folded if name), "")


def common_folder(paths: Iterable[str]) -> str:
    """The folder that all files lie in; empty where they share none."""
    folders = {posixpath.dirname(path) for path in paths}
    return posixpath.commonpath(folders) if folders and "" not in folders else ""


def _addresses(files: Iterable[GuideFile]) -> Iterable[tuple[str, str]]:
    for file in files:
        olds = file.fields.get("redirect_from") or file.fields.get("aliases") or []
        stated = [file.fields.get(name) for name in _ADDRESSES]
        for address in [*stated, *(olds if isinstance(olds, list) else [olds])]:
            if isinstance(address, str) and address.strip("/"):
                yield re.sub(r"\.html?$", "", address.strip("/").lower()), file.path


def _literal(destination: str) -> str:
    """The address inside a template tag that only makes it complete."""
    bare = _BASE.sub("", destination.strip())
    quoted = _QUOTED.match(bare)
    return f"{quoted[1]}{bare[quoted.end() :]}" if quoted else bare


def _lines(file: GuideFile) -> Mapping[str, int]:
    """The line of the heading in the body for each anchor that other sites would give it."""
    whole = file.body[: file.cut_at] + file.cut + file.body[file.cut_at :]
    found = headings(whole)
    known: dict[str, int] = {}
    for heading, names in zip(found, foreign_anchors(found), strict=True):
        is_later = heading.start >= file.cut_at and bool(file.cut)
        position = heading.start - len(file.cut) if is_later else heading.start
        is_title = is_later and heading.start == file.cut_at
        line = 0 if is_title else file.body.count("\n", 0, position) + 1
        for name in names:
            known.setdefault(name, line)
            known.setdefault(name.lower(), line)
    return known
