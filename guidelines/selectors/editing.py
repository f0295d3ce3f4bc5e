"""What the editor reads: the draft, unsaved texts, who else writes, codes and blocks to pick."""

from __future__ import annotations

import copy
import re
from collections import Counter
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from core.registries import LinkSuggestion, link_targets
from guidelines.models import (
    Chapter,
    FormerCode,
    Guideline,
    GuidelineVersion,
    TextBlock,
    WorkingCopy,
)
from guidelines.selectors.anchors import anchors_of

PRESENT = timedelta(minutes=10)
NUMBERED = re.compile(r"^(.*?)(\d+)$")
FIRST_PREFIX = "GL-"
BLOCKS_SHOWN = 20
BLOCK_BEGINNING = 120


def visible_guideline(user: Any, pk: int) -> Guideline:
    """The guideline with its place and owner, or 404."""
    rows = Guideline.objects.visible_to(user)
    return get_object_or_404(
        rows.select_related("chapter__handbook", "owner", "current", "translation_of"), pk=pk
    )


def visible_chapter(user: Any, pk: int) -> Chapter:
    """The chapter with its handbook, or 404."""
    return get_object_or_404(
        Chapter.objects.visible_to(user).select_related("handbook").distinct(), pk=pk
    )


def open_version(guideline: Guideline) -> GuidelineVersion | None:
    """The version on its way to being published, if there is one."""
    rows = GuidelineVersion.objects.filter(guideline=guideline).open()
    version = rows.select_related("updated_by", "based_on").first()
    if version is not None:
        version.guideline = guideline
    return version


def copy_of(draft: GuidelineVersion, person: Any) -> WorkingCopy | None:
    """What this person has typed into the draft and not saved."""
    return WorkingCopy.objects.filter(version=draft, person=person).first()


def unsaved(guideline: Guideline, person: Any) -> list[WorkingCopy]:
    """What this person has typed and not saved, also where the version is no draft any more."""
    seen = GuidelineVersion.objects.visible_to(person).filter(guideline=guideline)
    rows = WorkingCopy.objects.filter(person=person, version__in=seen.values("pk"))
    return list(rows.select_related("version").order_by("-version__number"))


def as_typed(draft: GuidelineVersion, typed: WorkingCopy | None) -> GuidelineVersion:
    """The draft as it would be with this unsaved text; never to be saved itself."""
    if typed is None or typed.base_revision != draft.revision:
        return draft
    shown = copy.copy(draft)
    for name, value in typed.values.items():
        setattr(shown, name, value)
    shown.anchors = anchors_of(shown)
    return shown


def unsaved_of_others(draft: GuidelineVersion, person: Any) -> list[str]:
    """Who else has typed into the draft and not saved, in sentences."""
    copies = WorkingCopy.objects.filter(version=draft).exclude(person=person)
    return [
        _("%(name)s has unsaved text of %(time)s.")
        % {"name": each.person, "time": moment(each.saved_at)}
        for each in copies.select_related("person").order_by("-saved_at")
    ]


def others(draft: GuidelineVersion, person: Any) -> list[str]:
    """Who else has typed into the draft in the last ten minutes, in sentences."""
    copies = WorkingCopy.objects.filter(version=draft, saved_at__gte=timezone.now() - PRESENT)
    return [
        _("%(name)s is editing too (last change %(time)s).")
        % {"name": copy.person, "time": clock(copy.saved_at)}
        for copy in copies.exclude(person=person).select_related("person").order_by("-saved_at")
    ]


def overtaken(draft: GuidelineVersion, base_revision: int, person: Any) -> str:
    """Says who saved the draft after this revision; empty while nobody did."""
    if draft.revision == base_revision:
        return ""
    if draft.updated_by_id == person.pk:
        told = _("You saved this draft at %(time)s in another window. This text is kept.")
        return told % {"time": clock(draft.updated_at)}
    return _("%(name)s saved this draft at %(time)s, after you began. Your text is kept.") % {
        "name": draft.updated_by or _("Somebody"),
        "time": clock(draft.updated_at),
    }


def clock(when: Any) -> str:
    """The time of day in the person's time zone."""
    return time_format(timezone.localtime(when), "H:i")


def moment(when: Any) -> str:
    """The time of day, with the day where that is not today."""
    local = timezone.localtime(when)
    if local.date() == timezone.localdate():
        return clock(when)
    return f"{date_format(local, 'SHORT_DATE_FORMAT')}, {clock(when)}"


def next_code(chapter: Chapter, user: Any) -> str:
    """The code after the highest one that is numbered as those of this chapter are.

    Letters that only stand in codes which the person may not see are not shown to them.
    """
    seen = Guideline.objects.visible_to(user)
    prefix = (_prefixes(seen.filter(chapter=chapter)) or _prefixes(seen) or [FIRST_PREFIX])[0]
    borne = Guideline.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    former = FormerCode.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    codes = [*borne, *former]
    numbers = [found[2] for code in codes if (found := NUMBERED.match(code)) and found[1] == prefix]
    highest = max(map(int, numbers), default=0)
    width = max(map(len, numbers), default=2)
    return f"{prefix}{highest + 1:0{width}}"


def _prefixes(rows: Any) -> list[str]:
    """The letters before the numbers of codes, the commonest first."""
    found = (NUMBERED.match(code) for code in rows.values_list("code", flat=True))
    return [prefix for prefix, _count in Counter(one[1] for one in found if one).most_common()]


def link_suggestions(query: str, user: Any) -> list[tuple[Any, list[LinkSuggestion]]]:
    """Pages that a text may link to, by kind, as far as the person may see them."""
    groups = ((kind.label, list(kind.suggest(query, user))) for kind in link_targets)
    return [(label, found) for label, found in groups if found]


def block_suggestions(query: str) -> list[dict[str, str]]:
    """Released text blocks whose key, title or text holds the words."""
    rows = TextBlock.objects.filter(released_at__isnull=False)
    for word in query.split():
        rows = rows.filter(
            Q(key__icontains=word) | Q(title__icontains=word) | Q(body__icontains=word)
        )
    return [
        {"key": block.key, "title": block.title, "note": block.body[:BLOCK_BEGINNING]}
        for block in rows.order_by("title")[:BLOCKS_SHOWN]
    ]
