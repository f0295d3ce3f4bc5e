"""A draft as its author sees it while writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guidelines.markdown import words
from guidelines.markdown.documents import LIMIT, TooLong
from guidelines.markdown.render import render
from guidelines.models import GuidelineVersion
from guidelines.selectors.anchors import anchors_of
from guidelines.selectors.pages import context_of, filled
from guidelines.selectors.remarks import Remark, remarks_on


@dataclass(frozen=True)
class Preview:
    """The rendered text, what to look at in it, and its length."""

    html: str
    remarks: list[Remark]
    words: int
    minutes: int
    is_too_long: bool = False
    limit_kb: int = LIMIT // 1000


def preview(draft: GuidelineVersion, user: Any, *, title: str, body: str) -> Preview:
    """What the draft would look like with this title and text; nothing is saved."""
    draft.title, draft.body = title or draft.title, body
    try:
        page = render(body, context_of(draft, anchors=anchors_of(draft), with_lines=True))
    except TooLong:
        number = words.count(body)
        return Preview("", [], number, words.reading_minutes(number), is_too_long=True)
    return Preview(
        html=filled(page.html, user),
        remarks=remarks_on(page, user),
        words=page.words,
        minutes=words.reading_minutes(page.words),
    )
