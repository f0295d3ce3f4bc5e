"""Publishing: in force at once or on a day, one version at a time, never changed afterwards."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.changes import assign
from core.errors import Errors
from core.versions import revision
from guidelines.domain.dates import add_months
from guidelines.enums import VersionState
from guidelines.markdown.sections import split
from guidelines.models import Guideline, GuidelineSection, GuidelineVersion
from guidelines.selectors.broken_links import Finding, findings
from guidelines.selectors.reviewing import writer_ids
from guidelines.services import campaigns
from guidelines.services.versions import keep, lock, require, tell

log = logging.getLogger(__name__)
FIELDS = ("effective_on", "is_material", "change_note", "transition")
TITLE_LENGTH = 300


@transaction.atomic
def publish(
    version: GuidelineVersion,
    *,
    by: Any,
    is_material: bool,
    change_note: str,
    transition: str,
    effective_on: date | None = None,
    despite_broken_links: bool = False,
    ask_again: bool = False,
) -> GuidelineVersion:
    """Put an approved version in force today, or let it take effect on a later day.

    Broken links stop it, unless the publisher says that they are known. `ask_again` asks who was
    asked to confirm a former version to confirm this one, if it says something new.
    """
    lock(version)
    require(version, VersionState.APPROVED)
    today = timezone.localdate()
    takes_effect = effective_on or today
    values = {
        "effective_on": takes_effect,
        "is_material": is_material,
        "change_note": change_note.strip(),
        "transition": transition,
    }
    broken = [found for found in findings(version, by) if found.is_blocking]
    _check(version, values, broken if not despite_broken_links else [], today)
    keep(version, *FIELDS, by=by, comment=_("Details of the publication"))
    if broken:
        links = "; ".join(f"{found.line}: {found.sentence}" for found in broken)
        tell("broken_links_accepted", version, by=by, links=links)
    if takes_effect > today:
        _schedule(version, by)
    else:
        _put_in_force(version, by)
        tell("published", version, by=by, search=True, **_told(version))
    if ask_again and version.is_material:
        campaigns.renew(version, by=by)
    return version


@transaction.atomic
def unschedule(version: GuidelineVersion, *, by: Any) -> GuidelineVersion:
    """Take back that a version takes effect on a day; it stays approved."""
    lock(version)
    require(version, VersionState.APPROVED)
    if version.published_by_id is None:
        raise ValidationError(_("This version was not published in advance."))
    version.published_by = version.effective_on = None
    keep(version, "published_by", "effective_on", by=by, comment=_("Publication taken back"))
    campaigns.end_planned(version, by=by)
    tell("publishing_unscheduled", version, by=by, people=sorted(writer_ids(version)))
    return version


@transaction.atomic
def publish_shipped(
    draft: GuidelineVersion, *, by: Any, effective_on: date | None = None
) -> GuidelineVersion:
    """Put a text that came with the portal in force without review, and say so on record."""
    return _without_review("published_shipped", draft, by, effective_on)


@transaction.atomic
def publish_imported(
    draft: GuidelineVersion, *, by: Any, reason: str, effective_on: date | None = None
) -> GuidelineVersion:
    """Put an imported text in force without review, with the reason on record."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the text needs no review.")})
    return _without_review("published_imported", draft, by, effective_on, reason=reason.strip())


def publish_due(today: date | None = None) -> int:
    """Put every version in force whose day has come; safe to run twice and at once."""
    due = GuidelineVersion.objects.filter(
        state=VersionState.APPROVED,
        published_by__isnull=False,
        effective_on__lte=today or timezone.localdate(),
    )
    done = 0
    for version in due.select_related("guideline", "published_by"):
        try:
            done += _take_effect(version)
        except ValidationError:
            log.exception("Version %s did not take effect.", version.pk)
    return done


