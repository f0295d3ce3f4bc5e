"""Guidelines as texts for an export: only what the person may see, links included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core import files
from guidelines.enums import OPEN_STATES
from guidelines.exchange.scanning import Link, links, replaced
from guidelines.exchange.writing import Picture, Text
from guidelines.markdown import references
from guidelines.models import FormerCode, Guideline, GuidelineImage, GuidelineVersion
from guidelines.permissions import works_on

META = ("title", "kind", "audience", "methods", "classes", "phases", "project_kinds", "tags")
_ANCHOR_END = re.compile(r"</a\s*>", re.IGNORECASE)


def texts(guidelines: Iterable[Guideline], person: Any) -> list[Text]:
    """Each guideline's version in force, or its draft for those who work on it."""
    chosen = [each for row in guidelines if (each := version_for(row, person))]
    codes = _visible_codes(chosen, person)
    return [_text(version, codes) for version in chosen]


def version_for(guideline: Guideline, person: Any) -> GuidelineVersion | None:
    """The version that an export holds."""
    version = guideline.current
    if version is None and (person is None or works_on(person, guideline)):
        version = GuidelineVersion.objects.filter(
            guideline=guideline, state__in=OPEN_STATES
        ).first()
    if version is not None:
        version.guideline = guideline
    return version


def without_hidden(body: str, codes: frozenset[str] | None) -> str:
    """The text without links to guidelines that the reader may not see, their words included."""
    if codes is None:
        return body
    found = [link for link in links(body) if _is_hidden(link, codes)]
    labels = [_label(body, link) for link in found if link.kind == "definition"]
    text = replaced(body, _outermost([_change(body, link) for link in found]))
    for label in labels:
        uses = re.compile(rf"\[[^\[\]]*\]\[{re.escape(label)}\]|\[{re.escape(label)}\](?!\S)")
        text = uses.sub(lambda _found: _neutral(), text)
    return text


def _neutral() -> str:
    return _("(not available to you)")


def _is_hidden(link: Link, codes: frozenset[str]) -> bool:
    reference = references.parse(link.target)
    if reference is None or reference.prefix != "guideline":
        return False
    return reference.code.lower() not in codes


def _change(body: str, link: Link) -> tuple[int, int, str]:
    start, end = link.whole
    if link.kind == "definition":
        return start, end, ""
    if link.kind == "html" and (close := _ANCHOR_END.search(body, end)):
        end = close.end()
    return start, end, _neutral()


def _label(body: str, link: Link) -> str:
    whole = body[slice(*link.whole)]
    return whole[whole.index("[") + 1 : whole.index("]:")]


def _outermost(changes: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, new in sorted(changes, key=lambda change: (change[0], -change[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, new))
    return kept


def _visible_codes(versions: list[GuidelineVersion], person: Any) -> frozenset[str] | None:
    """The codes that links may name; None where the machine itself exports."""
    if person is None:
        return None
    named = {
        reference.code
        for version in versions
        for link in links(version.body)
        if (reference := references.parse(link.target))
    }
    visible = Guideline.objects.visible_to(person)
    former = FormerCode.objects.filter(guideline__in=visible)
    rows = [*visible.values_list("code", flat=True), *former.values_list("code", flat=True)]
    return frozenset(code.lower() for code in rows) if named else frozenset()


def _text(version: GuidelineVersion, codes: frozenset[str] | None) -> Text:
    guideline = version.guideline
    more: dict[str, Any] = {"review_months": guideline.review_months}
    if guideline.language != "en":
        more["language"] = guideline.language
    if version.change_note:
        more["change_note"] = version.change_note
    return Text(
        code=guideline.code,
        chapter=guideline.chapter.title,
        body=without_hidden(version.body, codes),
        meta={name: getattr(version, name) for name in META},
        more=more,
        front_matter=version.front_matter,
        origin=version.origin,
        pictures=_pictures(version),
    )


def _pictures(version: GuidelineVersion) -> dict[str, Picture]:
    tokens = [link.target.removeprefix("image:") for link in links(version.body)]
    rows = GuidelineImage.objects.filter(token__in=tokens, guideline=version.guideline)
    return {
        row.token: Picture(files.read(row.file), row.file.content_type, row.source_path)
        for row in rows.select_related("file")
    }
