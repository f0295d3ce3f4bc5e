"""The one call that turns parts into a PDF: look up, lay out what is missing, join."""

import hashlib
import importlib.util
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.pdf import house_fonts, ledger, page_numbers, workers
from core.pdf.assemble import Assembler, Running, TableSheets
from core.pdf.fragment import CorruptFragmentError, Fragment, pack, unpack
from core.pdf.types import (
    AnyPart,
    DocumentMeta,
    Limits,
    Orientation,
    PageSetup,
    Part,
    PdfUnavailableError,
    Progress,
    RenderedPdf,
    SheetCache,
    TablePart,
)

if TYPE_CHECKING:
    from core.pdf.engine import Engine

FORMAT = "4"
ROUNDS = 3  # of laying out, until every number of a page fits its gap
# Parts laid out together share the work of matching styles; larger batches would keep one core
# waiting for the other.
BATCH_BYTES = 60_000
DEFAULT_LIMITS = Limits()
STYLESHEET = Path(__file__).resolve().parents[2] / "static" / "css" / "report_print.css"


def render_document(
    parts: Sequence[AnyPart],
    *,
    meta: DocumentMeta,
    stylesheet: str,
    setup: PageSetup | None = None,
    assets: Mapping[str, bytes] | None = None,
    cache: SheetCache | None = None,
    progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> RenderedPdf:
    """Return the parts as one tagged PDF; equal input gives equal bytes. Raises PdfError."""
    setup = setup or PageSetup()
    job = _Rendering(stylesheet, meta.lang, setup, assets or {}, cache)
    sizes = page_numbers.guess(parts)
    for _round in range(ROUNDS):
        pieces = [piece for part in parts for piece in job.pieces(part, sizes)]
        pieces += job.running(parts)
        document = _join(parts, meta, setup, job.fragments(pieces, limits, progress))
        if not page_numbers.wrong(parts, sizes, document.page_of):
            break
        sizes = {place: page_numbers.digits(page) for place, page in document.page_of.items()}
    from_cache = sum(job.digest(piece) not in job.laid_out for piece in pieces)
    return replace(document, rendered=len(job.laid_out), from_cache=from_cache)


@lru_cache(maxsize=1)
def report_stylesheet() -> str:
    """Return the style sheet of reports; templates use its classes."""
    return STYLESHEET.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def pdf_available() -> tuple[bool, str]:
    """Tell whether PDF can be made here and, if not, what is missing."""
    if importlib.util.find_spec("weasyprint") is None:
        return False, "The Python package weasyprint is not installed."
    try:
        importlib.import_module("weasyprint")
    except OSError as error:
        return False, f"PDF needs the system library Pango (Debian: libpango-1.0-0): {error}"
    return True, ""


PieceKey = tuple[str, str, str]
PieceKind = Literal["body", "strip", "running"]
ORIENTATIONS: tuple[Orientation, ...] = ("portrait", "landscape")


@dataclass(frozen=True)
class Piece:
    """Something that is laid out and kept on its own."""

    key: PieceKey
    html: str
    orientation: Orientation
    kind: PieceKind


class _Rendering:
    """One call's style, paper and cache."""

    def __init__(
        self,
        stylesheet: str,
        lang: str,
        setup: PageSetup,
        assets: Mapping[str, bytes],
        cache: SheetCache | None,
    ) -> None:
        self._stylesheet, self._lang, self._setup = stylesheet, lang, setup
        self._assets, self._cache = assets, cache
        versions = [FORMAT, version("weasyprint"), *house_fonts.names_by_digest()]
        geometry = json.dumps(_geometry(setup))
        self._base = _digest([*versions, stylesheet, lang, geometry, *self._named(stylesheet)])
        self.laid_out: dict[str, list[Fragment]] = {}

    def pieces(self, part: AnyPart, sizes: Mapping[str, int]) -> Iterator[Piece]:
        """Cut a part into what is laid out on its own."""
        if isinstance(part, Part):
            html = page_numbers.sized(part.html, sizes)
            yield Piece((part.key, "body", ""), html, part.orientation, "body")
            return
        if part.intro:
            yield Piece((part.key, "intro", ""), part.intro, part.orientation, "strip")
        for number, row in enumerate(part.rows):
            if not ledger.can_draw(row):
                body = f"<tbody>{ledger.row_html(row)}</tbody>"
                key = (part.key, str(number), "")
                yield Piece(key, table_html(part, body), part.orientation, "strip")

    def running(self, parts: Sequence[AnyPart]) -> Iterator[Piece]:
        """The running lines of both page formats, with each header that some part has."""
        headers = {part.header_left for part in parts if isinstance(part, Part)}
        for header in sorted({"", *headers}):
            setup = replace(self._setup, header_left=header or self._setup.header_left)
            for orientation in ORIENTATIONS:
                texts = json.dumps(asdict(setup))
                yield Piece(("", orientation, header), texts, orientation, "running")

    def fragments(
        self, pieces: Sequence[Piece], limits: Limits, progress: Progress | None
    ) -> dict[PieceKey, list[Fragment]]:
        """Every piece laid out, now or before."""
        found = self._look_up(pieces)
        missing = [piece for piece in pieces if piece.key not in found]
        if progress:
            progress(len(found), len(pieces))
        for piece, fragments in self._lay_out(missing, limits):
            found[piece.key] = self.laid_out[self.digest(piece)] = fragments
            if progress:
                progress(len(found), len(pieces))
        return found

    def _look_up(self, pieces: Sequence[Piece]) -> dict[PieceKey, list[Fragment]]:
        """Return what is known; a damaged entry of the cache counts as missing."""
        found: dict[PieceKey, list[Fragment]] = {}
        for piece in pieces:
            digest = self.digest(piece)
            if digest in self.laid_out:
                found[piece.key] = self.laid_out[digest]
            elif (data := self._cache.get(digest) if self._cache else None) is not None:
                with suppress(CorruptFragmentError):
                    found[piece.key] = unpack(data)
        return found

    def _lay_out(
        self, pieces: Sequence[Piece], limits: Limits
    ) -> Iterator[tuple[Piece, list[Fragment]]]:
        """Lay out the pieces in child processes, the largest first, and keep the results."""
        if not pieces:
            return
        _import_engine()
        batches = _batches(pieces, limits.processes)
        names = [", ".join({piece.key[0] or "running lines": 0 for piece in b}) for b in batches]

        def prepare() -> Callable[[int], bytes]:
            from core.pdf.engine import Engine

            engine = Engine(self._stylesheet, self._lang, self._setup, self._assets)
            return lambda job: _work(engine, batches[job])

        for job, answer in workers.run(prepare, names, limits):
            for piece, data in zip(batches[job], _split(answer), strict=True):
                if self._cache:
                    self._cache.put(self.digest(piece), data)
                yield piece, unpack(data)

    def digest(self, piece: Piece) -> str:
        """The hash of everything that shapes the piece, the assets that it names included."""
        texts = [self._base, piece.kind, piece.orientation, piece.html]
        return _digest([*texts, *self._named(piece.html)])

    def _named(self, text: str) -> list[str]:
        return [
            name + hashlib.sha256(data).hexdigest()
            for name, data in sorted(self._assets.items())
            if name in text
        ]


def table_html(part: TablePart, inner: str) -> str:
    """Return a table of the part's columns around some rows."""
    cols = "".join(f'<col style="width:{column.width_mm}mm">' for column in part.columns)
    return f'<table class="grid"><colgroup>{cols}</colgroup>{inner}</table>'


def _geometry(setup: PageSetup) -> list[str | float]:
    return [setup.size, setup.margin_top_mm, setup.margin_bottom_mm, setup.margin_side_mm]


def _digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _import_engine() -> None:
    is_available, reason = pdf_available()
    if not is_available:
        raise PdfUnavailableError(reason)
    # The children inherit the loaded modules by the fork.
    importlib.import_module("core.pdf.engine")


def _batches(pieces: Sequence[Piece], processes: int) -> list[list[Piece]]:
    """Group pieces of one kind so that each batch is worth a document and the cores stay even."""
    total = sum(len(piece.html) for piece in pieces)
    limit = min(BATCH_BYTES, total // (3 * processes) + 1)
    batches: list[list[Piece]] = []
    ordered = sorted(pieces, key=lambda piece: (piece.kind, piece.orientation))
    for piece in ordered:
        last = batches[-1] if batches else []
        is_same = last and (last[0].kind, last[0].orientation) == (piece.kind, piece.orientation)
        is_full = sum(len(other.html) for other in last) + len(piece.html) > limit
        if is_same and not is_full:
            last.append(piece)
        else:
            batches.append([piece])
    return sorted(batches, key=lambda batch: -sum(len(piece.html) for piece in batch))


def _work(engine: "Engine", batch: Sequence[Piece]) -> bytes:
    first = batch[0]
    if first.kind == "running":
        setups = [PageSetup(**json.loads(piece.html)) for piece in batch]
        results = engine.running_lines(setups, first.orientation)
    else:
        htmls = [piece.html for piece in batch]
        results = engine.bodies(htmls, first.orientation, first.kind)
    packed = [pack(fragments) for fragments in results]
    return json.dumps([len(data) for data in packed]).encode() + b"\n" + b"".join(packed)


def _split(answer: bytes) -> Iterator[bytes]:
    head, _, body = answer.partition(b"\n")
    position = 0
    for length in json.loads(head):
        yield body[position : position + length]
        position += length


def _join(
    parts: Sequence[AnyPart],
    meta: DocumentMeta,
    setup: PageSetup,
    found: Mapping[PieceKey, list[Fragment]],
) -> RenderedPdf:
    headers = {part.header_left for part in parts if isinstance(part, Part)} | {""}
    running: Running = {
        (orientation, header): found["", orientation, header][0]
        for header in headers
        for orientation in ORIENTATIONS
    }
    assembler = Assembler(meta, setup, running)
    for part in parts:
        if isinstance(part, Part):
            assembler.add_pages(part, found[part.key, "body", ""])
        else:
            intro = found[part.key, "intro", ""][0] if part.intro else None
            odd = {
                number: found[part.key, str(number), ""]
                for number in range(len(part.rows))
                if (part.key, str(number), "") in found
            }
            assembler.add_table(part, TableSheets(intro, odd))
    return assembler.finish()
