"""What two people made of one draft, side by side, and one text out of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidelines.domain.diffs import Run, compare_source, fold
from guidelines.domain.merging import Conflict, Decision, Merge, merge, settle
from guidelines.models import GuidelineVersion, WorkingCopy

OURS: Decision = "ours"


@dataclass(frozen=True)
class Choice:
    """A property that both changed, each in their own way."""

    name: str
    label: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Passage:
    """A place of the text that both changed; the runs lead from their reading to ours."""

    name: str
    conflict: Conflict
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Collision:
    """Somebody's unsaved text against the draft that another person saved meanwhile."""

    copy: WorkingCopy
    draft: GuidelineVersion
    merged: Merge
    values: dict[str, Any]
    choices: list[Choice]
    passages: list[Passage]

    @property
    def is_own(self) -> bool:
        """Whether the same person saved the draft, in another window."""
        return self.draft.updated_by_id == self.copy.person_id

    @property
    def is_clean(self) -> bool:
        """Whether both can be had without a decision."""
        return not self.choices and not self.passages


def collision(draft: GuidelineVersion, copy: WorkingCopy) -> Collision:
    """Both texts with what is settled by itself and what only a person can decide."""
    base, ours = copy.base_values, {**copy.base_values, **copy.values}
    merged = merge(base.get("body") or "", ours.get("body") or "", draft.body)
    values, choices = {}, []
    for name in sorted(copy.values.keys() - {"body"}):
        mine, theirs = ours[name], getattr(draft, name)
        is_mine = theirs == base.get(name, theirs)
        values[name] = mine if is_mine else theirs
        if not is_mine and mine not in (base.get(name), theirs):
            choices.append(_choice(draft, name, mine))
    passages = [
        Passage(f"passage-{number}", one, fold(compare_source(one.theirs, one.ours)))
        for number, one in enumerate(merged.conflicts, start=1)
    ]
    return Collision(copy, draft, merged, values, choices, passages)


def decided(found: Collision, decisions: Mapping[str, Decision]) -> dict[str, Any]:
    """What the draft says after these decisions; of a property only one side can stand."""
    values = dict(found.values)
    for choice in found.choices:
        if decisions[choice.name] == OURS:
            values[choice.name] = found.copy.values[choice.name]
    by_passage: Sequence[Decision] = [decisions[one.name] for one in found.passages]
    return {**values, "body": settle(found.merged, by_passage)}


def changes(before: str, after: str) -> tuple[Run, ...]:
    """The differences of two texts, with what did not change folded away."""
    return fold(compare_source(before, after))


def _choice(draft: GuidelineVersion, name: str, mine: Any) -> Choice:
    label = str(draft._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return Choice(name, label, _shown(draft, name, mine), _shown(draft, name, getattr(draft, name)))


def _shown(draft: GuidelineVersion, name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    field = draft._meta.get_field(name)
    labels = dict(field.flatchoices) if field.flatchoices else {}  # type: ignore[union-attr]
    return str(labels.get(value, value)) or "–"
