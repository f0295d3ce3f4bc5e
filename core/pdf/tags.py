"""Turns the layout engine's tag tree into ours: no wrappers without meaning, scopes on headers."""

from typing import Any, Protocol

from core.pdf.fragment import Tag

# These hold blocks only; text that lies directly in them gets a paragraph of its own.
GROUPS = {
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Table",
    "THead",
    "TBody",
    "TFoot",
    "TR",
}
MAY_BE_EMPTY = {"TD", "TH", "Figure"}
Kid = int | Tag


class Objects(Protocol):
    """The engine's list of PDF objects."""

    def __getitem__(self, number: int, /) -> Any:
        """Return the object with this number."""


class TagReader:
    """Reads one page's tags out of the engine's objects."""

    def __init__(self, objects: Objects, link_numbers: dict[int, int], flip: float) -> None:
        self._objects = objects
        self._links = link_numbers
        self._flip = flip

    def read(self, element: Any, section: str = "") -> list[Kid]:
        """Return the element as one tag, or only its kids where it means nothing."""
        name = element["S"][1:]
        section = name if name in ("THead", "TBody", "TFoot") else section
        kids = [kid for raw in element["K"] for kid in self._kid(raw, section)]
        if name in ("NonStruct", "Span"):
            return kids
        if name in GROUPS:
            kids = _wrap_text(kids)
        if name == "LI":
            kids = _with_body(kids)
        if name == "Div" or not (kids or name in MAY_BE_EMPTY):
            return kids
        return [[name, self._attributes(name, element, section), kids]]

    def _kid(self, raw: Any, section: str) -> list[Kid]:
        if isinstance(raw, int):
            return [raw]
        item = self._objects[reference(raw)]
        if item["Type"] == "/OBJR":
            return [-1 - self._links[reference(item["Obj"])]]
        return self.read(item, section)

    def _attributes(self, name: str, element: Any, section: str) -> dict[str, Any]:
        given = element.get("A") or {}
        found = {key: given[key] for key in ("ColSpan", "RowSpan") if key in given}
        if name == "TH":
            found["Scope"] = "Column" if section == "THead" else "Row"
        if name == "Figure":
            left, top, right, bottom = (float(value) * 0.75 for value in given["BBox"])
            found["BBox"] = [left, self._flip - bottom, right, self._flip - top]
            if "Alt" in element:
                found["Alt"] = str(element["Alt"].string)
        return found


def reference(raw: bytes) -> int:
    """Return the object number out of `12 0 R`."""
    return int(raw.split()[0])


def _with_body(kids: list[Kid]) -> list[Kid]:
    """Give a list item the body it must have around whatever is not its bullet."""
    names = [kid[0] if isinstance(kid, list) else "" for kid in kids]
    if "LBody" in names:
        return kids
    bullets = [kid for kid, name in zip(kids, names, strict=True) if name == "Lbl"]
    rest = [kid for kid, name in zip(kids, names, strict=True) if name != "Lbl"]
    return [*bullets, ["LBody", {}, rest]] if rest else bullets


def _wrap_text(kids: list[Kid]) -> list[Kid]:
    wrapped: list[Kid] = []
    for kid in kids:
        if not isinstance(kid, int) and kid[0] != "Link":
            wrapped.append(kid)
        elif wrapped and isinstance(wrapped[-1], list) and wrapped[-1][1].get("is_wrapper"):
            wrapped[-1][2].append(kid)
        else:
            wrapped.append(["P", {"is_wrapper": True}, [kid]])
    return wrapped
