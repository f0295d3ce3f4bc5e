"""From a snapshot to the PDF; pages of unchanged projects come from the cache."""

from __future__ import annotations

from core.pdf import FileSheetCache, RenderedPdf, render_document
from core.pdf.types import Progress
from stakeholders.report import document
from stakeholders.report.data import Snapshot

__all__ = ["Progress", "render"]


def render(snapshot: Snapshot, *, progress: Progress | None = None) -> RenderedPdf:
    """The PDF of this snapshot; equal snapshots give equal bytes. Needs no database."""
    built = document.build(snapshot)
    return render_document(
        built.parts,
        meta=built.meta,
        stylesheet=built.stylesheet,
        setup=built.setup,
        cache=FileSheetCache.in_data_dir(),
        progress=progress,
    )
