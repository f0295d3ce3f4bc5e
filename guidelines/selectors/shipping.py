"""How the shipped content stands to what is in the library: what is new, offered, waiting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings

from core.models import Event
from guidelines.enums import SEALED_STATES, VersionState
from guidelines.models import FormerCode, Guideline, GuidelineVersion, ShippedText
from guidelines.shipping.comparing import COMPARED, Proposal, propose
from guidelines.shipping.files import Content, Key, ShippedGuideline, from_text, read
from guidelines.shipping.standing import Standing

LOADED = "guidelines.content_loaded"


@dataclass(frozen=True)
class Step:
    """One shipped guideline, what it became here, and what is to be done about it."""

    standing: Standing
    shipped: ShippedGuideline
    guideline: Guideline | None = None
    row: ShippedText | None = None
    proposal: Proposal | None = None

    @property
    def key(self) -> str:
        """What the guideline is called among those that are shipped."""
        return str(self.shipped.key)


class Library:
    """What is known of shipped content here, read in a fixed number of queries."""

    def __init__(self) -> None:
        rows = ShippedText.objects.select_related(
            "guideline__current", "guideline__chapter", "offered_in"
        )
        self.rows = {taken_over(row).key: row for row in rows}

    @cached_property
    def codes(self) -> dict[Key, Guideline]:
        """All guidelines by code and language."""
        return {Key(one.code, one.language): one for one in Guideline.objects.all()}

    @cached_property
    def taken(self) -> frozenset[str]:
        """Codes that guidelines bear or bore, in any language."""
        former = FormerCode.objects.values_list("code", flat=True)
        return frozenset(code.lower() for code in [*(key.code for key in self.codes), *former])

    def is_strange(self, key: Key) -> bool:
        """Whether the code is that of a guideline that is not the shipped text's own."""
        is_own = any(each.code == key.code for each in self.rows)
        return not is_own and key.code.lower() in self.taken

    @cached_property
    def open_versions(self) -> dict[int, GuidelineVersion]:
        """Versions in work by the guideline's pk."""
        return {one.guideline_id: one for one in GuidelineVersion.objects.open()}

    def is_free(self, step: Step) -> bool:
        """Whether no version of the guideline is in work."""
        return step.guideline is not None and step.guideline.pk not in self.open_versions

    @cached_property
    def loaded(self) -> frozenset[str]:
        """Names of every guideline that was loaded once, though it may have been deleted since."""
        return frozenset(name for data in self._runs for name in data["guidelines"])

    @cached_property
    def terms(self) -> dict[str, str]:
        """Every term that was loaded once, with the mark of its text as it was loaded last."""
        return {name: mark for data in self._runs for name, mark in data["terms"].items()}

    @cached_property
    def _runs(self) -> list[dict[str, Any]]:
        rows = Event.objects.filter(name=LOADED).order_by("pk")
        return list(rows.values_list("data", flat=True))


def steps(content: Content, library: Library | None = None) -> list[Step]:
    """What is to be done about each shipped guideline."""
    known = library or Library()
    return [_step(shipped, known) for shipped in content.guidelines]


def shipped_content() -> Content:
    """What this installation ships."""
    return read(settings.GUIDELINE_CONTENT)


def visible_updates(user: Any) -> list[Step]:
    """Changed texts of the guidelines that the person may see, in the order of the handbook."""
    known = Library()
    loaded = [one for one in shipped_content().guidelines if one.key in known.rows]
    changed = [step for one in loaded if (step := _step(one, known)).standing in Standing.shown()]
    if not changed:
        return []
    seen = set(Guideline.objects.visible_to(user).values_list("pk", flat=True))
    return [step for step in changed if step.guideline and step.guideline.pk in seen]


def absent() -> list[str]:
    """Names of shipped guidelines that were never loaded here."""
    return [step.key for step in steps(shipped_content()) if step.standing == Standing.NEW]


def update_of(row: ShippedText) -> Step | None:
    """The update of one guideline; None if there is nothing to decide."""
    key = taken_over(row).key
    found = [one for one in shipped_content().guidelines if one.key == key]
    step = _step(found[0], Library()) if found else None
    return step if step and step.standing in Standing.shown() else None


def taken_over(row: ShippedText) -> ShippedGuideline:
    """The edition that the guideline holds: the one offered, once its draft was published."""
    is_in_force = row.offered_in is not None and row.offered_in.state in SEALED_STATES
    return from_text(row.offered if is_in_force else row.source, row.guideline.language)


def local_values(version: GuidelineVersion) -> dict[str, Any]:
    """A version's fields as shipped texts have them."""
    return {name: getattr(version, name) for name in COMPARED}


def is_untouched(draft: GuidelineVersion) -> bool:
    """Whether nobody has written in the draft of an offer since it was made."""
    is_as_made = draft.state == VersionState.DRAFT and draft.revision <= 1
    return is_as_made and not draft.working_copies.exists()


def _step(shipped: ShippedGuideline, known: Library) -> Step:
    row = known.rows.get(shipped.key)
    if row is None:
        return Step(_absent(shipped, known), shipped, known.codes.get(shipped.key))
    guideline, before = row.guideline, taken_over(row)
    if guideline.current is None or (
        before.source == shipped.source and guideline.retired_on is None
    ):
        return Step(Standing.UNCHANGED, shipped, guideline, row)
    proposal = propose(before, local_values(guideline.current), shipped)
    return Step(_standing(row, proposal, known, shipped), shipped, guideline, row, proposal)


def _standing(
    row: ShippedText, proposal: Proposal, known: Library, shipped: ShippedGuideline
) -> Standing:
    if row.guideline.retired_on is not None:
        return Standing.RETIRED
    if not proposal.is_needed:
        return Standing.UNCHANGED
    if row.offered == shipped.source:
        return Standing.OFFERED if row.offered_in_id else Standing.DECLINED
    if row.guideline_id in known.open_versions:
        return Standing.WAITING
    return Standing.UPDATED


def _absent(shipped: ShippedGuideline, known: Library) -> Standing:
    """A code that is or was another guideline's is taken, in whatever language that one is."""
    if shipped.key in known.codes or known.is_strange(shipped.key):
        return Standing.TAKEN
    return Standing.GONE if str(shipped.key) in known.loaded else Standing.NEW