def write_sections(version: GuidelineVersion) -> None:
    """Make this version's headings the guideline's current sections; former ones are kept."""
    sections = split(version.body, title=version.title)
    known = {row.anchor: row for row in version.guideline.sections.all()}
    rows = [
        GuidelineSection(
            guideline=version.guideline,
            anchor=anchor,
            title=section.heading[:TITLE_LENGTH],
            level=section.level,
            position=position,
            pk=known[anchor].pk if anchor in known else None,
        )
        for position, (anchor, section) in enumerate(
            zip(version.anchors, sections, strict=False), start=1
        )
        if anchor
    ]
    GuidelineSection.objects.filter(guideline=version.guideline).update(is_current=False)
    fields = ["title", "level", "position", "is_current"]
    GuidelineSection.objects.bulk_update([row for row in rows if row.pk], fields)
    GuidelineSection.objects.bulk_create([row for row in rows if not row.pk])


def _check(
    version: GuidelineVersion, values: dict[str, Any], broken: list[Finding], today: date
) -> None:
    errors = Errors()
    assign(version, values, FIELDS, errors)
    if version.number > 1:
        errors.require(version, "change_note", _("Say in one sentence what changed."))
    if values["effective_on"] < today:
        errors.add("effective_on", _("A version cannot take effect before today."))
    if broken:
        told = _("Links lead nowhere: %(number)s. Mend them, or say that they are known.")
        errors.add("despite_broken_links", told % {"number": len(broken)})
    errors.raise_if_any()


def _schedule(version: GuidelineVersion, by: Any) -> None:
    version.published_by = by
    keep(version, "published_by", by=by, comment=_("Published in advance"))
    people = sorted(writer_ids(version) | {version.guideline.owner_id or 0})
    tell("publishing_scheduled", version, by=by, effective_on=version.effective_on, people=people)


@transaction.atomic
def _take_effect(version: GuidelineVersion) -> bool:
    """False if somebody took it back, or put it in force, in the meantime."""
    lock(version)
    if version.state != VersionState.APPROVED or version.published_by_id is None:
        return False
    _put_in_force(version, version.published_by)
    tell("came_into_force", version, by=None, search=True, **_told(version))
    return True


def _without_review(
    name: str, draft: GuidelineVersion, by: Any, effective_on: date | None, **told: Any
) -> GuidelineVersion:
    lock(draft)
    require(draft, VersionState.DRAFT)
    draft.effective_on = effective_on or timezone.localdate()
    if draft.number > 1 and draft.effective_on < timezone.localdate():
        raise ValidationError({"effective_on": _("A version cannot take effect before today.")})
    _put_in_force(draft, by)
    tell(name, draft, by=by, search=True, **_told(draft), **told)
    return draft


def _put_in_force(version: GuidelineVersion, by: Any) -> None:
    """The one step in which a version becomes the current one; the former one ends."""
    guideline, effective_on = version.guideline, version.effective_on
    former = guideline.versions.filter(state=VersionState.PUBLISHED)
    former.update(state=VersionState.SUPERSEDED, ended_on=effective_on)
    version.state = VersionState.PUBLISHED
    version.published_by, version.published_at = by, timezone.now()
    fields = ("state", "published_by", "published_at", "effective_on")
    keep(version, *fields, by=by, comment=_("Published"))
    _make_current(guideline, version, by)
    write_sections(version)


def _make_current(guideline: Guideline, version: GuidelineVersion, by: Any) -> None:
    assert version.effective_on is not None
    guideline.current = version
    guideline.next_review_on = add_months(version.effective_on, guideline.review_months)
    guideline.retired_on, guideline.retired_reason, guideline.replaced_by = None, "", None
    fields = ["current", "next_review_on", "retired_on", "retired_reason", "replaced_by"]
    with revision(by=by, comment=_("Version %(number)s published") % {"number": version.number}):
        guideline.save(update_fields=fields)


def _told(version: GuidelineVersion) -> dict[str, Any]:
    return {
        "change_note": version.change_note,
        "effective_on": version.effective_on,
        "is_material": version.is_material,
        "people": sorted(writer_ids(version)),
    }
