"""The whole document: parts in order, what readers are told about it, paper and running lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formatting
from core.enums import Classification
from core.pdf import AnyPart, DocumentMeta, PageSetup
from stakeholders.enums import PageSize, RunKind, Section
from stakeholders.report import annex, chapters, sheets, table
from stakeholders.report.data import Header, Snapshot
from stakeholders.report.figures import ReportFigures

STYLES = ("report_print.css", "report_portfolio.css")


@dataclass(frozen=True)
class Document:
    """What the PDF door needs."""

    parts: list[AnyPart]
    meta: DocumentMeta
    setup: PageSetup
    stylesheet: str


def build(snapshot: Snapshot) -> Document:
    """The report of this snapshot in its own language; equal snapshots give equal documents."""
    header = snapshot.header
    with translation.override(header.language):
        setup = _setup(header)
        figures = ReportFigures(snapshot)
        return Document(_parts(figures, setup), _meta(header), setup, _stylesheet())


def _parts(figures: ReportFigures, setup: PageSetup) -> list[AnyPart]:
    wanted = set(figures.header.sections)
    parts: list[AnyPart] = [chapters.cover(figures)]
    has_pages = Section.PROJECTS in wanted
    linked = {project.id for project in figures.with_page if has_pages}
    if Section.SUMMARY in wanted:
        parts.append(chapters.summary(figures, linked))
    if Section.TABLE in wanted:
        parts += table.parts(figures, linked, setup)
    if Section.MONEY in wanted:
        parts.append(chapters.money(figures, linked))
    if Section.SCHEDULE in wanted:
        parts.append(chapters.schedule(figures, linked))
    if has_pages:
        parts += sheets.parts(figures, has_table=Section.TABLE in wanted)
    if Section.DEFINITIONS in wanted or has_pages:
        parts.append(annex.part(figures, has_pages=has_pages))
    return parts


def _meta(header: Header) -> DocumentMeta:
    return DocumentMeta(
        title=f"{header.report}, {formatting.day(header.as_of)}",
        created=datetime.fromisoformat(header.due_at),
        lang=header.language,
        author=header.organisation,
        subject=_("Portfolio report: %(subject)s") % {"subject": header.subject},
        keywords=(header.subject, header.as_of.isoformat()),
        classification=str(Classification(header.classification).label),
    )


def _setup(header: Header) -> PageSetup:
    right = _("As of %(day)s") % {"day": formatting.day(header.as_of)}
    if header.kind == RunKind.PREVIEW:
        right = _("PREVIEW, not for distribution") + f" · {right}"
    size: Literal["A4", "Letter"] = "Letter" if header.page_size == PageSize.LETTER else "A4"
    return PageSetup(
        size=size,
        header_left=f"{header.report} · {header.subject}"[:90],
        header_right=right,
        footer_left=str(Classification(header.classification).label),
        footer_middle=_("Report no. %(number)s") % {"number": chapters.numbered(header)},
        page_label=pgettext("page number", "Page {n} of {m}"),
    )


def _stylesheet() -> str:
    folder = settings.BASE_DIR / "static" / "css"
    return "\n".join((folder / name).read_text() for name in STYLES)
