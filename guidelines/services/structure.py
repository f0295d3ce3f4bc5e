"""Handbooks, chapters and the identity of guidelines: create, change, order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.changes import assign
from core.errors import Errors
from core.events import record
from core.versions import revision
from guidelines.models import Chapter, Guideline, Handbook

HANDBOOK_FIELDS = ("title", "description", "classification")
CHAPTER_FIELDS = ("title", "description", "access")
GUIDELINE_FIELDS = ("code", "owner", "access", "review_months", "next_review_on")


@transaction.atomic
def create_handbook(*, by: Any, **values: Any) -> Handbook:
    """A new handbook at the end of the library."""
    handbook = Handbook(position=_next(Handbook.objects.all()))
    _put(handbook, values, HANDBOOK_FIELDS)
    _save(handbook, by, _("Created"))
    record("guidelines.handbook_created", handbook, by=by)
    return handbook


@transaction.atomic
def update_handbook(handbook: Handbook, *, by: Any, **values: Any) -> Handbook:
    """Change what is given; nothing happens when nothing differs."""
    if changes := _put(handbook, values, HANDBOOK_FIELDS):
        _save(handbook, by, _("Changed"), [*changes])
        record("guidelines.handbook_changed", handbook, by=by, data={"changes": changes})
    return handbook


@transaction.atomic
def delete_handbook(handbook: Handbook, *, by: Any) -> None:
    """Delete an empty handbook."""
    if handbook.chapters.exists():
        raise ValidationError(_("Only an empty handbook can be deleted. Move its chapters first."))
    record("guidelines.handbook_deleted", handbook, by=by)
    handbook.delete()


@transaction.atomic
def create_chapter(handbook: Handbook, *, by: Any, **values: Any) -> Chapter:
    """A new chapter at the end of its handbook."""
    chapter = Chapter(handbook=handbook, position=_next(handbook.chapters.all()))
    _put(chapter, values, CHAPTER_FIELDS)
    _save(chapter, by, _("Created"))
    record("guidelines.chapter_created", chapter, by=by, data=_of_chapter(chapter))
    return chapter


@transaction.atomic
def update_chapter(chapter: Chapter, *, by: Any, **values: Any) -> Chapter:
    """Change what is given; a changed access holds for all guidelines of the chapter at once."""
    if changes := _put(chapter, values, CHAPTER_FIELDS):
        _save(chapter, by, _("Changed"), [*changes])
        data = {**_of_chapter(chapter), "changes": changes}
        record("guidelines.chapter_changed", chapter, by=by, data=data)
    return chapter


@transaction.atomic
def delete_chapter(chapter: Chapter, *, by: Any) -> None:
    """Delete an empty chapter."""
    if chapter.guidelines.exists():
        raise ValidationError(_("Only an empty chapter can be deleted. Move its guidelines first."))
    record("guidelines.chapter_deleted", chapter, by=by, data=_of_chapter(chapter))
    chapter.delete()


@transaction.atomic
def update_guideline(guideline: Guideline, *, by: Any, **values: Any) -> Guideline:
    """Change what is not part of the text: code, owner, access, review interval and date."""
    if changes := _put(guideline, values, GUIDELINE_FIELDS):
        _save(guideline, by, _("Properties changed"), [*changes])
        data = {"changes": changes, "url": guideline.get_absolute_url()}
        record("guidelines.guideline_changed", guideline, by=by, data=data, search=True)
    return guideline


@transaction.atomic
def move_guideline(
    guideline: Guideline, chapter: Chapter, *, by: Any, before: Guideline | None = None
) -> None:
    """Put the guideline into this chapter before another one, or at its end.

    Its translations go along.
    """
    others = list(
        Guideline.objects.filter(chapter=chapter, translation_of=None)
        .exclude(pk=guideline.pk)
        .order_by("position", "code")
    )
    place = others.index(before) if before in others else len(others)
    others.insert(place, guideline)
    came_from = guideline.chapter
    guideline.chapter = chapter
    _number(others)
    if came_from != chapter:
        _save(guideline, by, _("Moved"), ["chapter"])
        guideline.translations.update(chapter=chapter)
    data = {
        "chapter_before": came_from.title,
        "chapter": chapter.title,
        "url": guideline.get_absolute_url(),
    }
    record("guidelines.guideline_moved", guideline, by=by, data=data, search=True)


@transaction.atomic
def move_chapter(chapter: Chapter, *, by: Any, before: Chapter | None = None) -> None:
    """Put the chapter before another one of its handbook, or at the end."""
    others = list(chapter.handbook.chapters.exclude(pk=chapter.pk).order_by("position", "title"))
    place = others.index(before) if before in others else len(others)
    others.insert(place, chapter)
    _number(others)
    record("guidelines.chapter_moved", chapter, by=by, data=_of_chapter(chapter))


def next_position(chapter: Chapter) -> int:
    """The place at the end of a chapter."""
    return _next(chapter.guidelines.all())


def _put(obj: models.Model, values: dict[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """Set the values; says at which field something is missing or taken."""
    errors = Errors()
    changes = assign(obj, values, fields, errors)
    errors.raise_if_any()
    obj.validate_constraints()
    return changes


def _save(obj: models.Model, by: Any, comment: str, fields: list[str] | None = None) -> None:
    with revision(by=by, comment=comment):
        obj.save(update_fields=fields)


def _next(rows: models.QuerySet[Any]) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _number(rows: Sequence[Any]) -> None:
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            type(row)._default_manager.filter(pk=row.pk).update(position=position)


def _of_chapter(chapter: Chapter) -> dict[str, Any]:
    return {"handbook": chapter.handbook.title, "url": chapter.get_absolute_url()}
