"""Two texts of one guideline, chosen by an address, and what lies between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import JSONField
from django.http import Http404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.versions import history
from guidelines.domain import diffs
from guidelines.models import Guideline, GuidelineVersion
from guidelines.permissions import works_on
from guidelines.selectors import pages
from guidelines.selectors.applicability import in_words
from guidelines.selectors.versions import predecessor, visible_version
from guidelines.services.drafts import FIELDS


@dataclass(frozen=True)
class Text:
    """One side of a comparison; `key` names it in the address."""

    key: str
    label: str
    version: GuidelineVersion


@dataclass(frozen=True)
class Stretch:
    """A block of the page; what changed is numbered, so that one can go from change to change."""

    block: diffs.Block
    number: int | None


@dataclass(frozen=True)
class Passage:
    """Stretches that follow one another; folded where they lie away from any change."""

    stretches: list[Stretch]
    is_folded: bool


@dataclass(frozen=True)
class Field:
    """Something beside the text that changed."""

    label: str
    before: str
    after: str


def chosen(
    user: Any,
    guideline: Guideline,
    versions: Sequence[GuidelineVersion],
    keys: tuple[str, str],
) -> tuple[Text, Text] | None:
    """Both sides: as asked for, else the newest published against the one before, else the draft.

    None where there is only one text. `versions` are those that the person may read, newest first.
    """
    before_key, after_key = keys
    sealed = [version for version in versions if version.is_sealed]
    if not after_key:
        newest = versions if before_key or len(sealed) < 2 else sealed
        after_key = str(newest[0].number) if newest else ""
    if not after_key:
        return None
    after = text_of(user, guideline, after_key)
    if not before_key:
        before = predecessor(versions, after.version)
        if before is None:
            return None
        before_key = str(before.number)
    return text_of(user, guideline, before_key), after


def text_of(user: Any, guideline: Guideline, key: str) -> Text:
    """The version "5", or the saved state "6s123" of version 6, or 404."""
    number, _sign, saved = key.partition("s")
    if not (number.isdecimal() and len(key) < 20 and (saved.isdecimal() or number == key)):
        raise Http404
    version = visible_version(user, guideline, int(number))
    if not saved:
        return Text(key, _label(version), version)
    if not works_on(user, guideline):
        raise Http404
    row = history(version).filter(pk=int(saved)).first()
    if row is None:
        raise Http404
    at = date_format(localtime(row.revision.date_created), "SHORT_DATETIME_FORMAT")
    label = _("v%(number)s as saved %(at)s") % {"number": version.number, "at": at}
    return Text(key, label, _as_saved(version, row.field_dict))


def stretches(before: Text, after: Text, user: Any) -> list[Stretch]:
    """The pages of both, block by block; links are filled first, so that no block tells more."""
    html = (pages.html_for(each.version, user) for each in (before, after))
    found: list[Stretch] = []
    number = 0
    for block in diffs.compare_blocks(*html):
        number += block.kind != "same"
        found.append(Stretch(block, None if block.kind == "same" else number))
    return found


def passages(found: Sequence[Stretch]) -> list[Passage]:
    """The stretches, with two or more folded that touch neither a change nor its neighbours."""
    near = {at + step for at, each in enumerate(found) if each.number for step in (-1, 0, 1)}
    grouped = groupby(enumerate(found), key=lambda item: item[0] in near)
    runs = [(is_near, [each for _at, each in group]) for is_near, group in grouped]
    return [Passage(run, is_folded=not is_near and len(run) > 1) for is_near, run in runs]


def fields(before: Text, after: Text) -> list[Field]:
    """Title, kind, audience, applicability and tags, where they changed."""
    old, new = _told(before.version), _told(after.version)
    return [Field(label, old[label], new[label]) for label in new if old[label] != new[label]]


def _label(version: GuidelineVersion) -> str:
    if version.is_open:
        return f"v{version.number} ({version.get_state_display()})"
    return f"v{version.number}"


def _as_saved(version: GuidelineVersion, values: dict[str, Any]) -> GuidelineVersion:
    """A version that is not stored, with the values of an earlier save."""
    saved = GuidelineVersion(
        guideline=version.guideline, number=version.number, state=version.state
    )
    for name in (*FIELDS, "anchors"):
        if values.get(name) is not None:
            is_list = isinstance(GuidelineVersion._meta.get_field(name), JSONField)
            setattr(saved, name, list(values[name]) if is_list else values[name])
    return saved


def _told(version: GuidelineVersion) -> dict[str, str]:
    return {
        _("Title"): version.title,
        _("Kind"): str(version.get_kind_display()),
        _("For whom"): version.audience,
        _("Applicability"): in_words(version),
        _("Tags"): ", ".join(version.tags),
    }
