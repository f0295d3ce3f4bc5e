"""Bookmarks: a flat list of headings with levels becomes the tree that readers show."""

from dataclasses import dataclass, field

from core.pdf.writer import PdfWriter, text_string


@dataclass
class Bookmark:
    """A heading and where it stands."""

    level: int
    label: str
    target: str
    kids: list["Bookmark"] = field(default_factory=list)
    number: int = 0


def nest(bookmarks: list[Bookmark]) -> list[Bookmark]:
    """Put each heading under the nearest earlier one of a higher rank; skipped ranks do no harm."""
    top: list[Bookmark] = []
    path: list[Bookmark] = []
    for bookmark in bookmarks:
        while path and path[-1].level >= bookmark.level:
            path.pop()
        (path[-1].kids if path else top).append(bookmark)
        path.append(bookmark)
    return top


def add_outline(writer: PdfWriter, bookmarks: list[Bookmark]) -> int | None:
    """Write the tree and return its root, None when there is nothing to show."""
    top = nest(bookmarks)
    if not top:
        return None
    root = writer.reserve()
    _write_level(writer, root, top, is_open=True)
    shown = len(top) + sum(len(bookmark.kids) for bookmark in top)
    first, last = top[0].number, top[-1].number
    writer.put(root, f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {shown}>>")
    return root


def _write_level(
    writer: PdfWriter, parent: int, level: list[Bookmark], *, is_open: bool = False
) -> None:
    for bookmark in level:
        bookmark.number = writer.reserve()
    for place, bookmark in enumerate(level):
        entries = f"/Title {text_string(bookmark.label)}/Parent {parent} 0 R/Dest {bookmark.target}"
        if place:
            entries += f"/Prev {level[place - 1].number} 0 R"
        if place + 1 < len(level):
            entries += f"/Next {level[place + 1].number} 0 R"
        if bookmark.kids:
            _write_level(writer, bookmark.number, bookmark.kids)
            first, last = bookmark.kids[0].number, bookmark.kids[-1].number
            # A negative count keeps a branch closed: the inside of sheets would bury chapters.
            count = len(bookmark.kids) if is_open else -len(bookmark.kids)
            entries += f"/First {first} 0 R/Last {last} 0 R/Count {count}"
        writer.put(bookmark.number, f"<<{entries}>>")
