"""Two paragraphs word by word, with links, emphasis and pictures in them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from guidelines.domain.diffs.aligning import DEL, INS, SAME, Budget, Kind, align, tidy
from guidelines.domain.diffs.tree import BLANKS, Attributes, Element
from guidelines.domain.diffs.words import tokens

PICTURE = "\ufffc"  # Unicode's sign for an object in a text


@dataclass(frozen=True)
class Piece:
    """A word or a picture with the elements around it, the outermost first."""

    content: str | Element
    path: tuple[Element, ...]

    @property
    def key(self) -> Hashable:
        """Equal where a reader sees the same word in the same dress."""
        if any("footnote-ref" in element.class_names for element in self.path):
            return "footnote"
        content = self.content if isinstance(self.content, str) else self.content.signature
        return content, tuple(element.head for element in self.path)

    @property
    def glyph(self) -> str:
        """The bare sign where it is bare, something longer where it is not."""
        if isinstance(self.content, str) and not self.path:
            return self.content
        return f"{PICTURE}{self.key}"


def compare_inline(before: Element, after: Element, budget: Budget) -> tuple[Element | str, ...]:
    """The content of both paragraphs in one, words that came in <ins>, words that went in <del>."""
    is_code = after.tag == "pre"
    old, new = _pieces(before, is_code=is_code), _pieces(after, is_code=is_code)
    steps = align([piece.key for piece in old], [piece.key for piece in new], budget)
    entries: list[tuple[Kind, Piece]] = []
    for step in tidy(steps, [piece.glyph for piece in old], [piece.glyph for piece in new]):
        come = new[step.after : step.after_end]
        if step.is_same:
            entries += [(SAME, piece) for piece in come]
        else:
            entries += [(DEL, piece) for piece in old[step.before : step.before_end]]
            entries += [(INS, piece) for piece in come]
    return tuple(_rebuilt(entries, 0))


def _pieces(element: Element, *, is_code: bool) -> list[Piece]:
    found = list(_read(element.children, (), is_code=is_code))
    if is_code:
        return found
    while found and _is_blank(found[-1]):
        found.pop()
    return [
        piece
        for at, piece in enumerate(found)
        if not _is_blank(piece) or (at and not _is_blank(found[at - 1]))
    ]


def _is_blank(piece: Piece) -> bool:
    return piece.content == " "


def _read(
    children: Sequence[Element | str], path: tuple[Element, ...], *, is_code: bool
) -> Iterator[Piece]:
    for child in children:
        if isinstance(child, str):
            text = child if is_code else BLANKS.sub(" ", child)
            yield from (Piece(word, path) for word in tokens(text))
        elif child.text:
            yield from _read(child.children, (*path, child), is_code=is_code)
        else:
            yield Piece(child, path)


def _rebuilt(entries: Sequence[tuple[Kind, Piece]], depth: int) -> Iterator[Element | str]:
    """Elements around the words again; marks go inside, so that a link stays one link."""
    for head, group in groupby(entries, key=lambda entry: _head(entry[1], depth)):
        found = list(group)
        if head is not None:
            yield _around(found, depth)
            continue
        for kind, marked in groupby(found, key=lambda entry: entry[0]):
            content = tuple(_texts([piece.content for _, piece in marked]))
            if kind == SAME:
                yield from content
            else:
                children = (
                    item if isinstance(item, str) else item.without_id() for item in content
                )
                yield Element(kind, (), tuple(children) if kind == DEL else content, kind)


def _head(piece: Piece, depth: int) -> tuple[str, Attributes] | None:
    return piece.path[depth].head if depth < len(piece.path) else None


def _around(entries: Sequence[tuple[Kind, Piece]], depth: int) -> Element:
    kept = next((piece for kind, piece in entries if kind != DEL), None)
    children = tuple(_rebuilt(entries, depth + 1))
    if kept is not None:
        return Element(kept.path[depth].tag, kept.path[depth].attributes, children)
    gone = entries[0][1].path[depth]
    return Element(gone.tag, gone.attributes, children).without_id()


def _texts(contents: Sequence[str | Element]) -> Iterator[str | Element]:
    for is_text, group in groupby(contents, key=lambda item: isinstance(item, str)):
        if is_text:
            yield "".join(item for item in group if isinstance(item, str))
        else:
            yield from group
