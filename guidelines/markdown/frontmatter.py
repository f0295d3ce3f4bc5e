"""The YAML at the head of a file: kept apart from the text, read without trust."""

from __future__ import annotations

import re
from typing import Any

import yaml

LIMIT = 20_000  # bytes
KEY = re.compile(r"^[\w\"'-][^\n:]*:(?:\s|\Z)", re.M)
FENCED = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)


class _Loader(yaml.SafeLoader):
    """Plain data only: an alias would let a few bytes unfold without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("Aliases are not read.")
        return super().compose_node(parent, index)


def split_front_matter(text: str) -> tuple[str, str]:
    """(YAML without its fences, body); a rule of dashes at the head is no front matter."""
    found = FENCED.match(text)
    if found is None or (found[1].strip() and not KEY.search(found[1])):
        return "", text
    return found[1], text[found.end() :]


def parse(yaml_text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """(values, problems): what cannot be read gives no values and one code that says why."""
    if len(yaml_text.encode()) > LIMIT:
        return {}, ("front_matter_too_long",)
    try:
        data = yaml.load(yaml_text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, ("front_matter_unreadable",)
    if data is None:
        return {}, ()
    if not isinstance(data, dict):
        return {}, ("front_matter_not_a_mapping",)
    return {str(key): value for key, value in data.items()}, ()
