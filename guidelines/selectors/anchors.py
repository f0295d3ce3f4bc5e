"""The anchors that stay with the sections of a draft."""

from __future__ import annotations

from guidelines.markdown.sections import carry_anchors, split
from guidelines.models import GuidelineVersion


def anchors_of(draft: GuidelineVersion) -> list[str]:
    """The anchors of the headings as the draft has them now; former headings keep theirs."""
    sections = split(draft.body, title=draft.title)
    return list(carry_anchors(_anchors_before(draft), sections))


def _anchors_before(draft: GuidelineVersion) -> list[tuple[str, str, str]]:
    """Anchor, title and text of each section of the version that this draft goes on from."""
    base = draft.based_on or draft.guideline.current
    if base is None or base.pk == draft.pk:
        return []
    sections = split(base.body, title=base.title)
    return [
        (anchor, section.heading, section.plain_text)
        for anchor, section in zip(base.anchors, sections, strict=False)
    ]
