"""Drafts: begin one, keep what is typed, save it, never overwrite another person's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from core.changes import assign
from core.errors import Errors
from core.events import record
from core.versions import history, revision
from guidelines.enums import VersionState
from guidelines.models import Chapter, FormerCode, Guideline, GuidelineVersion, WorkingCopy
from guidelines.selectors.anchors import anchors_of
from guidelines.services import structure

FIELDS = (
    "title",
    "kind",
    "audience",
    "methods",
    "classes",
    "phases",
    "project_kinds",
    "tags",
    "body",
    "change_note",
    "is_material",
    "transition",
)
KEPT = (*FIELDS, "front_matter", "anchors", "origin")


class Conflict(Exception):
    """Somebody else saved the draft since this text was begun; `version` is what they saved."""

    def __init__(self, version: GuidelineVersion) -> None:
        super().__init__(_("Somebody else has saved this draft in the meantime."))
        self.version = version


@dataclass(frozen=True)
class Identity:
    """What a new guideline is apart from its text."""

    code: str
    language: str
    owner: Any = None
    translation_of: Guideline | None = None
    access: str = "company"
    review_months: int = 24
    source_path: str = ""


@transaction.atomic
def create(
    chapter: Chapter, identity: Identity, *, by: Any, front_matter: str = "", **values: Any
) -> GuidelineVersion:
    """A new guideline with its first draft, under a code that leads to no other guideline."""
    _check_code(identity)
    guideline = Guideline(
        chapter=chapter, position=structure.next_position(chapter), created_by=by, **vars(identity)
    )
    guideline.full_clean(exclude=["chapter", "owner", "created_by", "translation_of", "current"])
    with revision(by=by, comment=_("Created")):
        guideline.save()
    source = identity.translation_of
    draft = GuidelineVersion(
        guideline=guideline,
        number=1,
        created_by=by,
        front_matter=front_matter,
        source_version=source.current if source else None,
    )
    _write(draft, values, by, _("Draft begun"))
    record("guidelines.guideline_created", guideline, by=by, data=told(draft), search=True)
    return draft


@transaction.atomic
def start(
    guideline: Guideline, *, by: Any, from_version: GuidelineVersion | None = None
) -> GuidelineVersion:
    """A draft of the next version, from the current text or from a former version."""
    _wait_for(guideline)
    if guideline.versions.open().exists():
        raise ValidationError(_("There is a version in work already. Go on with that one."))
    base = from_version or guideline.current
    last = guideline.versions.aggregate(last=Max("number"))["last"] or 0
    draft = GuidelineVersion(guideline=guideline, number=last + 1, created_by=by, based_on=base)
    for name in KEPT if base else ():
        setattr(draft, name, getattr(base, name))
    draft.change_note, draft.is_material = "", True
    if guideline.translation_of:
        draft.source_version = guideline.translation_of.current
    _write(draft, {}, by, _("Draft begun"))
    record("guidelines.draft_started", guideline, by=by, data=told(draft))
    return draft


@transaction.atomic
def save(
    draft: GuidelineVersion,
    *,
    by: Any,
    base_revision: int,
    comment: str = "",
    **values: Any,
) -> GuidelineVersion:
    """Save the draft if nobody else did since `base_revision`; else raise Conflict.

    The person's working copy is dropped: what it held is saved now.
    """
    mine = GuidelineVersion.objects.filter(
        pk=draft.pk, revision=base_revision, state=VersionState.DRAFT
    )
    if not mine.update(revision=F("revision") + 1):
        now = GuidelineVersion.objects.select_related("updated_by").filter(pk=draft.pk).first()
        if now is None:
            raise ValidationError(_("This draft was thrown away in the meantime."))
        raise Conflict(now)
    draft.refresh_from_db()
    changes = _write(draft, values, by, comment or _("Draft saved"))
    WorkingCopy.objects.filter(version=draft, person=by).delete()
    if changes:
        record("guidelines.draft_saved", draft.guideline, by=by, data=told(draft))
    return draft


@transaction.atomic
def discard(draft: GuidelineVersion, *, by: Any) -> None:
    """Throw a draft away; the audit log and the draft's history keep its text."""
    guideline = draft.guideline
    _wait_for(guideline)
    draft.refresh_from_db(fields=["state"])
    if draft.state != VersionState.DRAFT:
        raise ValidationError(_("Only a draft can be thrown away."))
    record("guidelines.draft_discarded", guideline, by=by, data=told(draft))
    draft.campaigns.all().delete()  # planned for a day that never came, so they asked nobody
    draft.delete()
    if not guideline.versions.exists():
        guideline.delete()


