"""How blocks are written: headings, lists, admonitions, tables, code, footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from guidelines.markdown import inline_rules, raw_html
from guidelines.markdown.addresses import TOKEN
from guidelines.markdown.documents import Heading
from guidelines.markdown.headings import Mark
from guidelines.markdown.page import Page, Rule, text
from guidelines.markdown.parsing import Token

CONTAINERS = frozenset({"ul", "ol", "table", "thead", "tbody", "tr", "blockquote", "dl"})


def write(page: Page, tokens: Sequence[Token]) -> str:
    """The whole page, still to be sanitised."""
    out: list[str] = []
    for at, token in enumerate(tokens):
        if token.type == "inline":
            if token.map:
                page.line = token.map[0] + 1
            out.append(inline_rules.write(page, token.children or ()))
            continue
        rule = RULES.get(token.type)
        out.append(_plain(page, token) if rule is None else rule(page, tokens, at))
    return "".join(out)


def _plain(page: Page, token: Token) -> str:
    if token.nesting < 0:
        return f"</{token.tag}>\n"
    after = "\n" if token.tag in CONTAINERS or token.nesting == 0 else ""
    start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
    return f"<{token.tag}{start}{page.at(token)}>{after}"


def _heading_open(page: Page, tokens: Sequence[Token], at: int) -> str:
    mark: Mark | None = tokens[at].meta.get("mark")
    if mark is None:  # it repeats the title of the page
        tokens[at + 1].children = []
        return ""
    page.heading = mark
    wrapper = '<div class="heading">' if mark.is_top else ""
    return f'{wrapper}<h{mark.level} id="{page.trusted}{mark.anchor}"{page.at(tokens[at])}>'


def _heading_close(page: Page, _tokens: Sequence[Token], _at: int) -> str:
    """Headings in the page's own flow carry a link to themselves, beside their text."""
    mark, page.heading = page.heading, None
    if mark is None:
        return ""
    if not mark.is_top:
        return f"</h{mark.level}>\n"
    page.headings.append(Heading(mark.level, mark.title, mark.anchor, mark.line))
    label = page.label("section_link", title=mark.title)
    link = f'<a class="anchor" href="#{mark.anchor}" aria-label="{label}">#</a>'
    return f"</h{mark.level}>{link}</div>\n"


def _paragraph_open(page: Page, tokens: Sequence[Token], at: int) -> str:
    if tokens[at].hidden:
        return ""
    name = "figure" if _is_figure(page, tokens[at + 1]) else "p"
    return f"<{name}{page.at(tokens[at])}>"


def _paragraph_close(page: Page, tokens: Sequence[Token], at: int) -> str:
    if tokens[at].hidden:
        return "\n"
    is_figure = tokens[at - 1].type == "inline" and _is_figure(page, tokens[at - 1])
    return "</figure>\n" if is_figure else "</p>\n"


def _is_figure(page: Page, token: Token) -> bool:
    """Whether a paragraph is one stored picture with a caption."""
    children = token.children or []
    if len(children) != 1 or children[0].type != "image" or not children[0].attrs.get("title"):
        return False
    found = TOKEN.match(str(children[0].attrs["src"]))
    return found is not None and found[1] in page.images


def _html_block(page: Page, tokens: Sequence[Token], at: int) -> str:
    token = tokens[at]
    page.line = token.map[0] + 1 if token.map else page.line
    return raw_html.prepare(page, token.content)


def _list_item_open(page: Page, tokens: Sequence[Token], at: int) -> str:
    token = tokens[at]
    if "checked" not in token.meta:
        return f"<li{page.at(token)}>"
    done = bool(token.meta["checked"])
    label = page.label("task_done" if done else "task_open")
    box = f'<input type="checkbox" disabled{" checked" if done else ""} aria-label="{label}">'
    return f'<li class="task"{page.at(token)}>{box} '


def _bullet_list_open(page: Page, tokens: Sequence[Token], at: int) -> str:
    tasks = ' class="task-list"' if "class" in tokens[at].attrs else ""
    return f"<ul{tasks}{page.at(tokens[at])}>\n"


def _alert_open(page: Page, tokens: Sequence[Token], at: int) -> str:
    kind = str(tokens[at].meta["kind"]).lower()
    tokens[at + 2].children = []
    return (
        f'<aside class="admonition admonition-{kind}" role="note"{page.at(tokens[at])}>\n'
        f'<p class="admonition-title">{page.label(kind)}'
    )


def _th_open(_page: Page, tokens: Sequence[Token], at: int) -> str:
    """An empty head cell heads nothing and is an ordinary one."""
    align = _align(tokens[at])
    return f'<th scope="col"{align}>' if tokens[at + 1].content else f"<td{align}>"


def _th_close(_page: Page, tokens: Sequence[Token], at: int) -> str:
    return "</th>" if tokens[at - 1].content else "</td>"


def _td_open(_page: Page, tokens: Sequence[Token], at: int) -> str:
    return f"<td{_align(tokens[at])}>"


def _align(token: Token) -> str:
    side = str(token.attrs.get("style", ""))[len("text-align:") :] if token.attrs else ""
    return f' class="align-{side}"' if side in ("right", "center") else ""


def _code(page: Page, tokens: Sequence[Token], at: int) -> str:
    """Focusable, so that the keyboard scrolls it, and hence with a name."""
    token = tokens[at]
    words = token.info.split()
    language = f' class="language-{escape(words[0])}"' if words else ""
    page.codes += 1
    label = page.label("code", number=page.codes)
    return (
        f'<pre tabindex="0" role="region" aria-label="{label}"{page.at(token)}>'
        f"<code{language}>{text(token.content)}</code></pre>\n"
    )


def _notes_open(page: Page, _tokens: Sequence[Token], _at: int) -> str:
    label = page.label("footnotes")
    return f'<section class="footnotes" role="doc-endnotes" aria-label="{label}">\n<ol>\n'


def _note_open(page: Page, tokens: Sequence[Token], at: int) -> str:
    return f'<li id="{page.trusted}fn:{inline_rules.note(tokens[at])[0]}">'


def _note_back(page: Page, tokens: Sequence[Token], at: int) -> str:
    number, again = inline_rules.note(tokens[at])
    label = page.label("footnote_back", number=f"{number}{again.replace(':', '.')}")
    place = f'class="footnote-back" href="#fnref:{number}{again}"'
    return f' <a {place} aria-label="{label}">↩\ufe0e</a>'


def _always(html: str) -> Rule:
    return lambda _page, _tokens, _at: html


RULES: dict[str, Rule] = {
    "heading_open": _heading_open,
    "heading_close": _heading_close,
    "paragraph_open": _paragraph_open,
    "paragraph_close": _paragraph_close,
    "html_block": _html_block,
    "list_item_open": _list_item_open,
    "bullet_list_open": _bullet_list_open,
    "alert_open": _alert_open,
    "alert_title_open": _always(""),
    "alert_title_close": _always("</p>\n"),
    "alert_close": _always("</aside>\n"),
    "th_open": _th_open,
    "th_close": _th_close,
    "td_open": _td_open,
    "td_close": _always("</td>"),
    "fence": _code,
    "code_block": _code,
    "footnote_block_open": _notes_open,
    "footnote_block_close": _always("</ol>\n</section>\n"),
    "footnote_open": _note_open,
    "footnote_close": _always("</li>\n"),
    "footnote_anchor": _note_back,
}
