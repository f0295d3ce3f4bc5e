"""Text blocks: which there are, and what includes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language

from core.versions import history
from guidelines.domain import diffs
from guidelines.enums import OPEN_STATES, VersionState
from guidelines.markdown.documents import RenderContext, TooLong
from guidelines.markdown.render import BLOCK_KEY, render
from guidelines.models import GuidelineVersion, TextBlock
from guidelines.selectors import pages

HISTORY_SHOWN = 30
MARK = "[[block:"


@dataclass(frozen=True)
class Line:
    """A block in the list."""

    block: TextBlock
    in_force: int
    in_work: int


@dataclass(frozen=True)
class Use:
    """Where a block is included, also through other blocks, as far as the person sees it."""

    in_force: list[GuidelineVersion]
    in_work: list[GuidelineVersion]
    blocks: list[TextBlock]


def lines(user: Any) -> list[Line]:
    """All blocks by title, with how many visible versions include them."""
    blocks = list(TextBlock.objects.select_related("proposed_by").order_by("title", "pk"))
    reached = {block.key: _including([block.key], blocks) for block in blocks}
    versions = [(version.state, _keys(version.body)) for version in _versions(user)]
    found = []
    for block in blocks:
        states = [state for state, keys in versions if keys & reached[block.key]]
        in_force = sum(state == VersionState.PUBLISHED for state in states)
        found.append(Line(block, in_force, len(states) - in_force))
    return found


def use_of(block: TextBlock, user: Any) -> Use:
    """Everything that includes this block."""
    blocks = list(TextBlock.objects.order_by("title", "pk"))
    reached = _including([block.key], blocks)
    versions = [each for each in _versions(user) if _keys(each.body) & reached]
    return Use(
        [each for each in versions if each.state == VersionState.PUBLISHED],
        [each for each in versions if each.state != VersionState.PUBLISHED],
        [each for each in blocks if each.key in reached and each.pk != block.pk],
    )


def changes(block: TextBlock) -> tuple[Any, ...]:
    """The runs of lines between the released text and the proposed one."""
    return diffs.fold(diffs.compare_source(block.body, block.proposed_body))


def preview(text: str, user: Any) -> str:
    """The text as a reader would see it; nothing where it is too long to be shown."""
    context = RenderContext(
        blocks=pages.find_blocks,
        image_url=pages.find_images,
        labels=pages.labels(get_language() or settings.LANGUAGE_CODE),
    )
    try:
        return pages.filled(render(text, context).html, user)
    except TooLong:
        return ""


def saves(block: TextBlock) -> list[Any]:
    """What was done with the block, newest first; each knows `text`."""
    rows = list(history(block)[:HISTORY_SHOWN])
    for row in rows:
        values = row.field_dict
        row.text = values.get("proposed_body") or values.get("body") or ""
    return rows


def _including(keys: Iterable[str], blocks: Iterable[TextBlock]) -> set[str]:
    """These keys with those of all blocks whose text or proposal includes them."""
    includers: dict[str, set[str]] = defaultdict(set)
    for block in blocks:
        for key in _keys(block.body) | _keys(block.proposed_body):
            includers[key].add(block.key)
    found, todo = set(keys), list(keys)
    while todo:
        more = includers[todo.pop()] - found
        found |= more
        todo += more
    return found


def _keys(text: str) -> set[str]:
    return set(BLOCK_KEY.findall(text))


def _versions(user: Any) -> list[GuidelineVersion]:
    """Versions in force or in work that include any block."""
    now = Q(state__in=(VersionState.PUBLISHED, *OPEN_STATES))
    rows = GuidelineVersion.objects.visible_to(user).filter(now, body__contains=MARK)
    return list(
        rows.select_related("guideline")
        .only("number", "state", "title", "body", "guideline__code", "guideline__language")
        .order_by("guideline__code", "guideline__language", "number")
    )