@transaction.atomic
def keep(
    draft: GuidelineVersion, *, by: Any, base_revision: int, values: Mapping[str, Any]
) -> WorkingCopy | None:
    """Keep what the person has typed, apart from the draft; others do not see it.

    Nothing is kept of a text that says what the draft says. The first text that is kept remembers
    what it was begun from, so that it can be merged with what others save meanwhile.
    """
    if all(getattr(draft, name) == value for name, value in values.items()):
        forget(draft, by=by)
        return None
    mine = {"values": dict(values), "base_revision": base_revision}
    kept, is_new = WorkingCopy.objects.update_or_create(version=draft, person=by, defaults=mine)
    if is_new or kept.base_values.get("revision") != base_revision:
        kept.base_values = values_at(draft, base_revision)
        kept.save(update_fields=["base_values"])
    return kept


def values_at(draft: GuidelineVersion, number: int) -> dict[str, Any]:
    """What the draft said at this revision; of an unknown one only its number."""
    if draft.revision == number:
        return {name: getattr(draft, name) for name in (*FIELDS, "revision")}
    for kept in history(draft):
        if kept.field_dict.get("revision") == number:
            return {name: kept.field_dict.get(name) for name in (*FIELDS, "revision")}
    return {"revision": number}


def forget(draft: GuidelineVersion, *, by: Any) -> None:
    """Drop what the person has typed and not saved."""
    WorkingCopy.objects.filter(version=draft, person=by).delete()


def told(version: GuidelineVersion) -> dict[str, Any]:
    """What events say about a version."""
    return {
        "title": version.title,
        "number": version.number,
        "url": version.guideline.get_absolute_url(),
    }


def _check_code(identity: Identity) -> None:
    """A code belongs to one guideline in all its languages, also after it was renamed."""
    source = identity.translation_of
    borne = Guideline.objects.filter(code__iexact=identity.code)
    former = FormerCode.objects.filter(code__iexact=identity.code)
    if source is not None:
        borne = borne.exclude(Q(pk=source.pk) | Q(translation_of=source))
        former = former.exclude(guideline=source)
    languages = set(borne.values_list("language", flat=True))
    if not languages and not former.exists():
        return
    told = _("%(code)s is taken. Choose another code.")
    if languages and identity.language not in languages and source is None:
        told = _("%(code)s is taken. Start a translation of it instead.")
    raise ValidationError({"code": told % {"code": identity.code}})


def _wait_for(guideline: Guideline) -> None:
    """Other steps with the guideline wait for the transaction's end."""
    Guideline.objects.select_for_update().values_list("pk").get(pk=guideline.pk)


def _write(
    draft: GuidelineVersion, values: Mapping[str, Any], by: Any, comment: str
) -> dict[str, Any]:
    """Put the values into the draft, find its anchors, and keep it in its history."""
    errors = Errors()
    changes = assign(draft, values, FIELDS, errors)
    errors.require(draft, "title", _("A guideline needs a title."))
    errors.raise_if_any()
    draft.anchors = anchors_of(draft)
    draft.updated_by = by
    with revision(by=by, comment=comment):
        draft.save()
    if by is not None:
        draft.writers.add(by)
    return changes
