"""Translations: begin one, and let a draft follow its source."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import grants
from core.events import record
from core.versions import revision
from guidelines.enums import VersionState
from guidelines.models import Guideline, GuidelineVersion
from guidelines.models.structure import RIGHTS
from guidelines.selectors.translations import missing_languages
from guidelines.services import drafts

COPIED = (
    "title",
    "kind",
    "audience",
    "methods",
    "classes",
    "phases",
    "project_kinds",
    "tags",
    "transition",
    "body",
)


@transaction.atomic
def start(source: Guideline, language: str, *, by: Any) -> GuidelineVersion:
    """A draft in this language that begins with the source's text, to be translated.

    Who may read and work on the source may do the same with the translation.
    """
    text = source.current
    if source.translation_of_id is not None or text is None:
        raise ValidationError(_("Only a published guideline that is no translation is translated."))
    if language not in dict(missing_languages(source)):
        raise ValidationError({"language": _("The guideline is in this language already.")})
    identity = drafts.Identity(
        code=source.code,
        language=language,
        owner=source.owner,
        translation_of=source,
        access=source.access,
        review_months=source.review_months,
    )
    values = {name: getattr(text, name) for name in COPIED}
    draft = drafts.create(source.chapter, identity, by=by, **values)
    _copy_grants(source, draft.guideline)
    return draft


@transaction.atomic
def follow(draft: GuidelineVersion, *, by: Any) -> GuidelineVersion:
    """From now on the draft translates the source's version in force; a review is to confirm it."""
    source = draft.guideline.translation_of
    if source is None or source.current is None:
        raise ValidationError(_("This guideline is no translation of a published one."))
    if draft.state != VersionState.DRAFT:
        raise ValidationError(_("Only a draft can follow its source. Take it back to draft first."))
    draft.source_version = source.current
    with revision(by=by, comment=_("Follows version %(n)s of its source") % _n(source.current)):
        draft.save(update_fields=["source_version", "updated_at"])
    data = {**drafts.told(draft), "source": source.current.number}
    record("guidelines.translation_follows", draft.guideline, by=by, data=data)
    return draft


def _n(version: GuidelineVersion) -> dict[str, int]:
    return {"n": version.number}


def _copy_grants(source: Guideline, translation: Guideline) -> None:
    for right in RIGHTS:
        codename = f"{right}_guideline"
        people, groups = grants.holders(source, codename)
        for holder in (*people, *groups):
            grants.grant(codename, translation, holder)
