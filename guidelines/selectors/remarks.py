"""What an author should look at in a text: one sentence for each thing, with its line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registries import link_targets
from guidelines.markdown import words
from guidelines.markdown.documents import Code, Problem, Rendered, UsedReference
from guidelines.markdown.references import Reference
from guidelines.selectors.pages import resolve

LONG_PARAGRAPH = 120  # words
PARAGRAPH = re.compile(r'<p[^>]* data-line="(\d+)"[^>]*>(.*?)</p>', re.S)

SENTENCES = {
    Code.UNKNOWN_ANCHOR: gettext_lazy("This page has no section “%(detail)s”."),
    Code.RELATIVE_LINK: gettext_lazy("The link to “%(detail)s” leads to no page of the portal."),
    Code.REFUSED_LINK: gettext_lazy("The address “%(detail)s” is of a kind that is not linked."),
    Code.LINK_IN_HEADING: gettext_lazy("A heading holds a link. Put it into the text below."),
    Code.IMAGE_UNKNOWN: gettext_lazy("The picture “%(detail)s” is not stored in the portal."),
    Code.IMAGE_OUTSIDE: gettext_lazy(
        "The picture “%(detail)s” lies outside the portal and is not shown. Add it as a file."
    ),
    Code.IMAGE_WITHOUT_ALT: gettext_lazy(
        "A picture has no text alternative. That is right only if it is mere decoration."
    ),
    Code.UNKNOWN_BLOCK: gettext_lazy("There is no released text block “%(detail)s”."),
    Code.BLOCK_CYCLE: gettext_lazy("The text block “%(detail)s” includes itself."),
    Code.BLOCK_DEPTH: gettext_lazy("The text block “%(detail)s” is nested too deep."),
    Code.UNKNOWN_FOOTNOTE: gettext_lazy("The footnote “%(detail)s” has no text."),
    Code.HTML_REMOVED: gettext_lazy("The HTML element “%(detail)s” is not shown."),
    Code.DOUBLE_ANCHOR: gettext_lazy("The anchor “%(detail)s” is used twice."),
}


@dataclass(frozen=True)
class Remark:
    """Something to look at on a line of the source."""

    line: int
    sentence: str


def sentence(problem: Problem) -> str:
    """A problem of rendering in words."""
    told = SENTENCES.get(Code(problem.message_code))
    return str(told) % {"detail": problem.detail} if told else problem.message_code


def remarks_on(page: Rendered, user: Any) -> list[Remark]:
    """Problems of rendering, links that lead nowhere for this author, paragraphs too long to read.

    Whether a guideline exists that the author may not see is not told apart from none.
    """
    found = [Remark(problem.line, sentence(problem)) for problem in page.problems]
    found += _broken(page.references, user)
    found += _long(page.html)
    return sorted(found, key=lambda remark: remark.line)


def _broken(used: Sequence[UsedReference], user: Any) -> Iterator[Remark]:
    references = frozenset(one.reference for one in used)
    open_ones = resolve(references, user=user)
    there = _existing(frozenset(open_ones))
    for one in used:
        if one.reference not in open_ones:
            told = _("The link “%(link)s” leads nowhere.")
        elif one.reference not in there:
            told = _("What “%(link)s” names is not published, or its section is gone.")
        else:
            continue
        yield Remark(one.line, told % {"link": one.reference.href})


def _existing(references: frozenset[Reference]) -> set[Reference]:
    by_kind: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in references:
        by_kind[one.prefix].add((one.code, one.anchor))
    return {
        Reference(prefix, *pair)
        for prefix, pairs in by_kind.items()
        for pair in link_targets[prefix].exists(frozenset(pairs))
    }


def _long(html: str) -> Iterator[Remark]:
    for found in PARAGRAPH.finditer(html):
        number = words.count_html(found[2])
        if number > LONG_PARAGRAPH:
            yield Remark(
                int(found[1]),
                _("A paragraph of %(number)s words. Shorter ones are read.") % {"number": number},
            )
