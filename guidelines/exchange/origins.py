"""What an import remembers of a file, so that the same file can be written again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from guidelines.exchange.links import Linked, unlinked
from guidelines.exchange.reading import GuideFile
from guidelines.exchange.scanning import Link
from guidelines.markdown.frontmatter import split_front_matter

Meta = Mapping[str, Any]


_LEAD = re.compile(r"(?:[ \t]*\n)*")


def stored_body(linked: Linked) -> str:
    """The body as a guideline keeps it: editors drop blank space around a text."""
    return linked.body[_lead(linked.body) :].rstrip()


def origin_of(file: GuideFile, linked: Linked, meta: Meta) -> dict[str, Any]:
    """The file's marks as JSON; `meta` is what the guideline got from it."""
    return {
        "path": file.path,
        "digest": file.digest,
        "stored": _digest(stored_body(linked)),
        "encoding": file.encoding,
        "newline": file.newline,
        "head": file.head,
        "cut": file.cut,
        "cut_at": file.cut_at,
        "before_cut": _digest(file.body[: file.cut_at]),
        "lead": linked.body[: _lead(linked.body)],
        "trail": _trail(linked.body),
        "swaps": [list(swap) for swap in linked.swaps],
        "meta": dict(meta),
    }


def is_untouched(body: str, origin: Mapping[str, Any]) -> bool:
    """Whether nobody has edited the text since it was imported."""
    return bool(origin) and origin.get("stored") == _digest(body)


def restored_body(
    body: str, origin: Mapping[str, Any], title: str, others: Callable[[Link], str | None]
) -> str:
    """The body with the destinations and the title heading that it came with.

    Where the text was edited, only what still stands there is put back.
    """
    swaps = [(ours, theirs) for ours, theirs in origin.get("swaps", ())]
    kept = unlinked(body, swaps, others).strip("\n").rstrip()
    text = f"{origin.get('lead', '')}{kept}{origin.get('trail', chr(10))}"
    cut = str(origin.get("cut", ""))
    if not cut:
        return text
    if title != origin.get("meta", {}).get("title"):
        return f"# {title}\n\n{text}"
    place = int(origin.get("cut_at", 0))
    is_same = _digest(text[:place]) == origin.get("before_cut")
    return f"{text[:place]}{cut}{text[place:]}" if is_same else f"{cut}{text}"


def original_head(origin: Mapping[str, Any], meta: Meta, front_matter: str) -> str | None:
    """The head of the file as it came, or None where what it says has changed since."""
    head = str(origin.get("head", ""))
    is_same = origin.get("meta") == dict(meta) and split_front_matter(head)[0] == front_matter
    return head if origin and is_same else None


def _lead(body: str) -> int:
    found = _LEAD.match(body)
    return found.end() if found else 0


def _trail(body: str) -> str:
    inner = body[_lead(body) :]
    return inner[len(inner.rstrip()) :]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
