"""The glossary as a CSV table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from core.listing.export import BOM, DANGEROUS, neutral

COLUMNS = ("language", "name", "definition", "synonyms", "rule", "linked")
SEPARATOR = "|"
YES, NO = "yes", "no"


@dataclass(frozen=True)
class TermLine:
    """One term of a table; an empty rule or mark leaves what is there."""

    language: str
    name: str
    definition: str
    synonyms: tuple[str, ...]
    rule: str = ""
    linked: bool | None = None
    number: int = 0


def write(lines: Iterable[TermLine]) -> str:
    """The table, safe to be opened as a sheet."""
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for line in lines:
        names = f" {SEPARATOR} ".join(line.synonyms)
        linked = NO if line.linked is False else YES
        cells = (line.language, line.name, line.definition, names, line.rule, linked)
        writer.writerow([neutral(cell) for cell in cells])
    return BOM + target.getvalue()


def read(text: str) -> tuple[list[TermLine], list[str]]:
    """(terms, names of needed columns that are missing); commas and semicolons both part cells."""
    first = text.lstrip(BOM).split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = csv.DictReader(io.StringIO(text.lstrip(BOM), newline=""), delimiter=delimiter)
    rows.fieldnames = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    missing = [name for name in COLUMNS[:3] if name not in rows.fieldnames]
    if missing:
        return [], missing
    found = []
    for row in rows:
        cells = {name: _plain(row.get(name)) for name in COLUMNS}
        if any(cells.values()):
            found.append(_line(cells, rows.line_num))
    return found, []


def _line(cells: dict[str, str], number: int) -> TermLine:
    mark = cells["linked"].lower()
    return TermLine(
        language=cells["language"].lower(),
        name=cells["name"],
        definition=cells["definition"],
        synonyms=tuple(part.strip() for part in cells["synonyms"].split(SEPARATOR) if part.strip()),
        rule=cells["rule"],
        linked=None if not mark else mark not in (NO, "nein", "0", "false"),
        number=number,
    )


def _plain(cell: str | None) -> str:
    """The cell without the sign that kept it from being a formula."""
    text = (cell or "").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in DANGEROUS else text
