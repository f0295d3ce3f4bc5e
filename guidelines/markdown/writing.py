"""Tokens to HTML that is still to be sanitised, with a note of what was used and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from guidelines.markdown import headings, references, sanitising
from guidelines.markdown.documents import (
    LABELS,
    Code,
    Heading,
    ImageTarget,
    Problem,
    UsedReference,
)
from guidelines.markdown.parsing import Token

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
OPENED = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
RAW_TEXT = re.compile(rf"</?(?:{'|'.join(sorted(sanitising.WITH_CONTENT))})\b[^>]*>?", re.I)
ADDRESS = re.compile(r"""\b(href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.I)
HIGHEST = re.compile(r"(</?)h1\b", re.I)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
TOKEN = re.compile(r"image:([\w-]+)\Z")
MISSING_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
BREAKS = frozenset("ul ol table thead tbody tr blockquote dl".split())


def text(value: str) -> str:
    """The value as HTML text."""
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    return value


@dataclass
class Page:
    """One page while it is written."""

    trusted: str
    images: Mapping[str, ImageTarget] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=lambda: LABELS)
    with_lines: bool = False
    anchors: dict[int, str] = field(default_factory=dict)  # by index of the heading's token
    marks: dict[int, headings.Mark] = field(default_factory=dict)
    skipped: int | None = None
    aliases: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    user_ids: frozenset[str] = frozenset()
    headings: list[Heading] = field(default_factory=list)
    references: list[UsedReference] = field(default_factory=list)
    used_images: dict[str, None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    codes: int = 0

    def label(self, key: str, **values: object) -> str:
        """A label, ready for an attribute."""
        return escape(self.labels[key].format(**values))

    def report(self, line: int, code: Code, detail: str = "") -> None:
        """Note a problem, once."""
        problem = Problem(line, code.value, detail)
        if problem not in self.problems[-20:]:
            self.problems.append(problem)


class Writer:
    """Writes a token stream; one object per page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line = 0
        self.links: list[str] = []
        self.in_heading = False
        self.rules: dict[str, Callable[[Sequence[Token], int], str]] = {
            name: getattr(self, name) for name in RULES
        }

    def write(self, tokens: Sequence[Token]) -> str:
        """The whole page."""
        out: list[str] = []
        rules = self.rules
        for at, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                if token.map:
                    self.line = token.map[0] + 1
                out.append(self.inline(token.children or ()))
            elif kind in rules:
                out.append(rules[kind](tokens, at))
            else:
                out.append(self.tag(token))
        return "".join(out)

    def inline(self, tokens: Sequence[Token]) -> str:
        """The content of one paragraph, heading or cell."""
        out: list[str] = []
        rules = self.rules
        for at, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                out.append(self.words(token.content))
            elif kind in rules:
                out.append(rules[kind](tokens, at))
            else:
                out.append(f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>")
        return "".join(out)

    def words(self, content: str) -> str:
        """Text; a note that nobody wrote is told."""
        if "[^" in content:
            for found in MISSING_NOTE.finditer(content):
                self.page.report(self.line, Code.UNKNOWN_FOOTNOTE, found[1])
        return text(content)

    def tag(self, token: Token) -> str:
        """Any other block's tag, with its line where asked for."""
        if token.hidden:
            return "" if token.nesting > 0 else "\n"
        if token.nesting < 0:
            return f"</{token.tag}>\n"
        after = "\n" if token.tag in BREAKS or token.nesting == 0 else ""
        start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
        return f"<{token.tag}{start}{self.at(token)}>{after}"

    def at(self, token: Token) -> str:
        """The attribute that the preview scrolls by."""
        if self.page.with_lines and token.map:
            return f' data-line="{token.map[0] + 1}"'
        return ""

    # Headings

    def heading_open(self, tokens: Sequence[Token], at: int) -> str:
        """<h2 id>; wrapped with a link to itself where it stands in the page's own flow."""
        if at == self.page.skipped:
            tokens[at + 1].children = []
            return ""
        mark, anchor = self.page.marks[at], self.page.anchors[at]
        self.in_heading = True
        wrapper = '<div class="heading">' if mark.is_top else ""
        return f'{wrapper}<h{mark.level} id="{self.page.trusted}{anchor}"{self.at(tokens[at])}>'

    def heading_close(self, tokens: Sequence[Token], at: int) -> str:
        """</h2> and the link."""
        if at - 2 == self.page.skipped:
            return ""
        mark, anchor = self.page.marks[at - 2], self.page.anchors[at - 2]
        self.in_heading = False
        if not mark.is_top:
            return f"</h{mark.level}>\n"
        title = headings.text_of(tokens[at - 1].children)
        self.page.headings.append(Heading(mark.level, title, anchor, mark.line))
        label = self.page.label("section_link", title=title)
        link = f'<a class="anchor" href="#{anchor}" aria-label="{label}">#</a>'
        return f"</h{mark.level}>{link}</div>\n"

    # Links and images

    def link_open(self, tokens: Sequence[Token], at: int) -> str:
        """<a>, or nothing where the address leads nowhere."""
        href = str(tokens[at].attrs.get("href", ""))
        address = self.address(href)
        if self.in_heading and address.startswith("ref:"):
            self.page.report(self.line, Code.LINK_IN_HEADING, href)
        self.links.append("</a>" if address else "")
        if not address:
            return ""
        title = tokens[at].attrs.get("title")
        named = f' title="{escape(str(title))}"' if title else ""
        return f'<a href="{escape(address)}"{named}>'

    def link_close(self, _tokens: Sequence[Token], _at: int) -> str:
        """What its opening asks for."""
        return self.links.pop() if self.links else ""

    def address(self, href: str) -> str:
        """Where a link leads in the page that is sanitised next; empty and told: nowhere."""
        if href.startswith("#"):
            return self.own_place(href[1:])
        reference = references.parse(href)
        if reference is not None:
            self.page.references.append(UsedReference(reference, self.line))
            return f"ref:{reference.href}"
        if href.lower().startswith(sanitising.WEB):
            return href
        code = Code.REFUSED_LINK if SCHEME.match(href) else Code.RELATIVE_LINK
        self.page.report(self.line, code, href)
        return ""

    def own_place(self, anchor: str) -> str:
        """A place of this page, also by the anchor that other tools make of the same heading."""
        page = self.page
        if anchor in page.ids:
            return f"#{anchor}"
        if anchor in page.user_ids:
            return f"#{sanitising.USER_ID}{anchor}"
        if anchor.lower() in page.aliases:
            return f"#{page.aliases[anchor.lower()]}"
        page.report(self.line, Code.UNKNOWN_ANCHOR, f"#{anchor}")
        return ""

    def image(self, tokens: Sequence[Token], at: int) -> str:
        """<img>; a figure where it has a title and stands alone in its paragraph."""
        token = tokens[at]
        alt = headings.text_of(token.children)
        if not alt:
            self.page.report(self.line, Code.IMAGE_WITHOUT_ALT, str(token.attrs.get("src", "")))
        stored = self.stored(str(token.attrs.get("src", "")))
        if not stored:
            return f'<span class="image-missing">{text(alt)}</span>'
        caption = str(token.attrs.get("title") or "")
        target = self.page.images[stored]
        size = f' width="{target.width}" height="{target.height}"' if target.width else ""
        image = f'<img src="image:{stored}" alt="{escape(alt)}"{size}'
        if caption and len(tokens) == 1:
            return f"{image}><figcaption>{text(caption)}</figcaption>"
        named = f' title="{escape(caption)}"' if caption else ""
        return f"{image}{named}>"

    def stored(self, source: str) -> str:
        """The token of an image that is stored; empty and told: there is none."""
        found = TOKEN.match(source)
        if found is None:
            self.page.report(self.line, Code.IMAGE_OUTSIDE, source)
            return ""
        if found[1] not in self.page.images:
            self.page.report(self.line, Code.IMAGE_UNKNOWN, source)
            return ""
        self.page.used_images[found[1]] = None
        return found[1]

    def paragraph_open(self, tokens: Sequence[Token], at: int) -> str:
        """<p>, or <figure> for a picture with a caption."""
        if tokens[at].hidden:
            return ""
        name = "figure" if self.is_figure(tokens[at + 1]) else "p"
        return f"<{name}{self.at(tokens[at])}>"

    def paragraph_close(self, tokens: Sequence[Token], at: int) -> str:
        """What its opening asks for."""
        if tokens[at].hidden:
            return "\n"
        return "</figure>\n" if self.is_figure(tokens[at - 1]) else "</p>\n"

    def is_figure(self, token: Token) -> bool:
        """Whether a paragraph is one stored picture with a caption."""
        children = token.children or []
        if len(children) != 1 or children[0].type != "image" or not children[0].attrs.get("title"):
            return False
        found = TOKEN.match(str(children[0].attrs["src"]))
        return found is not None and found[1] in self.page.images

    # Raw HTML

    def html_block(self, tokens: Sequence[Token], at: int) -> str:
        """The author's own HTML, prepared for the sanitiser."""
        token = tokens[at]
        if token.map:
            self.line = token.map[0] + 1
        return self.html(token.content)

    def html_inline(self, tokens: Sequence[Token], at: int) -> str:
        """The same within a line."""
        return self.html(tokens[at].content)

    def html(self, content: str) -> str:
        """Addresses in our form; what would swallow the rest of the page is closed or left out."""
        if "<!--" in content:
            content = COMMENT.sub("", content)
        for found in OPENED.finditer(content):
            name = found[1].lower()
            if name not in sanitising.TAGS and name != "h1":
                self.page.report(self.line, Code.HTML_REMOVED, name)
        content = HIGHEST.sub(r"\1h2", content)
        content = ADDRESS.sub(self.raw_address, content)
        names = [found[0].strip("</>").split()[0].lower() for found in RAW_TEXT.finditer(content)]
        is_whole = len(names) == 2 and names[0] == names[1]
        return content if is_whole or not names else RAW_TEXT.sub("", content)

    def raw_address(self, found: re.Match[str]) -> str:
        """href or src of a raw tag."""
        value = (found[2] or found[3] or found[4] or "").strip()
        if found[1].lower() == "href":
            return f'href="{escape(self.address(value))}"'
        stored = self.stored(value)
        return f'src="image:{stored}"' if stored else 'src=""'

    # Blocks with a form of their own

    def list_item_open(self, tokens: Sequence[Token], at: int) -> str:
        """<li>, with its box in a task list."""
        token = tokens[at]
        if "checked" not in token.meta:
            return f"<li{self.at(token)}>"
        done = bool(token.meta["checked"])
        label = self.page.label("task_done" if done else "task_open")
        checked = " checked" if done else ""
        return f'<li class="task"{self.at(token)}><input{checked} aria-label="{label}"> '

    def bullet_list_open(self, tokens: Sequence[Token], at: int) -> str:
        """<ul>."""
        tasks = ' class="task-list"' if "class" in tokens[at].attrs else ""
        return f"<ul{tasks}{self.at(tokens[at])}>\n"

    def alert_open(self, tokens: Sequence[Token], at: int) -> str:
        """An admonition: <aside>, with its kind as a word in the language of the text."""
        kind = str(tokens[at].meta["kind"]).lower()
        tokens[at + 2].children = []
        return (
            f'<aside class="admonition admonition-{kind}" role="note"{self.at(tokens[at])}>\n'
            f'<p class="admonition-title">{self.page.label(kind)}'
        )

    def alert_title_open(self, _tokens: Sequence[Token], _at: int) -> str:
        """Stands in the opening already."""
        return ""

    def alert_title_close(self, _tokens: Sequence[Token], _at: int) -> str:
        """</p>."""
        return "</p>\n"

    def alert_close(self, _tokens: Sequence[Token], _at: int) -> str:
        """</aside>."""
        return "</aside>\n"

    def th_open(self, tokens: Sequence[Token], at: int) -> str:
        """<th scope>; an empty head cell heads nothing and is an ordinary one."""
        align = self.align(tokens[at])
        return f'<th scope="col"{align}>' if tokens[at + 1].content else f"<td{align}>"

    def th_close(self, tokens: Sequence[Token], at: int) -> str:
        """What its opening asks for."""
        return "</th>" if tokens[at - 1].content else "</td>"

    def td_open(self, tokens: Sequence[Token], at: int) -> str:
        """<td>."""
        return f"<td{self.align(tokens[at])}>"

    def td_close(self, _tokens: Sequence[Token], _at: int) -> str:
        """</td>."""
        return "</td>"

    def align(self, token: Token) -> str:
        """The column's alignment as a class."""
        style = str(token.attrs.get("style", "")) if token.attrs else ""
        return f' class="align-{style[11:]}"' if style[11:] in ("right", "center") else ""

    def fence(self, tokens: Sequence[Token], at: int) -> str:
        """<pre><code>; focusable, so that the keyboard scrolls it."""
        token = tokens[at]
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        named = f' class="language-{escape(language)}"' if language else ""
        self.page.codes += 1
        label = self.page.label("code", number=self.page.codes)
        return (
            f'<pre tabindex="0" aria-label="{label}"{self.at(token)}>'
            f"<code{named}>{text(token.content)}</code></pre>\n"
        )

    def code_block(self, tokens: Sequence[Token], at: int) -> str:
        """The same without a language."""
        return self.fence(tokens, at)

    def code_inline(self, tokens: Sequence[Token], at: int) -> str:
        """<code>."""
        return f"<code>{text(tokens[at].content)}</code>"

    def softbreak(self, _tokens: Sequence[Token], _at: int) -> str:
        """A line's end in the source."""
        self.line += 1
        return "\n"

    def hardbreak(self, _tokens: Sequence[Token], _at: int) -> str:
        """<br>."""
        self.line += 1
        return "<br>\n"

    # Footnotes

    def footnote_ref(self, tokens: Sequence[Token], at: int) -> str:
        """The raised number."""
        number, again = _note(tokens[at])
        self.page.ids |= {f"fn:{number}", f"fnref:{number}{again}"}
        label = self.page.label("footnote", number=number)
        return (
            f'<sup class="footnote-ref"><a href="#fn:{number}"'
            f' id="{self.page.trusted}fnref:{number}{again}" aria-label="{label}">{number}</a></sup>'
        )

    def footnote_block_open(self, _tokens: Sequence[Token], _at: int) -> str:
        """The notes at the end."""
        label = self.page.label("footnotes")
        return f'<section class="footnotes" role="doc-endnotes" aria-label="{label}">\n<ol>\n'

    def footnote_block_close(self, _tokens: Sequence[Token], _at: int) -> str:
        """</section>."""
        return "</ol>\n</section>\n"

    def footnote_open(self, tokens: Sequence[Token], at: int) -> str:
        """One note."""
        return f'<li id="{self.page.trusted}fn:{_note(tokens[at])[0]}">'

    def footnote_close(self, _tokens: Sequence[Token], _at: int) -> str:
        """</li>."""
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], at: int) -> str:
        """The way back."""
        number, again = _note(tokens[at])
        label = self.page.label("footnote_back", number=f"{number}{again.replace(':', '.')}")
        return f' <a class="footnote-back" href="#fnref:{number}{again}" aria-label="{label}">↩\ufe0e</a>'


def _note(token: Token) -> tuple[int, str]:
    again = int(token.meta.get("subId") or 0)
    return int(token.meta["id"]) + 1, f":{again + 1}" if again else ""


RULES = tuple(
    name
    for name in vars(Writer)
    if name.endswith(("_open", "_close", "_inline"))
    or name
    in {"image", "html_block", "fence", "code_block", "softbreak", "hardbreak", "footnote_ref"}
    or name == "footnote_anchor"
)
