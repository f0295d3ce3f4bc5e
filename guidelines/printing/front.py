"""Cover and table of contents."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core import formatting
from core.pdf import Part
from guidelines.enums import VersionState
from guidelines.models import GuidelineVersion
from guidelines.printing.texts import anchor
from guidelines.selectors.printing import ChapterEntries, Entry, Volume

LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Line:
    """One line of the contents with those below it."""

    title: str
    place: str
    below: list[Line] = field(default_factory=list)


def parts(volume: Volume) -> list[Part]:
    """One page for a guideline, a cover and contents for more."""
    context = {
        "title": title(volume),
        "brand": _brand(volume),
        "subtitle": _subtitle(volume),
        "facts": _facts(volume),
        "classification": classification(volume),
        "description": _description(volume),
        "lines": _lines(volume),
        "is_short": volume.scope.kind == "guideline",
    }
    cover = render_to_string("guidelines/print/cover.html", context)
    contents = render_to_string("guidelines/print/contents.html", context)
    if volume.scope.kind == "guideline":
        return [Part("cover", cover + contents, mark=mark(volume.entries[0].version))]
    return [Part("cover", cover, has_running_lines=False), Part("contents", contents)]


def title(volume: Volume) -> str:
    """What the document is called."""
    if volume.scope.kind == "guideline":
        return volume.entries[0].name
    if volume.scope.kind == "chapter":
        return volume.chapters[0].chapter.title
    return volume.handbook.title


def classification(volume: Volume) -> str:
    """How far the document may travel, and whether some of it is for granted people only."""
    label = str(volume.handbook.get_classification_display())
    restricted = _("restricted readers")
    return f"{label} · {restricted}" if volume.is_restricted else label


def chapter_place(chapter: ChapterEntries) -> str:
    """The place of a chapter's heading."""
    return f"c{chapter.chapter.pk}"


def mark(version: GuidelineVersion) -> str:
    """The word behind the pages of a text that is not in force."""
    return {
        VersionState.DRAFT: _("DRAFT"),
        VersionState.IN_REVIEW: _("DRAFT"),
        VersionState.APPROVED: _("NOT IN FORCE YET"),
        VersionState.SUPERSEDED: _("SUPERSEDED"),
        VersionState.RETIRED: _("RETIRED"),
    }.get(VersionState(version.state), _("RETIRED") if version.guideline.retired_on else "")


def version_text(version: GuidelineVersion) -> str:
    """Number and state."""
    values = {"number": version.number, "state": version.get_state_display()}
    return _("%(number)s (%(state)s)") % values


def in_force_from(version: GuidelineVersion) -> str:
    """The day, or that it is not known yet."""
    if version.effective_on is None:
        return _("not decided yet") if version.is_open else formatting.missing()
    return formatting.day(version.effective_on)


def approvers(version: GuidelineVersion) -> str:
    """Who approved the version."""
    people = [row.person for row in version.reviewers.all()]
    if version.approved_by and version.approved_by not in people:
        people.append(version.approved_by)
    return ", ".join(map(str, people)) or "–"


def _brand(volume: Volume) -> str:
    if volume.scope.kind == "handbook":
        return settings.SITE_NAME
    return f"{settings.SITE_NAME} · {volume.handbook.title}"


def _subtitle(volume: Volume) -> str:
    if volume.scope.kind == "guideline":
        version = volume.entries[0].version
        return f"{version.get_kind_display()} · {volume.chapters[0].chapter.title}"
    if volume.scope.kind == "chapter":
        return _("Chapter of %(handbook)s") % {"handbook": volume.handbook.title}
    return _("All guidelines in force")


def _description(volume: Volume) -> str:
    if volume.scope.kind == "guideline":
        return ""
    source = volume.handbook if volume.scope.kind == "handbook" else volume.chapters[0].chapter
    return source.description


def _facts(volume: Volume) -> list[tuple[str, str]]:
    entries = volume.entries
    printed = (_("Printed"), formatting.day(volume.printed_on))
    language = (_("Language"), str(LANGUAGES.get(volume.scope.language, volume.scope.language)))
    if volume.scope.kind == "guideline":
        return [*_facts_of_one(entries[0]), language, printed]
    newest = max(entries, key=lambda entry: (str(entry.version.effective_on or ""), entry.name))
    values = {
        "guideline": newest.guideline.code,
        "number": newest.version.number,
        "day": in_force_from(newest.version),
    }
    return [
        (_("Guidelines"), str(len(entries))),
        (_("Last change"), _("%(guideline)s, version %(number)s, %(day)s") % values),
        language,
        printed,
    ]


def _facts_of_one(entry: Entry) -> list[tuple[str, str]]:
    version = entry.version
    return [
        (_("Version"), version_text(version)),
        (_("In force from"), in_force_from(version)),
        (_("Owner"), str(entry.guideline.owner or "–")),
        (_("Approved by"), approvers(version)),
    ]


def _lines(volume: Volume) -> list[Line]:
    if volume.scope.kind == "guideline":
        return _headings(volume.entries[0], deepest=3)
    if volume.scope.kind == "chapter":
        return [
            Line(entry.name, entry.key, _headings(entry, deepest=2)) for entry in volume.entries
        ]
    return [
        Line(
            each.chapter.title,
            chapter_place(each),
            [Line(entry.name, entry.key) for entry in each.entries],
        )
        for each in volume.chapters
    ]


def _headings(entry: Entry, *, deepest: int) -> list[Line]:
    """The text's headings, each below the one before it that ranks higher."""
    top: list[Line] = []
    path: list[tuple[int, Line]] = []
    for heading in entry.rendered.headings:
        if heading.level > deepest:
            continue
        line = Line(heading.title, anchor(entry.key, heading.anchor))
        while path and path[-1][0] >= heading.level:
            path.pop()
        (path[-1][1].below if path else top).append(line)
        path.append((heading.level, line))
    return top
