"""Handbooks, chapters and the identity of guidelines: create, change, order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from core.changes import assign
from core.errors import Errors
from core.events import record
from core.versions import revision
from guidelines.enums import Access
from guidelines.models import Chapter, FormerCode, Guideline, Handbook

HANDBOOK_FIELDS = ("title", "description", "classification")
CHAPTER_FIELDS = ("title", "description", "access")
GUIDELINE_FIELDS = ("code", "owner", "access", "review_months", "next_review_on")
SHARED_FIELDS = ("code", "access")  # a translation has those of its source


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
    """Change what is not part of the text: code, owner, access, review interval and date.

    Translations take code and access of their source; a former code goes on leading here.
    """
    before = guideline.code
    if guideline.translation_of_id is None:
        _check_code(guideline, str(values.get("code", before)))
    changes = _put(guideline, values, GUIDELINE_FIELDS)
    if not changes:
        return guideline
    if shared := {name for name in SHARED_FIELDS if name in changes}:
        _check_shared(guideline, shared)
    _save(guideline, by, _("Properties changed"), [*changes])
    if "code" in changes:
        _remember_code(guideline, before)
    _tell_changed(guideline, changes, by)
    for translation in guideline.translations.all() if shared else ():
        theirs = _put(translation, {name: values[name] for name in shared}, SHARED_FIELDS)
        if theirs:
            _save(translation, by, _("Properties of the source changed"), [*theirs])
            _tell_changed(translation, theirs, by)
    return guideline


def _check_shared(guideline: Guideline, shared: set[str]) -> None:
    """Code and access of a translation are the source's."""
    if guideline.translation_of_id is not None:
        told = _("A translation has the code and the access of its source. Change them there.")
        raise ValidationError(dict.fromkeys(shared, told))


def _check_code(guideline: Guideline, code: str) -> None:
    """A code belongs to one guideline in all its languages."""
    others = Guideline.objects.filter(code__iexact=code)
    is_new = code != guideline.code
    if is_new and others.exclude(Q(pk=guideline.pk) | Q(translation_of=guideline)).exists():
        raise ValidationError({"code": _("Another guideline has this code already.")})


def _remember_code(guideline: Guideline, before: str) -> None:
    """The former code leads to this guideline from now on, its new one to itself."""
    FormerCode.objects.filter(code=guideline.code).delete()
    FormerCode.objects.update_or_create(code=before, defaults={"guideline": guideline})


def _tell_changed(guideline: Guideline, changes: dict[str, Any], by: Any) -> None:
    data = {"changes": changes, "url": guideline.get_absolute_url()}
    record("guidelines.guideline_changed", guideline, by=by, data=data, search=True)


@transaction.atomic
def move_guideline(
    guideline: Guideline, chapter: Chapter, *, by: Any, before: Guideline | None = None
) -> None:
    """Put the guideline into this chapter before another one, or at its end.

    Its translations go along; they stand where their source stands.
    """
    if guideline.translation_of_id is not None:
        raise ValidationError(_("A translation stands where its source stands. Move the source."))
    others = list(
        Guideline.objects.filter(chapter=chapter, translation_of=None)
        .exclude(pk=guideline.pk)
        .order_by("position", "code")
    )
    place = others.index(before) if before in others else len(others)
    others.insert(place, guideline)
    came_from = guideline.chapter
    _number(others)
    if came_from != chapter:
        for each in (guideline, *guideline.translations.all()):
            each.chapter = chapter
            _save(each, by, _("Moved"), ["chapter"])
    data = {
        "chapter_before": _shown(came_from),
        "chapter": _shown(chapter),
        "url": guideline.get_absolute_url(),
    }
    record("guidelines.guideline_moved", guideline, by=by, data=data, search=True)


@transaction.atomic
def move_chapter(
    chapter: Chapter, *, by: Any, before: Chapter | None = None, handbook: Handbook | None = None
) -> None:
    """Put the chapter before another one, or at the end, of its own or another handbook."""
    target = handbook or chapter.handbook
    if target.chapters.filter(title=chapter.title).exclude(pk=chapter.pk).exists():
        raise ValidationError(_("This handbook has a chapter of this title already."))
    others = list(target.chapters.exclude(pk=chapter.pk).order_by("position", "title"))
    place = others.index(before) if before in others else len(others)
    others.insert(place, chapter)
    if chapter.handbook_id != target.pk:
        chapter.handbook = target
        _save(chapter, by, _("Moved"), ["handbook"])
    _number(others)
    record("guidelines.chapter_moved", chapter, by=by, data=_of_chapter(chapter))


@transaction.atomic
def move_handbook(handbook: Handbook, *, by: Any, before: Handbook | None = None) -> None:
    """Put the handbook before another one, or at the end of the library."""
    others = list(Handbook.objects.exclude(pk=handbook.pk).order_by("position", "title"))
    others.insert(others.index(before) if before in others else len(others), handbook)
    _number(others)
    record("guidelines.handbook_moved", handbook, by=by)


def next_position(chapter: Chapter) -> int:
    """The place at the end of a chapter."""
    return _next(chapter.guidelines.all())


def _put(obj: models.Model, values: dict[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """Set the values; says at which field something is missing or taken."""
    errors = Errors()
    changes = assign(obj, values, fields, errors)
    errors.raise_if_any()
    obj.validate_unique(exclude={each.name for each in obj._meta.fields} - {*fields})
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


def _shown(chapter: Chapter) -> str:
    """Its title in the events of a guideline: who may see one need not know of the other."""
    return "…" if chapter.access == Access.RESTRICTED else chapter.title


def _of_chapter(chapter: Chapter) -> dict[str, Any]:
    return {"handbook": chapter.handbook.title, "url": chapter.get_absolute_url()}
