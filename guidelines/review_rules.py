"""What a version needs before others review it: numbers and sections, by kind."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guidelines.enums import Kind

REVIEWERS_OTHERWISE = 1
REVIEWERS_NEEDED: dict[str, int] = {Kind.POLICY: 2, Kind.STANDARD: 2}
REMINDER_DAYS = (60, 30, 7)  # before the next review is due

# Anchors of the standard sections in every language, with their names.
SECTION_NAMES = {
    "summary": _("Summary"),
    "purpose": _("Purpose"),
    "scope-and-applicability": _("Scope and applicability"),
    "rules": _("Rules"),
}
_BINDING = tuple(SECTION_NAMES)
MANDATORY_SECTIONS: dict[str, tuple[str, ...]] = {
    Kind.POLICY: _BINDING,
    Kind.STANDARD: _BINDING,
    Kind.PROCEDURE: _BINDING,
    Kind.GUIDELINE: ("summary", "purpose"),
}


def reviewers_needed(kind: str) -> int:
    """How many people must approve: two where the text binds."""
    return REVIEWERS_NEEDED.get(kind, REVIEWERS_OTHERWISE)
