"""Reads shaped for the history of a guideline and for reading one of its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404

from core.versions import history
from guidelines.domain import diffs
from guidelines.enums import SEALED_STATES, Decision
from guidelines.models import Guideline, GuidelineVersion, Reviewer

KEEP_SECONDS = 30 * 24 * 3600
SAVES_SHOWN = 50
PEOPLE = ("created_by", "submitted_by", "approved_by", "published_by")
HEAVY = ("body", "front_matter", "anchors", "origin")


@dataclass(frozen=True)
class Line:
    """One version in the history; `before` is the version that it followed, as far as known."""

    version: GuidelineVersion
    before: GuidelineVersion | None
    change: diffs.Summary | None

    @property
    def writers(self) -> list[Any]:
        """Who wrote in it."""
        version = self.version
        return list(version.writers.all()) or ([version.created_by] if version.created_by else [])

    @property
    def reviewers(self) -> list[Any]:
        """Who approved it."""
        people = [row.person for row in self.version.reviewers.all()]
        approver = self.version.approved_by
        return people if approver is None or approver in people else [*people, approver]


@dataclass(frozen=True)
class Save:
    """One saved state of a draft; `key` names it in addresses, `before` the one it replaced."""

    key: str
    before: str
    at: datetime
    by: Any
    comment: str


def visible_guideline(user: Any, pk: int) -> Guideline:
    """The guideline with what the head of its pages names, or 404."""
    found = (
        Guideline.objects.visible_to(user)
        .select_related("current", "chapter__handbook")
        .defer(*(f"current__{name}" for name in HEAVY))
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def visible_version(user: Any, guideline: Guideline, number: int) -> GuidelineVersion:
    """This version, or 404."""
    found = guideline.versions.visible_to(user).filter(number=number).first()
    if found is None:
        raise Http404
    found.guideline = guideline
    return found


def visible_versions(user: Any, guideline: Guideline) -> list[GuidelineVersion]:
    """Versions that the person may read, newest first, without their texts."""
    found = list(guideline.versions.visible_to(user).order_by("-number").defer(*HEAVY))
    for version in found:
        version.guideline = guideline
    return found


def predecessor(
    versions: Sequence[GuidelineVersion], version: GuidelineVersion
) -> GuidelineVersion | None:
    """The version that was in force before this one; `versions` are newest first."""
    return next((row for row in versions if row.number < version.number and row.is_sealed), None)


def successor(guideline: Guideline, version: GuidelineVersion) -> GuidelineVersion | None:
    """The version that took this one's place."""
    later = guideline.versions.filter(number__gt=version.number, state__in=SEALED_STATES)
    return later.order_by("number").defer(*HEAVY).first()


def lines(versions: Sequence[GuidelineVersion], shown: Sequence[GuidelineVersion]) -> list[Line]:
    """The history's lines for the shown ones of these versions, with the people behind them."""
    prefetch_related_objects(shown, *PEOPLE, "writers", _approvals())
    pairs = [(version, predecessor(versions, version)) for version in shown]
    known = changes([(before, after) for after, before in pairs if before is not None])
    return [Line(after, before, known.get(after.pk)) for after, before in pairs]


def changes(
    pairs: Sequence[tuple[GuidelineVersion, GuidelineVersion]],
) -> dict[int, diffs.Summary]:
    """How much changed from each first to its second version, by the second one's key."""
    keys = {after.pk: _key(before, after) for before, after in pairs}
    kept = cache.get_many(keys.values())
    missing = [(before, after) for before, after in pairs if keys[after.pk] not in kept]
    made = _summaries(missing)
    if made:
        cache.set_many({keys[pk]: summary for pk, summary in made.items()}, KEEP_SECONDS)
    return {pk: kept[key] for pk, key in keys.items() if key in kept} | made


def saves(version: GuidelineVersion) -> list[Save]:
    """The saved states of a draft, newest first."""
    rows = list(history(version).defer("serialized_data")[: SAVES_SHOWN + 1])
    keys = [f"{version.number}s{row.pk}" for row in rows]
    return [
        Save(key, before, row.revision.date_created, row.revision.user, row.revision.comment)
        for row, key, before in zip(rows, keys, [*keys[1:], ""], strict=True)
    ][:SAVES_SHOWN]


def _approvals() -> Prefetch[Any]:
    rows = Reviewer.objects.filter(decision=Decision.APPROVED).select_related("person")
    return Prefetch("reviewers", rows.order_by("decided_at", "pk"))


def _key(before: GuidelineVersion, after: GuidelineVersion) -> str:
    parts = (f"{each.pk}.{each.updated_at.timestamp()}" for each in (before, after))
    return f"guideline-change:{':'.join(parts)}"


def _summaries(
    pairs: Sequence[tuple[GuidelineVersion, GuidelineVersion]],
) -> dict[int, diffs.Summary]:
    if not pairs:
        return {}
    wanted = {version.pk for pair in pairs for version in pair}
    rows = GuidelineVersion.objects.filter(pk__in=wanted)
    bodies = dict(rows.values_list("pk", "body"))
    return {
        after.pk: diffs.summary(diffs.compare_source(bodies[before.pk], bodies[after.pk]))
        for before, after in pairs
    }
