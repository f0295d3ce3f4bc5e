"""The PDF door, the only importer of WeasyPrint: parts go in, one tagged document comes out."""

from core.pdf.cache import FileSheetCache
from core.pdf.render import pdf_available, render_document, report_stylesheet
from core.pdf.types import (
    AnyPart,
    Cell,
    Column,
    DocumentMeta,
    Limits,
    PageSetup,
    Part,
    PdfError,
    PdfTimeoutError,
    PdfUnavailableError,
    PdfWorkerDiedError,
    RenderedPdf,
    Row,
    SheetCache,
    TablePart,
)

__all__ = [
    "AnyPart",
    "Cell",
    "Column",
    "DocumentMeta",
    "FileSheetCache",
    "Limits",
    "PageSetup",
    "Part",
    "PdfError",
    "PdfTimeoutError",
    "PdfUnavailableError",
    "PdfWorkerDiedError",
    "RenderedPdf",
    "Row",
    "SheetCache",
    "TablePart",
    "pdf_available",
    "render_document",
    "report_stylesheet",
]
