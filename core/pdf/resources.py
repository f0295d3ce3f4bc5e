"""Copies what a page's content refers to (images, patterns, fonts) out of the engine's objects."""

import re
from typing import Any

from core.pdf.fragment import Extra, Fragment

USES = re.compile(rb"^/(\S+) (gs|Do|sh|scn|SCN)$", re.MULTILINE)
KINDS = {
    b"gs": "ExtGState",
    b"Do": "XObject",
    b"sh": "Shading",
    b"scn": "Pattern",
    b"SCN": "Pattern",
}
REFERENCE = re.compile(rb"^(\d+) 0 R$")
FONTS = "@fonts@"


class ResourceReader:
    """Collects into one fragment; objects the page shares with other pages are copied."""

    def __init__(self, objects: list[Any], resources: Any, fragment: Fragment) -> None:
        self._objects, self._resources, self._fragment = objects, resources, fragment
        self._places: dict[int, int] = {}
        self._font_table = int(plain(resources["Font"]).split()[0])

    def take_used(self, content: bytes) -> None:
        """Take the resources that the page's own content names."""
        for name, operator in sorted(set(USES.findall(content))):
            kind, key = KINDS[operator], name.decode()
            value = self._resources.get(kind, {}).get(key)
            if value is not None:
                self._fragment.resources.setdefault(kind, {})[key] = self._text(value)
        if b" cs\n" in content or b" CS\n" in content:
            spaces = self._objects[int(plain(self._resources["ColorSpace"]).split()[0])]
            self._fragment.resources["ColorSpace"] = {
                key: self._text(spaces[key]) for key in spaces
            }

    def take_font(self, key: str) -> None:
        """Take a font that is not the house font, as the engine embedded it."""
        value = self._objects[self._font_table][key]
        self._fragment.resources.setdefault("Font", {})[key] = self._text(value)

    def _text(self, value: Any) -> str:
        if isinstance(value, dict):
            return f"<<{''.join(f'/{key} {self._text(value[key])} ' for key in value)}>>"
        if isinstance(value, list):
            return f"[{' '.join(self._text(item) for item in value)}]"
        data = plain(value)
        match = REFERENCE.match(data)
        return self._copied(int(match[1])) if match else data.decode("latin-1")

    def _copied(self, number: int) -> str:
        if number == self._font_table:
            return FONTS
        if number not in self._places:
            self._places[number] = len(self._fragment.extras)
            extra = Extra("")
            self._fragment.extras.append(extra)
            item = self._objects[number]
            if hasattr(item, "stream"):
                extra.stream = b"\n".join(map(plain, item.stream))
                extra.text = self._text(dict(item.extra))
            else:
                extra.text = self._text(item)
        return f"@{self._places[number]}@"


def plain(value: Any) -> bytes:
    """Return a token of the engine as the bytes that stand in the file."""
    if isinstance(value, bytes):
        return value
    if hasattr(value, "data"):
        return bytes(value.data)
    if isinstance(value, float):
        return f"{value:f}".rstrip("0").rstrip(".").encode()
    return str(value).encode()
