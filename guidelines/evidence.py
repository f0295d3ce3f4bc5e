"""The evidence of a campaign as a document: what was confirmed, by whom, when, and who did not."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formatting
from core.charts import MEDIUM, PRINT, render
from core.pdf import (
    AnyPart,
    Cell,
    Column,
    DocumentMeta,
    PageSetup,
    Part,
    RenderedPdf,
    Row,
    TablePart,
    render_document,
    report_stylesheet,
)
from core.pdf.types import Progress
from guidelines.selectors.campaign_evidence import Evidence
from guidelines.selectors.campaigns import total, unit_chart, unit_name

SHOWN_HASH = 10
STYLE = ".w45 { width: 45mm; } h1 { font-size: 18pt; margin-bottom: 2mm; } h2 { margin-top: 5mm; }"


def render_evidence(
    evidence: Evidence, *, at: datetime, by: str, language: str, progress: Progress | None = None
) -> RenderedPdf:
    """The PDF in this language, as of this moment."""
    version = evidence.campaign.version
    with translation.override(language):
        title = _("Evidence of confirmations: %(code)s, version %(number)d") % {
            "code": version.guideline.code,
            "number": version.number,
        }
        meta = DocumentMeta(
            title, at, lang=language, author=settings.SITE_NAME, subject=version.title
        )
        setup = PageSetup(
            header_left=title,
            header_right=_moment(at),
            footer_left=_("Confidential: names people"),
            footer_middle=settings.SITE_NAME,
            page_label=pgettext("page number", "Page {n} of {m}"),
        )
        lists = ((evidence.confirmed, _confirmed), (evidence.excused, _excused))
        parts: list[AnyPart] = [_summary(evidence, at, by)]
        parts += [build(evidence) for rows, build in lists if rows]
        parts += [_waiting(evidence)] if evidence.waiting else []
        return render_document(
            parts,
            meta=meta,
            stylesheet=report_stylesheet() + STYLE,
            setup=setup,
            progress=progress,
        )


def _summary(evidence: Evidence, at: datetime, by: str) -> Part:
    campaign = evidence.campaign
    quota = total(evidence.units.values())
    context = {
        "evidence": evidence,
        "campaign": campaign,
        "version": campaign.version,
        "guideline": campaign.version.guideline,
        "quota": quota,
        "share": formatting.percent(quota.share),
        "units": [(unit_name(unit), each) for unit, each in evidence.units.items()],
        "chart": render(unit_chart(evidence.units, width=MEDIUM), PRINT, with_table=False),
        "statement": evidence.confirmed[0].statement if evidence.confirmed else "",
        "made": _moment(at),
        "by": by,
    }
    return Part("summary", render_to_string("guidelines/evidence/summary.html", context))


def _confirmed(evidence: Evidence) -> AnyPart:
    columns = [
        Column(_("Name"), 40),
        Column(_("E-mail address"), 46),
        Column(_("Unit"), 27),
        Column(_("Version"), 15),
        Column(_("Confirmed"), 32),
        Column(_("Text"), 20),
    ]
    rows = [
        Row(
            [
                Cell(each.name),
                Cell(each.email, "quiet"),
                Cell(unit_name(each.unit)),
                Cell(f"v{each.number}" + (" *" if each.is_voluntary else "")),
                Cell(_moment(each.confirmed_at)),
                Cell(each.text_sha256[:SHOWN_HASH], "quiet"),
            ]
        )
        for each in evidence.confirmed
    ]
    note = _(
        "An asterisk marks people who confirmed without being asked. “Text” is the beginning of"
        " the hash of the text that was read."
    )
    return _table("confirmed", _("Confirmations"), columns, rows, note)


def _excused(evidence: Evidence) -> AnyPart:
    columns = [
        Column(_("Name"), 40),
        Column(_("Unit"), 30),
        Column(_("Reason"), 52),
        Column(_("Excused by"), 26),
        Column(_("On"), 32),
    ]
    rows = [
        Row(
            [
                Cell(each.name),
                Cell(unit_name(each.unit)),
                Cell(each.reason),
                Cell(each.by or formatting.missing()),
                Cell(_moment(each.at) if each.at else formatting.missing()),
            ]
        )
        for each in evidence.excused
    ]
    return _table("excused", _("Exceptions"), columns, rows)


def _waiting(evidence: Evidence) -> AnyPart:
    columns = [
        Column(_("Name"), 44),
        Column(_("E-mail address"), 50),
        Column(_("Unit"), 34),
        Column(_("Asked"), 32),
        Column(_("Reminders"), 20, is_number=True),
    ]
    rows = [
        Row(
            [
                Cell(each.name),
                Cell(each.email, "quiet"),
                Cell(unit_name(each.unit)),
                Cell(_moment(each.asked_at)),
                Cell(str(each.reminders), is_number=True),
            ]
        )
        for each in evidence.waiting
    ]
    return _table("waiting", _("Not confirmed"), columns, rows)


def _table(key: str, title: str, columns: list[Column], rows: list[Row], note: str = "") -> AnyPart:
    heading = format_html('<h2 id="{}">{} ({})</h2>', key, title, len(rows))
    intro = format_html("{}<p>{}</p>", heading, note) if note else heading
    return TablePart(key, columns, rows, intro=intro)


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
