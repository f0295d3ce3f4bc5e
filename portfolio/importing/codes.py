"""Codes for projects whose source has none: readable, short, and the same for the same input."""

import hashlib
import re
import unicodedata

LENGTH = 40
_CLEAN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _./,-]*")


def code_from_key(texts: tuple[str, ...]) -> str:
    """A code from the texts that name a project; a hash keeps shortened ones apart."""
    plain = "-".join(_slug(text) for text in texts if text)
    is_code_like = all(_CLEAN.fullmatch(t) and re.search(r"\d", t) for t in texts if t)
    if plain and is_code_like and len(plain) <= LENGTH:
        return plain
    mark = _mark("\n".join(texts).casefold())
    return f"{_shortened(plain, LENGTH - len(mark) - 1)}-{mark}" if plain else f"P-{mark}"


def shorten(code: str) -> str:
    """A code of the source as it is, or a shortened one with a hash if it is too long."""
    if len(code) <= LENGTH:
        return code
    mark = _mark(code)
    return f"{_shortened(code, LENGTH - len(mark) - 1)}-{mark}"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6].upper()


def _slug(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]+", "-", ascii_text.upper()).strip("-")


def _shortened(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    head, _, _ = text[: length + 1].rpartition("-")
    return (head if len(head) >= length // 2 else text[:length]).rstrip("-")
