"""Word lists written as one comma-separated line, and marks for translators."""

from collections.abc import Iterable, Mapping


def listed(text: str) -> tuple[str, ...]:
    """The entries of a comma-separated line."""
    return tuple(entry.strip() for entry in text.split(","))


def reverse(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Each word of the table with the key it stands for."""
    return {word: key for key, words in table.items() for word in words}


def gettext_noop(message: str) -> str:
    """The message as it is; the name lets the translation tools find it without Django here."""
    return message
