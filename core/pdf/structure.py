"""Writes the tag tree of the joined document and the way back from content to tags."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.pdf.fragment import Tag
from core.pdf.sheets import Sheet, Spot
from core.pdf.writer import PdfWriter, numbers, text_string


@dataclass
class Branch:
    """A tag that spans fragments."""

    name: str
    kids: list["Branch | tuple[Tag, Spot]"] = field(default_factory=list)

    def add_tags(self, tags: Sequence[Tag], spot: Spot) -> None:
        """Hang a fragment's tags below this one."""
        self.kids.extend((tag, spot) for tag in tags)

    def add_branch(self, name: str) -> "Branch":
        """Hang a new branch below this one and return it."""
        branch = Branch(name)
        self.kids.append(branch)
        return branch


class TagTree(NamedTuple):
    """The written tree: its root and the parent number of the first link."""

    root: int
    first_link_parent: int


class TagWriter:
    """Writes each tag as an object and notes which content and which links it owns."""

    def __init__(self, writer: PdfWriter, sheets: Sequence[Sheet]) -> None:
        self._writer, self._sheets = writer, sheets
        self._link_owners: dict[int, int] = {}

    def write(self, branches: Sequence[Branch]) -> TagTree:
        """Write one Document tag over everything, and the parent tree."""
        root, document = self._writer.reserve(), self._writer.reserve()
        kids = [self._branch(branch, document) for branch in branches]
        self._put(document, "Document", root, kids)
        parents = self._writer.add(f"<</Nums[{self._parents()}]>>")
        after = len(self._sheets) + len(self._link_owners)
        self._writer.put(
            root,
            f"<</Type/StructTreeRoot/K[{document} 0 R]/ParentTree {parents} 0 R"
            f"/ParentTreeNextKey {after}/RoleMap<</Art/Sect>>>>",
        )
        return TagTree(root, len(self._sheets))

    def _branch(self, branch: Branch, parent: int) -> str:
        number = self._writer.reserve()
        kids = [
            self._branch(kid, number) if isinstance(kid, Branch) else self._tag(*kid, number)
            for kid in branch.kids
        ]
        self._put(number, branch.name, parent, kids)
        return f"{number} 0 R"

    def _put(
        self, number: int, name: str, parent: int, kids: Sequence[str], more: str = ""
    ) -> None:
        self._writer.put(
            number, f"<</Type/StructElem/S/{name}/P {parent} 0 R/K[{' '.join(kids)}]{more}>>"
        )

    def _tag(self, tag: Tag, spot: Spot, parent: int) -> str:
        name, attributes, raw_kids = tag
        number = self._writer.reserve()
        kids, owns_content = [], False
        for kid in raw_kids:
            if isinstance(kid, list):
                kids.append(self._tag(kid, spot, number))
            elif kid >= 0:
                owns_content = True
                kids.append(self._content(kid + spot.content_shift, spot.sheet, number))
            else:
                placed = spot.sheet.links[spot.link_shift - 1 - kid]
                if placed.number is None:
                    name = "Span"
                    continue
                self._link_owners[placed.number] = number
                kids.append(f"<</Type/OBJR/Obj {placed.number} 0 R/Pg {spot.sheet.number} 0 R>>")
        page = f"/Pg {spot.sheet.number} 0 R" if owns_content else ""
        self._put(number, name, parent, kids, page + _attributes(attributes, spot))
        return f"{number} 0 R"

    @staticmethod
    def _content(place: int, sheet: Sheet, owner: int) -> str:
        sheet.owners[place] = owner
        return str(place)

    def _parents(self) -> str:
        parts = []
        for place, sheet in enumerate(self._sheets):
            owners = " ".join(f"{owner} 0 R" if owner else "null" for owner in sheet.owners)
            parts.append(f"{place} [{owners}]")
        links = [placed.number for sheet in self._sheets for placed in sheet.links if placed.number]
        for place, number in enumerate(links, start=len(self._sheets)):
            parts.append(f"{place} {self._link_owners[number]} 0 R")
        return " ".join(parts)


def _attributes(given: dict[str, Any], spot: Spot) -> str:
    text = f"/Alt {text_string(given['Alt'])}" if "Alt" in given else ""
    table = "".join(f"/{key} {given[key]}" for key in ("ColSpan", "RowSpan") if key in given) + (
        f"/Scope/{given['Scope']}" if "Scope" in given else ""
    )
    if table:
        text += f"/A<</O/Table{table}>>"
    if "BBox" in given:
        left, bottom, right, top = given["BBox"]
        box = numbers([left + spot.x, bottom + spot.y, right + spot.x, top + spot.y])
        text += f"/A<</O/Layout/Placement/Block/BBox{box}>>"
    return text
