"""Finds what other programs would have replaced, and HTML that readers will not see."""

import re
from collections.abc import Iterable, Iterator

from guidelines.exchange.problems import Problem
from guidelines.exchange.reading import GuideFile
from guidelines.exchange.scanning import links, masked, replaced
from guidelines.markdown import sanitising

# A heading or a class that is not known is put right when the page is made: nothing is lost.
_HARMLESS = frozenset({"class", "id", "loading", "type", "disabled", "target", "rel", "role"})

_SHORTCODE = re.compile(r"\{\{[<%][^\n]{0,300}?[>%]\}\}")
_LIQUID = re.compile(r"\{%[^\n]{0,300}?%\}|\{\{(?![<%])[^\n{}]{1,300}\}\}")
_ATTRIBUTES = re.compile(r"^[ \t]*\{::?[^{}\n]+\}[ \t]*$|(?<=\S)\{:[^{}\n]+\}", re.MULTILINE)
_DIRECTIVE = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?|:::+)[ \t]*\{?[\w-]+[^\n]*$", re.MULTILINE)
_WIKI = re.compile(r"!?\[\[(?!block:)[^\[\]\n]{1,200}\]\]")
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z_:][\w:.-]*)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_PATTERNS = (
    ("shortcode", _SHORTCODE),
    ("liquid", _LIQUID),
    ("attribute_list", _ATTRIBUTES),
    ("directive", _DIRECTIVE),
    ("wiki_link", _WIKI),
)
_LENGTH = 120


def leftovers(file: GuideFile) -> list[Problem]:
    """Every passage that stays as text or is not shown, with its line; code is left alone."""
    # A destination with a template tag was followed or is told as a link already.
    told = [(link.start, link.end, "_" * (link.end - link.start)) for link in links(file.body)]
    shown = masked(replaced(file.body, told))
    found = [*_tags_of_programs(file, shown), *_html(file, shown)]
    return sorted(found, key=lambda problem: (problem.line, problem.code))


def _tags_of_programs(file: GuideFile, shown: str) -> Iterator[Problem]:
    for code, pattern in _PATTERNS:
        for found in pattern.finditer(shown):
            text = " ".join(found[0].split())[:_LENGTH]
            yield Problem(file.path, file.line_at(found.start()), code, {"text": text})


def _html(file: GuideFile, shown: str) -> Iterator[Problem]:
    """One entry for each different tag or attribute, where it first stands."""
    told: set[tuple[str, str]] = set()
    for found in _TAG.finditer(shown):
        tag = found[1].lower()
        line = file.line_at(found.start())
        for key, problem in _of_tag(file.path, line, tag, found[2]):
            if key not in told:
                told.add(key)
                yield problem


def _of_tag(
    path: str, line: int, tag: str, attributes: str
) -> Iterator[tuple[tuple[str, str], Problem]]:
    if tag not in sanitising.TAGS | {"h1"}:
        code = "html_content" if tag in sanitising.WITH_CONTENT else "html_tag"
        yield (tag, ""), Problem(path, line, code, {"tag": tag})
        return
    known = _HARMLESS | _known(tag) | _known("*")
    for name in _names(attributes):
        if name == "markdown":
            yield (tag, name), Problem(path, line, "markdown_in_html", {"tag": tag})
        elif name not in known and not name.startswith(("aria-", "data-")):
            yield (tag, name), Problem(path, line, "html_attribute", {"tag": tag, "name": name})


def _known(tag: str) -> frozenset[str]:
    stated = sanitising.ATTRIBUTES.get(tag, set())
    return frozenset({*stated, *sanitising.VALUES.get(tag, {})})


def _names(attributes: str) -> Iterable[str]:
    return [found[1].lower() for found in _ATTRIBUTE.finditer(attributes)]
