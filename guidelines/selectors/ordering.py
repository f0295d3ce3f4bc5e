"""A handbook as a board of chapters and guidelines to be put in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from guidelines.enums import Access
from guidelines.models import Chapter, Guideline, GuidelineVersion, Handbook

T = TypeVar("T")


@dataclass(frozen=True)
class ChapterRows:
    """A chapter with its guidelines in order, as far as the person sees them."""

    chapter: Chapter
    rows: list[Any]


def board(handbook: Handbook, user: Any) -> list[ChapterRows]:
    """All visible chapters; guidelines know `title`, translations go with their source."""
    rows = rows_of(user).filter(chapter__handbook=handbook)
    by_chapter: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("position", "code"):
        by_chapter[row.chapter_id].append(row)
    return [ChapterRows(chapter, by_chapter[chapter.pk]) for chapter in chapters_of(handbook, user)]


def rows_of(user: Any) -> Any:
    """The guidelines that have a place of their own, with their title."""
    first = GuidelineVersion.objects.filter(guideline=OuterRef("pk")).order_by("number")
    title = Coalesce("current__title", Subquery(first.values("title")[:1]))
    visible = Guideline.objects.visible_to(user).filter(translation_of=None, retired_on=None)
    return visible.annotate(title=title)


def chapters_of(handbook: Handbook, user: Any) -> list[Chapter]:
    """The visible chapters of a handbook in order."""
    return list(
        Chapter.objects.visible_to(user).filter(handbook=handbook).order_by("position", "title")
    )


def siblings(guideline: Guideline, user: Any) -> list[Any]:
    """The guidelines of the same chapter in order, this one among them."""
    return list(rows_of(user).filter(chapter=guideline.chapter_id).order_by("position", "code"))


def one_step(row: T, among: Sequence[T], *, is_up: bool) -> T | None:
    """What the row stands before after one step; None is the end."""
    at = among.index(row)
    others = [each for each in among if each != row]
    target = max(at - 1, 0) if is_up else at + 1
    return others[target] if target < len(others) else None


def after(row: T, among: Sequence[T]) -> T | None:
    """What stands right behind the row."""
    rest = among[among.index(row) + 1 :] if row in among else ()
    return rest[0] if rest else None


def changes_readers(guideline: Guideline, chapter: Chapter) -> bool:
    """Whether other people may read the guideline once it is in this chapter."""
    sides = {guideline.chapter.access, chapter.access}
    return guideline.chapter_id != chapter.pk and Access.RESTRICTED in sides
