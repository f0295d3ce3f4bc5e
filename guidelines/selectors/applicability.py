"""What a version applies to, in words and as short labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.domain.applicability import Applicability
from guidelines.enums import Method, Phase, ProjectClass

CLASSES = list(ProjectClass.values)


def applicability(version: Any) -> Applicability:
    """The limits of a version (or of anything with the same lists)."""
    return Applicability(
        tuple(version.methods), tuple(version.classes), tuple(version.project_kinds)
    )


def in_words(version: Any) -> str:
    """One sentence: "Applies to projects of class B to D, run with Scrum or Hybrid, ..."."""
    if not (version.methods or version.classes or version.phases or version.project_kinds):
        return _("Applies to all projects, in every phase.")
    parts = {
        "projects": _projects(version),
        "methods": _("run with %(methods)s") % {"methods": listed(methods(version), _("or"))}
        if version.methods
        else _("run with any method"),
        "phases": _phases(version),
    }
    return _("Applies to %(projects)s, %(methods)s, %(phases)s.") % parts


def labels(version: Any) -> list[str]:
    """The limits as short labels; none where the version applies to all projects."""
    found = []
    if version.methods:
        found.append(", ".join(methods(version)))
    if version.classes:
        found.append(_("Class %(classes)s") % {"classes": classes(version.classes, "–", ", ")})
    if version.phases:
        found.append(", ".join(phases(version)))
    if version.project_kinds:
        found.append(", ".join(version.project_kinds))
    return found


def methods(version: Any) -> list[str]:
    """The methods by name, in their usual order."""
    return [str(choice.label) for choice in Method if choice.value in version.methods]


def phases(version: Any) -> list[str]:
    """The phases by name, in their order."""
    return [str(choice.label) for choice in Phase if choice.value in version.phases]


def classes(codes: Sequence[str], to: str, and_: str) -> str:
    """Three or more neighbours as a range: B–D; others one by one."""
    known = [code for code in CLASSES if code in codes]
    first = CLASSES.index(known[0]) if known else 0
    if len(known) > 2 and known == CLASSES[first : first + len(known)]:
        return f"{known[0]}{to}{known[-1]}"
    return and_.join(known)


def listed(words: Sequence[str], last: str) -> str:
    """Words with commas, the last one joined by "and" or "or"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _projects(version: Any) -> str:
    until, both = _("to"), _("and")
    known = {
        "classes": classes(version.classes, f" {until} ", f" {both} "),
        "kinds": listed(version.project_kinds, both),
    }
    if version.classes and version.project_kinds:
        return _("projects of class %(classes)s and of the kind %(kinds)s") % known
    if version.classes:
        return _("projects of class %(classes)s") % known
    if version.project_kinds:
        return _("projects of the kind %(kinds)s") % known
    return _("projects of every class")


def _phases(version: Any) -> str:
    names = phases(version)
    if not names:
        return _("in every phase")
    text = ngettext("in the phase %(phases)s", "in the phases %(phases)s", len(names))
    return text % {"phases": listed(names, _("and"))}
