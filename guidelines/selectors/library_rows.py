"""One line of the library: a guideline as its reader meets it, with its marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core import formatting
from guidelines.enums import Access, Kind, VersionState
from guidelines.selectors.applicability import labels

LANGUAGES = dict(settings.LANGUAGES)


@lru_cache(maxsize=16)
def kinds(_language: str | None) -> dict[str, str]:
    """The kinds in words: looked up once for a language, not for every row."""
    return {key: str(label) for key, label in Kind.choices}


@dataclass(frozen=True)
class Mark:
    """A word about a guideline's state; `tone` is that of a chip."""

    text: str
    tone: str = "neutral"


@dataclass(frozen=True)
class Row:
    """A guideline in the library; texts are of the version in force, or of the first draft."""

    pk: int
    root: int  # of the guideline that this one translates, else its own
    code: str
    title: str
    language: str
    kind: str
    methods: Sequence[str]
    classes: Sequence[str]
    phases: Sequence[str]
    project_kinds: Sequence[str]
    tags: Sequence[str]
    applies: Sequence[str]
    marks: tuple[Mark, ...]
    chapter_id: int
    position: int
    is_in_force: bool
    is_only_draft: bool
    searched: str

    @property
    def url(self) -> str:
        """The reader's page."""
        return reverse("guideline", args=[self.pk])

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return kinds(get_language()).get(self.kind, self.kind)

    @property
    def note(self) -> str:
        """Kind and limits in one line."""
        return " · ".join([self.kind_label, *self.applies])

    @property
    def foreign(self) -> Any:
        """The text's language where it is not the reader's."""
        return "" if self.language == get_language() else LANGUAGES.get(self.language, "")

    @property
    def is_on_shelf(self) -> bool:
        """Whether it stands in the library: in force, or a draft of somebody who may see it."""
        return self.is_in_force or self.is_only_draft

    def rank(self, language: str) -> tuple[bool, bool, bool]:
        """The smallest is the one to show among translations."""
        return (not self.is_in_force, self.language != language, self.pk != self.root)

    def told_of(self, drafts: Sequence[Row]) -> Row:
        """The row with a mark for every translation that is only begun."""
        more = tuple(
            Mark(_("Translation begun: %(language)s") % {"language": LANGUAGES[row.language]})
            for row in drafts
        )
        return replace(self, marks=self.marks + more) if more else self


def make_row(
    values: Mapping[str, Any], *, today: date, since: date, works: bool, must_confirm: bool
) -> Row:
    """A row from what the library's query read; `works` opens what is said of drafts."""
    source = "current" if values["current_id"] else "open"
    title = values[f"{source}_title"] or ""
    kind = values[f"{source}_kind"] or ""
    tags = values[f"{source}_tags"] or []
    lists = {
        name: values[f"current_{name}"] or []
        for name in ("methods", "classes", "phases", "project_kinds")
    }
    is_retired = values["retired_on"] is not None
    is_in_force = values["current_id"] is not None and not is_retired
    marks = [*_of_reader(values, today, since, must_confirm=must_confirm)]
    if works:
        marks += _of_work(values)
    words = [values["code"], title, *tags, kinds(get_language()).get(kind, "")]
    return Row(
        pk=values["pk"],
        root=values["translation_of_id"] or values["pk"],
        code=values["code"],
        title=title,
        language=values["language"],
        kind=kind,
        methods=lists["methods"],
        classes=lists["classes"],
        phases=lists["phases"],
        project_kinds=lists["project_kinds"],
        tags=tags,
        applies=labels(SimpleNamespace(**lists)),
        marks=tuple(marks),
        chapter_id=values["chapter_id"],
        position=values["shelf"],
        is_in_force=is_in_force,
        is_only_draft=values["current_id"] is None and bool(values["open_state"]) and works,
        searched=" ".join(words).casefold(),
    )


def _of_reader(
    values: Mapping[str, Any], today: date, since: date, *, must_confirm: bool
) -> list[Mark]:
    """What every reader is told."""
    if values["retired_on"]:
        return [Mark(_("Retired"), "grey")]
    marks = []
    if must_confirm:
        marks.append(Mark(_("To confirm"), "amber"))
    published = values["current_published_at"]
    if published and timezone.localdate(published) >= since:
        is_first = values["current_number"] == 1
        new = _("New") if is_first else _("New: v%(n)s") % {"n": values["current_number"]}
        marks.append(Mark(new, "blue"))
    if values["current_id"] and values["next_review_on"] and values["next_review_on"] < today:
        marks.append(Mark(_("Review overdue"), "amber"))
    source = values["source_current"]
    if values["current_id"] and source and source != values["current_source_version_id"]:
        marks.append(Mark(_("Translation outdated"), "amber"))
    if Access.RESTRICTED in (values["access"], values["chapter_access"]):
        marks.append(Mark(_("Restricted")))
    return marks


OPEN_WORDS: Mapping[str, Any] = {
    VersionState.DRAFT: gettext_lazy("Draft v%(n)s"),
    VersionState.IN_REVIEW: gettext_lazy("In review: v%(n)s"),
    VersionState.APPROVED: gettext_lazy("Approved: v%(n)s"),
}


def _of_work(values: Mapping[str, Any]) -> list[Mark]:
    """What those are told who work on the guideline."""
    state = values["open_state"]
    if not state:
        return []
    if state == VersionState.APPROVED and values["open_effective_on"]:
        day = formatting.day(values["open_effective_on"])
        return [Mark(_("v%(n)s from %(day)s") % {"n": values["open_number"], "day": day}, "green")]
    return [Mark(str(OPEN_WORDS[state]) % {"n": values["open_number"]})]
