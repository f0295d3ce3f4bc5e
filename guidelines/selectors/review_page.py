"""Reads shaped for the review page: the text with its comments, who decides, what happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.shortcuts import get_object_or_404

from core.events import sentence
from core.models import Event
from guidelines.domain import diffs, passages, review_blocks
from guidelines.domain.review_blocks import Block
from guidelines.enums import OPEN_STATES, CommentState
from guidelines.markdown.parsing import block_tokens, fit
from guidelines.markdown.render import render
from guidelines.models import Guideline, GuidelineVersion, ReviewComment, Reviewer
from guidelines.selectors.pages import context_of, filled

STEPS_SHOWN = 60
EXCERPT = 160


@dataclass(frozen=True)
class Thread:
    """A comment with its answers; `line` is the block it stands at, None where there is none."""

    comment: ReviewComment
    answers: list[ReviewComment]
    line: int | None
    is_gone: bool = False
    spans: tuple[diffs.Span, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.comment.state == CommentState.OPEN

    @property
    def excerpt(self) -> str:
        """The beginning of the passage."""
        quote = self.comment.quote
        return quote if len(quote) <= EXCERPT else f"{quote[:EXCERPT]}…"


@dataclass(frozen=True)
class Part:
    """A block of the text with what is said about it."""

    block: Block
    threads: list[Thread] = field(default_factory=list)


@dataclass(frozen=True)
class Discussion:
    """The text in parts, and the comments that belong to no part of it any more."""

    parts: list[Part]
    on_the_whole: list[Thread]
    gone: list[Thread]

    @property
    def threads(self) -> list[Thread]:
        """Every thread, in the order of the text."""
        return [
            *self.on_the_whole,
            *self.gone,
            *(thread for part in self.parts for thread in part.threads),
        ]

    @property
    def open_count(self) -> int:
        """How many comments wait."""
        return sum(thread.is_open for thread in self.threads)


@dataclass(frozen=True)
class Step:
    """Something that happened to the version."""

    at: Any
    sentence: str
    comment: str


def visible_open_version(user: Any, pk: int) -> GuidelineVersion:
    """The guideline's version in work, or 404."""
    rows = GuidelineVersion.objects.visible_to(user).filter(state__in=OPEN_STATES)
    return get_object_or_404(
        rows.select_related(
            "guideline__chapter__handbook",
            "guideline__owner",
            "guideline__current",
            "submitted_by",
            "updated_by",
            "published_by",
        ),
        guideline=pk,
    )


def visible_comment(user: Any, pk: int) -> ReviewComment:
    """A comment on a version in work that the person may see, or 404."""
    rows = ReviewComment.objects.filter(
        version__in=GuidelineVersion.objects.visible_to(user).values("pk")
    )
    return get_object_or_404(
        rows.select_related("version__guideline__chapter", "author", "parent"), pk=pk
    )


def visible_guideline(user: Any, pk: int) -> Guideline:
    """The guideline with what the head of its pages names, or 404."""
    rows = Guideline.objects.visible_to(user)
    return get_object_or_404(rows.select_related("chapter__handbook", "owner", "current"), pk=pk)


def discussion(version: GuidelineVersion, user: Any) -> Discussion:
    """The rendered text in blocks with the comments beside their passages."""
    blocks = blocks_of(version, user)
    threads = _threads(version, blocks)
    by_line: dict[int, list[Thread]] = defaultdict(list)
    for thread in threads:
        if thread.line is not None:
            by_line[thread.line].append(thread)
    return Discussion(
        parts=[Part(block, by_line.get(block.line, []) if block.line else []) for block in blocks],
        on_the_whole=[each for each in threads if not each.comment.quote],
        gone=[each for each in threads if each.is_gone],
    )


def blocks_of(version: GuidelineVersion, user: Any) -> tuple[Block, ...]:
    """The text's blocks as this person reads them, each with its source."""
    page = render(version.body, context_of(version, with_lines=True))
    source = fit(version.body)
    ends = {
        token.map[0] + 1: token.map[1]
        for token in block_tokens(source)
        if token.level == 0 and token.map
    }
    return review_blocks.split(filled(page.html, user), source, ends)


def reviewers(version: GuidelineVersion) -> list[Reviewer]:
    """Who is asked, and what they decided."""
    return list(version.reviewers.select_related("person").order_by("person__name"))


def steps(version: GuidelineVersion) -> list[Step]:
    """What happened to the version, newest first: who, what, why."""
    rows = Event.objects.filter(
        model="guidelines.guideline", object_id=version.guideline_id, data__number=version.number
    )
    return [
        Step(event.at, sentence(event), _said(event))
        for event in rows.order_by("-id")[:STEPS_SHOWN]
    ]


def _said(event: Event) -> str:
    """What was added to a step in words that its sentence does not tell."""
    return str(event.data.get("comment", "")) if event.name.endswith("review_requested") else ""


def _threads(version: GuidelineVersion, blocks: Sequence[Block]) -> list[Thread]:
    rows = list(version.comments.select_related("author", "closed_by").order_by("created_at", "pk"))
    answers: dict[int, list[ReviewComment]] = defaultdict(list)
    for row in rows:
        if row.parent_id:
            answers[row.parent_id].append(row)
    made = [_thread(row, answers[row.pk], version, blocks) for row in rows if not row.parent_id]
    return sorted(made, key=lambda thread: (thread.comment.start, thread.comment.pk))


def _thread(
    row: ReviewComment,
    answers: Iterable[ReviewComment],
    version: GuidelineVersion,
    blocks: Sequence[Block],
) -> Thread:
    """A closed comment whose passage is gone is shown beside what stands there now."""
    place = passages.find(version.body, row.quote, before=row.before, start=row.start)
    is_gone = bool(row.quote) and place is None and row.state == CommentState.OPEN
    line = None
    if row.quote and not is_gone:
        at = row.start if place is None else place
        line = review_blocks.at_line(blocks, version.body[:at].count("\n") + 1)
        is_gone = line is None
    spans: tuple[diffs.Span, ...] = ()
    if row.suggestion is not None:
        spans = diffs.compare_words(row.quote, row.suggestion)
    return Thread(row, list(answers), line, is_gone, spans)
