"""Links between files become references to guidelines and pictures, and files again on export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from guidelines.exchange.anchors import page_anchors
from guidelines.exchange.places import Places, Target
from guidelines.exchange.problems import Problem
from guidelines.exchange.reading import GuideFile
from guidelines.exchange.scanning import Link, links, replaced

Swap = tuple[str, str]
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff"}


@dataclass(frozen=True)
class Linked:
    """A body in our words, each destination that changed (ours, theirs), and the pictures used."""

    body: str
    swaps: tuple[Swap, ...] = ()
    images: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


class Linker:
    """Rewrites the destinations of the files of one package."""

    def __init__(self, places: Places, codes: Mapping[str, str]) -> None:
        self.places = places
        self.codes = codes
        self._own: dict[str, dict[int, str]] = {}

    def link(self, file: GuideFile, token: Callable[[str], str]) -> Linked:
        """The file's body with references; `token` names the stored picture of a path."""
        changes: list[tuple[int, int, str]] = []
        all_swaps: list[Swap] = []
        images: list[str] = []
        problems: list[Problem] = []
        for link in links(file.body):
            target = self.places.find(link.target, file.path)
            new, code = self._new(link, target, file, token)
            if code:
                line = file.line_at(link.start)
                problems.append(Problem(file.path, line, code, {"target": link.target[:200]}))
            raw = file.body[link.start : link.end]
            all_swaps.append((new or raw, raw))
            if new and new != raw:
                changes.append((link.start, link.end, new))
                images += [target.path] if new.startswith("image:") else []
        body = replaced(file.body, changes)
        return Linked(body, _needed(all_swaps), tuple(dict.fromkeys(images)), tuple(problems))

    def _new(
        self, link: Link, target: Target, file: GuideFile, token: Callable[[str], str]
    ) -> tuple[str, str]:
        """The new destination, if it changes, and what is wrong with the old one."""
        if target.is_outside:
            return "", "picture_outside" if link.is_image else ""
        if target.path in self.places.files:
            return self._to_file(target, file)
        is_picture = link.is_image or PurePosixPath(target.path).suffix.lower() in PICTURES
        if target.path and is_picture and (found := token(target.path)):
            return f"image:{found}", ""
        if link.is_image:
            return "", "picture_missing"
        if target.path:
            return "", "link_other_file"
        return "", "link_site" if target.is_site else "link_missing"

    def _to_file(self, target: Target, file: GuideFile) -> tuple[str, str]:
        is_own = target.path == file.path
        code = self.codes.get(target.path, "")
        if not code:
            return "", "link_missing"
        if not target.anchor:
            return f"guideline:{code}", ""
        anchor = self._anchor(target)
        if anchor is None:
            kept = "" if is_own else f"guideline:{code}#{target.anchor}"
            return kept, "anchor_missing"
        place = f"#{anchor}" if anchor else ""
        return (place if is_own and place else f"guideline:{code}{place}"), ""

    def _anchor(self, target: Target) -> str | None:
        """Our anchor of a heading; empty for the title, None where there is no such heading."""
        line = self.places.heading(target.path, target.anchor)
        if not line:
            return None if line is None else ""
        if target.path not in self._own:
            self._own[target.path] = page_anchors(self.places.files[target.path].body)
        return self._own[target.path].get(line)


def _needed(swaps: Sequence[Swap]) -> tuple[Swap, ...]:
    """The changed destinations, and unchanged ones that read like one of them."""
    changed = {ours for ours, theirs in swaps if ours != theirs}
    return tuple(swap for swap in swaps if swap[0] in changed)


def unlinked(
    body: str, swaps: Sequence[Swap], others: Callable[[Link], str | None] = lambda _link: None
) -> str:
    """The body with the destinations it was imported with; others as the function says."""
    waiting = _by_ours(swaps)
    changes = []
    for link in links(body):
        raw = body[link.start : link.end]
        known = waiting.get(raw)
        new = (known.pop(0) if len(known) > 1 else known[0]) if known else others(link)
        if new is not None and new != raw:
            changes.append((link.start, link.end, new))
    return replaced(body, changes)


def _by_ours(swaps: Iterable[Swap]) -> dict[str, list[str]]:
    waiting: dict[str, list[str]] = {}
    for ours, theirs in swaps:
        waiting.setdefault(ours, []).append(theirs)
    return waiting
