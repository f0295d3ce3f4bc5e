"""The whole document: parts in order, what readers are told about it, paper and running lines."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import files, formatting
from core.pdf import DocumentMeta, PageSetup, Part
from guidelines.models import GuidelineImage
from guidelines.printing import front, sheets
from guidelines.printing.links import links
from guidelines.selectors.printing import Volume

STYLES = ("report_print.css", "guideline_print.css")


@dataclass(frozen=True)
class Document:
    """What the PDF door needs, and the links whose targets the reader was allowed to see named."""

    parts: Sequence[Part]
    meta: DocumentMeta
    setup: PageSetup
    stylesheet: str
    assets: Mapping[str, bytes]
    links: Sequence[str]

    @property
    def digest(self) -> str:
        """The hash of all that shapes the file."""
        pictures = [(name, hashlib.sha256(data).hexdigest()) for name, data in self.assets.items()]
        whole = (self.parts, self.meta, self.setup, self.stylesheet, sorted(pictures))
        return hashlib.sha256(repr(whole).encode()).hexdigest()


def build(volume: Volume, user: Any) -> Document:
    """The document as this person may read it; equal volumes give equal documents."""
    with translation.override(volume.scope.language):
        found = links(volume, user)
        pictures = _pictures(volume)
        parts = [
            *front.parts(volume),
            *sheets.parts(volume, found, {url: name for url, (name, _file) in pictures.items()}),
            *sheets.glossary(found),
        ]
        return Document(
            parts=parts,
            meta=_meta(volume),
            setup=setup(volume),
            stylesheet=stylesheet(),
            assets={name: files.read(file) for name, file in pictures.values()},
            links=sorted(reference.href for reference in found.outside),
        )


def setup(volume: Volume) -> PageSetup:
    """A4 with the document's title, its classification and the day."""
    printed = _("Printed %(day)s") % {"day": formatting.day(volume.printed_on)}
    return PageSetup(
        header_left=front.title(volume)[:90],
        header_right=volume.handbook.title[:60],
        footer_left=front.classification(volume),
        footer_middle=printed,
        page_label=pgettext("page number", "Page {n} of {m}"),
    )


def stylesheet() -> str:
    """The style of long texts on paper, which other documents may use as well."""
    folder = settings.BASE_DIR / "static" / "css"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in STYLES)


def _meta(volume: Volume) -> DocumentMeta:
    codes = [entry.guideline.code for entry in volume.entries]
    return DocumentMeta(
        title=front.title(volume),
        created=timezone.make_aware(datetime.combine(volume.printed_on, time.min)),
        lang=volume.scope.language,
        author=settings.SITE_NAME,
        subject=volume.handbook.title,
        keywords=codes,
        classification=front.classification(volume),
    )


def _pictures(volume: Volume) -> dict[str, tuple[str, Any]]:
    """(name in the document, file) of each picture by its address in the texts."""
    tokens = {token for entry in volume.entries for token in entry.rendered.images}
    rows = GuidelineImage.objects.filter(token__in=tokens).select_related("file").order_by("pk")
    return {row.get_absolute_url(): (f"asset:{row.token}", row.file) for row in rows}
