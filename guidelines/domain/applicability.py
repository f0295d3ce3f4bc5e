"""Which projects a guideline applies to, from its lists and what is known of a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

METHOD, CLASS, KIND = "method", "class", "kind"


@dataclass(frozen=True)
class Applicability:
    """The lists of a version; an empty list sets no limit."""

    methods: Sequence[str] = ()
    classes: Sequence[str] = ()
    project_kinds: Sequence[str] = ()


@dataclass(frozen=True)
class Facts:
    """What is known of a project: None where nobody said."""

    method: str | None = None
    project_class: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Match:
    """Why a guideline applies: the limits that the project meets, and those nobody can judge."""

    met: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether all that the guideline asks for is known of the project."""
        return not self.unknown


def match(rule: Applicability, facts: Facts) -> Match | None:
    """How the guideline applies; None when a known fact is outside its limits.

    Phases are no limit: a project passes through all of them. What is unknown of the project does
    not exclude it, it only makes the match uncertain.
    """
    met, unknown = [], []
    for name, wanted, fact in (
        (METHOD, rule.methods, facts.method),
        (CLASS, rule.classes, facts.project_class),
        (KIND, [kind.casefold() for kind in rule.project_kinds], facts.kind),
    ):
        if not wanted:
            continue
        if not fact:
            unknown.append(name)
        elif (fact.casefold() if name == KIND else fact) in wanted:
            met.append(name)
        else:
            return None
    return Match(tuple(met), tuple(unknown))
