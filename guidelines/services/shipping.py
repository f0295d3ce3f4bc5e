"""Brings shipped content into the library, and offers its updates without touching local words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from core.events import record
from guidelines.models import Chapter, Guideline, GuidelineVersion, Handbook, ShippedText
from guidelines.selectors.shipping import (
    LOADED,
    Library,
    Step,
    is_untouched,
    steps,
    taken_over,
)
from guidelines.services import drafts, publishing, shipped_terms, structure
from guidelines.shipping.files import Content, Key, ShippedGuideline
from guidelines.shipping.standing import Standing

NEW, OFFERED = (Standing.NEW,), (Standing.UPDATED,)
NEW_AGAIN = (*NEW, Standing.GONE)
OFFERED_AGAIN = (*OFFERED, Standing.DECLINED, Standing.RETIRED)
HANDBOOK = "Project management handbook"


@dataclass
class Loaded:
    """What a run did: each shipped guideline with the draft or guideline made of it, new terms."""

    steps: list[Step]
    created: dict[str, Guideline] = field(default_factory=dict)
    offered: dict[str, GuidelineVersion] = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)


@transaction.atomic
def load(content: Content, *, by: Any, handbook: str = HANDBOOK, again: bool = False) -> Loaded:
    """Create what is new, offer what changed as drafts; `again` also what was let go before."""
    library = Library()
    loaded = Loaded(steps(content, library))
    shelf = _Shelf(library, handbook, by)
    for step in loaded.steps:
        if step.standing in (NEW_AGAIN if again else NEW):
            loaded.created[step.key] = _create(step.shipped, shelf)
        elif step.standing in (OFFERED_AGAIN if again else OFFERED) and library.is_free(step):
            loaded.offered[step.key] = _offer(step, by)
    marks = shipped_terms.load(content.terms, library.terms, shelf.placed, by=by, again=again)
    loaded.terms = [*marks]
    if loaded.created or loaded.offered or marks:
        names = {"guidelines": [*loaded.created], "terms": marks}
        numbers = {"created": len(loaded.created), "offered": len(loaded.offered)}
        record(LOADED, shelf.handbook, by=by, data={**names, **numbers})
    return loaded


@transaction.atomic
def take_over(step: Step, *, by: Any) -> GuidelineVersion:
    """A draft with the shipped changes, once no other version is in work."""
    if step.standing == Standing.OFFERED:
        raise ValidationError(_("There is a draft with this text already."))
    return _offer(step, by)


@transaction.atomic
def decline(step: Step, *, by: Any) -> None:
    """Keep the text as it is: this edition is not offered again, a later one will be."""
    row = _locked(step)
    if row.offered_in is not None:
        if not is_untouched(row.offered_in):
            raise ValidationError(
                _("Somebody works on this draft. Throw it away in the editor if it is not needed.")
            )
        drafts.discard(row.offered_in, by=by)
    _keep(row, offered=step.shipped.source, offered_in=None)
    record("guidelines.shipped_declined", row.guideline, by=by, data=_told(row.guideline))


class _Shelf:
    """Where new guidelines go: beside their siblings, else into the named handbook."""

    def __init__(self, library: Library, title: str, by: Any) -> None:
        self.by, self._title = by, title
        self.owner = _first_lead()
        self.placed = {key: row.guideline for key, row in library.rows.items()}
        self._chapters: dict[str, Chapter] = {
            taken_over(row).chapter: row.guideline.chapter for row in library.rows.values()
        }
        self._handbook: Handbook | None = None

    def source_of(self, key: Key) -> Guideline | None:
        """The guideline that was made of the same text in another language, if there is one."""
        placed = (one for each, one in self.placed.items() if each.code == key.code)
        found = next((one for one in placed if one.language != key.language), None)
        return found.translation_of or found if found else None

    @property
    def handbook(self) -> Handbook:
        """The handbook that new chapters belong to."""
        if self._handbook is None:
            used = next((chapter.handbook for chapter in self._chapters.values()), None)
            named = Handbook.objects.filter(title=self._title).first()
            self._handbook = (
                named or used or structure.create_handbook(by=self.by, title=self._title)
            )
        return self._handbook

    def chapter(self, title: str) -> Chapter:
        """The chapter that holds what was shipped under this title."""
        if title not in self._chapters:
            found = self.handbook.chapters.filter(title=title).first()
            self._chapters[title] = found or structure.create_chapter(
                self.handbook, by=self.by, title=title
            )
        return self._chapters[title]


def _create(shipped: ShippedGuideline, shelf: _Shelf) -> Guideline:
    """The guideline with the shipped text as its published first version."""
    key = shipped.key
    source = shelf.source_of(key)
    identity = drafts.Identity(
        code=source.code if source else key.code,
        language=key.language,
        owner=shelf.owner,
        translation_of=source,
        review_months=shipped.review_months,
    )
    chapter = source.chapter if source else shelf.chapter(shipped.chapter)
    draft = drafts.create(chapter, identity, by=shelf.by, **shipped.values)
    publishing.publish_shipped(draft, by=shelf.by)
    guideline = draft.guideline
    ShippedText.objects.create(guideline=guideline, source=shipped.source)
    shelf.placed[key] = guideline
    return guideline


def _offer(step: Step, by: Any) -> GuidelineVersion:
    """The version in force and the shipped changes, merged in a draft."""
    row, proposal = _locked(step), step.proposal
    if proposal is None:
        raise ValidationError(_("There is nothing to take over."))
    before = taken_over(row)
    draft = drafts.start(row.guideline, by=by)
    draft = drafts.save(
        draft,
        by=by,
        base_revision=draft.revision,
        comment=_("Shipped changes merged in"),
        change_note=_change_note(before, step.shipped),
        **proposal.values,
    )
    draft.writers.clear()  # who takes shipped words over wrote none of them
    _keep(row, source=before.source, offered=step.shipped.source, offered_in=draft)
    told = {**_told(row.guideline), "number": draft.number, "open_places": proposal.open_places}
    record("guidelines.shipped_offered", row.guideline, by=by, data=told)
    return draft


def _change_note(before: ShippedGuideline, shipped: ShippedGuideline) -> str:
    """What the new edition says of itself, where it says anything new."""
    note = str(shipped.values["change_note"])
    is_said = note and note != before.values["change_note"]
    whole = _("Update of the shipped text.")
    return f"{whole} {note}" if is_said else whole


def _locked(step: Step) -> ShippedText:
    """The row as it is now, for this transaction alone."""
    if step.row is None:
        raise ValidationError(_("There is nothing to take over."))
    rows = ShippedText.objects.select_for_update(of=("self",))
    return rows.select_related("guideline", "offered_in").get(pk=step.row.pk)


def _keep(row: ShippedText, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _told(guideline: Guideline) -> dict[str, Any]:
    title = guideline.current.title if guideline.current else ""
    return {"title": title, "url": guideline.get_absolute_url()}


def _first_lead() -> User | None:
    """Who owns what nobody else owns yet."""
    leads = User.objects.filter(role_assignments__role=Role.PMO_LEAD, is_active=True)
    return leads.order_by("pk").first()
