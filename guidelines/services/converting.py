"""Word documents and pasted text as Markdown for a draft; pictures are stored on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from guidelines.exchange.problems import Refused
from guidelines.exchange.word import Converted, from_docx, from_html
from guidelines.models import Guideline
from guidelines.selectors.imports import sentence
from guidelines.services import pictures

_PICTURE = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\]\(image:([0-9a-f]{16})\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Text:
    """Markdown for the draft, and what could not be kept, in words."""

    markdown: str
    problems: list[str]


@transaction.atomic
def from_document(guideline: Guideline, content: bytes, *, by: Any) -> Text:
    """The Markdown of a Word document; its pictures belong to the guideline from now on."""
    try:
        converted = from_docx(content)
    except Refused as refusal:
        raise ValidationError({"file": sentence(refusal.code, refusal.params)}) from refusal
    told = _told(converted)

    def stored(found: re.Match[str]) -> str:
        alt = _ESCAPED.sub(r"\1", found[1])
        try:
            picture = pictures.add(
                guideline, by=by, content=converted.images[found[2]], name="word", alt=alt
            )
        except ValidationError as refusal:
            told.extend(refusal.messages)
            return found[1]
        return pictures.markdown(picture)

    return Text(_PICTURE.sub(stored, converted.markdown), told)


def from_clipboard(html: str) -> Text:
    """The Markdown of pasted HTML."""
    try:
        converted = from_html(html)
    except Refused as refusal:
        raise ValidationError({"html": sentence(refusal.code, refusal.params)}) from refusal
    return Text(converted.markdown, _told(converted))


def _told(converted: Converted) -> list[str]:
    return [sentence(problem.code, problem.params) for problem in converted.problems]
