"""The Markdown dialect of the portal: the only door to markdown-it."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from guidelines.markdown.documents import LIMIT, TooLong

__all__ = ["BLOCK", "Token", "Unfolding", "block_tokens", "fit", "quiet", "tokens_of"]

BLOCK = re.compile(r"\[\[block:([\w.-]+)\]\][ \t]*\Z")
SIGN = re.compile(r"[^\w \t,.;:()'\"/%+=?…–—-]")
LINK = re.compile(r"\[([^][\\`*_~!<>&^$\n]+)\]\(([A-Za-z0-9#:/._~?=+,;@-]+)\)")
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9#:/._~?&=+,;@!$*()-]*\Z")
MAX_DEPTH = 3


@dataclass
class Unfolding:
    """Which text blocks stand in which while a text is parsed, and what went wrong."""

    texts: dict[str, str] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    line: int = 0  # of the outermost block
    size: int = 0  # of the text and of all that was unfolded so far
    used: list[str] = field(default_factory=list)
    problems: list[tuple[int, str, str]] = field(default_factory=list)


def fit(source: str) -> str:
    """The source with plain line ends; TooLong above the limit."""
    size = len(source) if source.isascii() else len(source.encode("utf-8", "replace"))
    if size > LIMIT:
        raise TooLong(size)
    return source.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


@contextmanager
def quiet() -> Iterator[None]:
    """Tens of thousands of small objects are made and none is garbage: let nobody look for it.

    Only who found the collector on puts it on again, so that threads do not leave it off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def tokens_of(source: str, env: dict[str, Any]) -> list[Token]:
    """Blocks with their inline content; text blocks unfolded through env["blocks"]."""
    return _parser().parse(source, env)


def block_tokens(source: str) -> list[Token]:
    """Blocks only, for the structure of a text: about three times as fast."""
    tokens: list[Token] = []
    parser = _parser()
    parser.block.parse(source, parser, {}, tokens)
    return tokens


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"tasklists": True, "alerts": True})
    made.enable(["table", "strikethrough"])
    made.use(footnote_plugin).use(deflist_plugin)
    made.core.ruler.after("block", "headings", _headings)
    made.core.ruler.at("inline", _inline)
    made.disable("text_join")  # what it joins is written one after the other all the same
    made.inline.ruler.before("link", "short_link", _link)
    made.block.ruler.before("reference", "text_block", _text_block, {"alt": ["paragraph"]})
    encode = made.normalizeLink
    # Nearly all addresses need no encoding, and the library's way costs as much as the link itself.
    made.normalizeLink = lambda url: url if PLAIN_ADDRESS.match(url) else encode(url)  # type: ignore[method-assign]
    return made


def _inline(state: StateCore) -> None:
    """The library's rule, with a short way for words without any sign, as in most cells."""
    read = state.md.inline.parse
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if SIGN.search(token.content):
            read(token.content, state.md, state.env, token.children)
        elif token.content:
            token.children.append(Token("text", "", 0, content=token.content))


def _headings(state: StateCore) -> None:
    """Levels and explicit anchors, before the text of the headings is read."""
    from guidelines.markdown import headings

    state.env["headings"] = headings.prepare(state.tokens, state.env.get("title", ""))


def _link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """[words](address) with no other sign in it: the library reads such a label three times."""
    found = LINK.match(state.src, state.pos, state.posMax)
    if found is None or not state.md.validateLink(found[2]):
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": found[2]}
        state.push("text", "", 0).content = found[1]
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _text_block(state: StateBlock, line: int, _end: int, silent: bool) -> bool:  # noqa: FBT001
    """[[block:key]] alone on a line: the block's own blocks, closed in themselves, in its place."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("[[block:", start) or state.is_code_block(line):
        return False
    found = BLOCK.match(state.src[start : state.eMarks[line]])
    if found is None:
        return False
    if not silent:
        _unfold(state, line, found[1])
        state.line = line + 1
    return True


def _unfold(state: StateBlock, line: int, key: str) -> None:
    unfolding: Unfolding = state.env.setdefault("blocks", Unfolding())
    if not unfolding.path:
        unfolding.line = line
    text = unfolding.texts.get(key)
    fault = (
        "block_cycle"
        if key in unfolding.path
        else "block_depth"
        if len(unfolding.path) >= MAX_DEPTH
        else "unknown_block"
        if text is None
        else ""
    )
    if fault or text is None:
        unfolding.problems.append((unfolding.line, fault, key))
        return
    unfolding.used.append(key)
    unfolding.size += len(text.encode())
    if unfolding.size > LIMIT:
        raise TooLong(unfolding.size)
    first, path = len(state.tokens), unfolding.path
    unfolding.path = (*path, key)
    state.md.block.parse(fit(text), state.md, state.env, state.tokens)
    unfolding.path = path
    for token in state.tokens[first:]:
        token.map = [line, line + 1]
        token.level += state.level
        token.meta = {**token.meta, "block": key}
