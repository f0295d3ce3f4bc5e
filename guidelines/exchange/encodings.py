"""Text from bytes and back: encoding and line ends are remembered, so that nothing changes."""

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BOMS = {name: mark for mark, name in _MARKS if name != "utf-8-sig"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Decoded:
    """A text with \\n as line end, and what is needed to write its bytes again."""

    text: str
    encoding: str
    newline: str = "\n"
    problems: tuple[tuple[str, dict[str, int]], ...] = ()


def is_binary(data: bytes) -> bool:
    """Whether these bytes are no text in any encoding that is read here."""
    if data.startswith(tuple(_BOMS.values())):
        return False
    return data.count(0) * 200 > len(data)


def decode(data: bytes) -> Decoded:
    """The text: by its byte order mark, else strict UTF-8, else cp1252."""
    text, encoding = _decoded(data)
    problems: list[tuple[str, dict[str, int]]] = []
    if encoding == "cp1252":
        problems.append(("encoding_guessed", {}))
    text, dropped = _CONTROL.subn("", text)
    if dropped:
        problems.append(("characters_dropped", {"count": dropped}))
    text, newline, is_mixed = _unified(text)
    if is_mixed:
        problems.append(("newlines_mixed", {}))
    return Decoded(text, encoding, newline, tuple(problems))


def encode(text: str, encoding: str = "utf-8", newline: str = "\n") -> bytes:
    """The bytes of a text; characters that its old encoding lacks make it UTF-8."""
    whole = text.replace("\n", newline) if newline != "\n" else text
    try:
        return _BOMS.get(encoding, b"") + whole.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return whole.encode("utf-8")


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding.removesuffix("-sig"), "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def _unified(text: str) -> tuple[str, str, bool]:
    pairs, returns = text.count("\r\n"), text.count("\r")
    if not returns:
        return text, "\n", False
    is_pure = pairs == returns == text.count("\n")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain, "\r\n" if is_pure else "\n", not is_pure
