"""Who may read a guideline or the guidelines of a chapter, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guidelines.enums import Access
from guidelines.models import Chapter, Guideline


def who_reads(guideline: Guideline) -> list[str]:
    """Sentences about the readers of a guideline, the widest circle first."""
    chapter = guideline.chapter
    if Access.RESTRICTED not in (guideline.access, chapter.access):
        told = [_("All staff may read it once it is published.")]
    elif chapter.access == Access.RESTRICTED:
        told = [_("Its chapter “%(title)s” is restricted, and so is it.") % {"title": chapter}]
    else:
        told = [_("It is restricted.")]
    if Access.RESTRICTED in (guideline.access, chapter.access):
        told.append(_restricted())
    told.append(_("Its owner reads it in any case."))
    told.append(_("A right that is given below, or on the chapter, includes reading it."))
    if guideline.current_id is None:
        told.append(_("Until it is published, only those who work on it see it."))
    return told


def who_reads_chapter(chapter: Chapter) -> list[str]:
    """Sentences about the readers of a chapter's guidelines."""
    if chapter.access == Access.RESTRICTED:
        told = [_("The chapter is restricted, with all its guidelines."), _restricted()]
    else:
        told = [
            _("All staff may read its published guidelines, except those restricted one by one.")
        ]
    return [*told, _("A right that is given below holds for all guidelines of the chapter.")]


def _restricted() -> str:
    return _(
        "Besides administrators and PMO leads, only people and groups with a right of their own "
        "may read it; for all others it does not exist."
    )
