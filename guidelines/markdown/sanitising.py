"""Own allow-list for HTML: the only door to nh3."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import nh3

from guidelines.markdown import references


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


TAGS = _words(
    "a abbr aside b blockquote br caption code col colgroup dd del details dfn div dl dt em",
    "figcaption figure h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q s samp section",
    "small span strong sub summary sup table tbody td tfoot th thead tr u ul var",
)
# Removed with what stands in them; without an end they would swallow the page (see raw_html.py).
WITH_CONTENT = _words(
    "iframe math noembed noframes noscript object plaintext script select style svg template",
    "textarea title xmp",
)
CLASSES = _words(
    "admonition admonition-note admonition-tip admonition-important admonition-warning",
    "admonition-caution admonition-title align-center align-right anchor footnote-back",
    "footnote-ref footnotes heading image-missing task task-list",
)
RELATION = "noopener noreferrer"
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "title", "lang", "dir", "aria-label"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "input": {"checked"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "abbr"},
}
VALUES: dict[str, dict[str, set[str]]] = {
    "a": {"rel": {RELATION}},
    "aside": {"role": {"note"}},
    "img": {"loading": {"lazy"}},
    "input": {"type": {"checkbox"}, "disabled": {""}},
    "pre": {"tabindex": {"0"}, "role": {"region"}},
    "section": {"role": {"doc-endnotes"}},
    "th": {"scope": {"col", "row", "colgroup", "rowgroup"}},
}
FORCED = {"img": {"loading": "lazy"}, "input": {"type": "checkbox", "disabled": ""}}
NUMBERS = _words("colspan rowspan span width height start value data-line")
LANGUAGE = re.compile(r"language-[\w+#.-]{1,30}\Z")
SIMPLE_ID = re.compile(r"[\w.:-]{1,100}\Z")
SMALL_NUMBER = re.compile(r"[0-9]{1,5}\Z")
WEB = ("http://", "https://", "mailto:")
USER_ID = "u:"


@dataclass(frozen=True)
class Filter:
    """Decides on the value of one attribute; None takes the attribute away."""

    trusted: str
    ids: frozenset[str]
    images: Mapping[str, str]

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        """The value as it may stand."""
        if name == "href":
            return self.address(value)
        if name == "class":
            return _classes(tag, value)
        if name == "id":
            return self.identity(value)
        if name == "src":
            return self.images.get(value.removeprefix("image:"))
        if name == "headers":
            return " ".join(USER_ID + word for word in value.split() if SIMPLE_ID.match(word))
        return value if name not in NUMBERS or SMALL_NUMBER.match(value) else None

    def identity(self, value: str) -> str | None:
        """Ours as it is meant, the author's with a prefix."""
        if value.startswith(self.trusted):
            return value[len(self.trusted) :]
        return USER_ID + value if SIMPLE_ID.match(value) else None

    def address(self, value: str) -> str | None:
        """A place of the page, a reference or an address of the web."""
        if value.startswith("#"):
            return value if value[1:] in self.ids else None
        if value.startswith("ref:"):
            found = references.parse(value[4:])
            return f"ref:{found.href}" if found else None
        return value if value.lower().startswith(WEB) else None


def _classes(tag: str, value: str) -> str | None:
    words = value.split()
    kept = [word for word in words if word in CLASSES or (tag == "code" and LANGUAGE.match(word))]
    return " ".join(kept) or None


def sanitise(
    html: str,
    *,
    trusted: str,
    ids: frozenset[str],
    images: Mapping[str, str],
    with_lines: bool = False,
) -> str:
    """The HTML with nothing in it but what the lists name.

    `trusted` is a word that the text cannot know: an id that begins with it is ours and stands, all
    others get a prefix, so that no text takes the name of something on the page. `ids` are the
    places that links may lead to, `images` the addresses by token.
    """
    every = ATTRIBUTES["*"] | {"data-line"} if with_lines else ATTRIBUTES["*"]
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=WITH_CONTENT,
        attributes={**ATTRIBUTES, "*": every},
        tag_attribute_values=VALUES,
        set_tag_attribute_values=FORCED,
        url_schemes={"http", "https", "mailto", "ref", "image"},
        attribute_filter=Filter(trusted, ids, images),
        link_rel=None,
    )
