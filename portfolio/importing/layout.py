"""Finds where the table is: column names, direction, and rows that are no records."""

import re
from collections import Counter
from dataclasses import dataclass, field

from portfolio.importing.cells import Cell, Sheet
from portfolio.importing.names import is_known
from portfolio.importing.reasons import ImportRefused

SEARCH_DEPTH = 40
_TOTAL = re.compile(
    r"(?:grand |sub[- ]?|overall )?"
    r"(?:totals?|sum|summe|gesamt(?:summe)?|zwischensumme|insgesamt)\b",
    re.I,
)
_TOTAL_ONLY = re.compile(_TOTAL.pattern + r"\s*:?", re.I)
_NUMERIC = re.compile(r"[^A-Za-zÀ-ÿ]*\d[^A-Za-zÀ-ÿ]*")
_CODE = re.compile(r"(?=\S*\d)\S{1,40}")
_SUB_NAME = re.compile(
    r"(?:baseline|forecast|actual|plan|planned|ist|soll|prognose|start|end|finish|date|approved"
    r"|original|current|latest|status|rag|name|amount|spent|%)\b",
    re.I,
)


@dataclass(frozen=True)
class Layout:
    """Where a table lies in its sheet; positions count from 0 in the (transposed) sheet."""

    header_row: int
    header_depth: int
    is_transposed: bool
    headers: tuple[str, ...]
    titles: tuple[str, ...] = ()
    skips: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    fills_merged: bool = True


def detect(
    sheet: Sheet,
    *,
    is_transposed: bool | None = None,
    header_row: int | None = None,
    header_depth: int | None = None,
    fills_merged: bool = True,
) -> Layout:
    """The layout of a sheet; whatever the caller states is taken as it is."""
    turned = _looks_transposed(sheet) if is_transposed is None else is_transposed
    view = sheet.transposed() if turned else sheet
    top = _find_header(view) if header_row is None else header_row
    if top is None or not 0 <= top < len(view.rows):
        raise ImportRefused("file_no_table")
    top, depth = _with_second_row(view, top) if header_depth is None else (top, header_depth)
    headers = _headers(view, top, depth)
    rows = view.filled_down() if fills_merged else view.rows
    skips, groups = _judge_rows(rows, top, depth)
    titles = tuple(c.text for row in view.rows[:top] for c in row if c.text)
    return Layout(top, depth, turned, headers, titles, skips, groups, fills_merged)


def _looks_transposed(sheet: Sheet) -> bool:
    """Whether the first columns hold more known column names than any of the first rows."""
    across = max((_known(row) for row in sheet.rows[:SEARCH_DEPTH]), default=0)
    depth = sheet.rows[: SEARCH_DEPTH * 2]
    down = max((_known([row[i] for row in depth]) for i in range(min(3, sheet.width))), default=0)
    return down >= 3 and down > across


def _known(cells: list[Cell]) -> int:
    return len({cell.text for cell in cells[:200] if cell.value is None and is_known(cell.text)})


def _find_header(sheet: Sheet) -> int | None:
    scores = {
        index: _header_score(sheet, index)
        for index, row in enumerate(sheet.rows[:SEARCH_DEPTH])
        if sum(not cell.is_empty for cell in row) >= min(2, sheet.width)
    }
    return max(scores, key=lambda index: scores[index]) if scores else None


def _header_score(sheet: Sheet, index: int) -> float:
    """High for a full row of different, non-numeric, known names with data below it."""
    cells = [cell for cell in sheet.rows[index] if not cell.is_empty]
    names = [c for c in cells if not _is_data(c)]
    distinct = len({cell.text for cell in names}) / len(cells)
    below = sheet.rows[index + 1 : index + 11]
    typical = max((sum(not c.is_empty for c in row) for row in below), default=0)
    cover = min(1.0, len(cells) / max(typical, 1))
    return (3 * _known(cells) + len(names)) * distinct * cover - 0.3 * index


def _with_second_row(sheet: Sheet, top: int) -> tuple[int, int]:
    """The first header row and how many there are: group names can stand above or be the find."""
    if top + 1 < len(sheet.rows) and _is_sub_header(sheet, top, top + 1):
        return top, 2
    if top and _is_group_header(sheet, top - 1, top):
        return top - 1, 2
    return top, 1


def _is_sub_header(sheet: Sheet, upper: int, lower: int) -> bool:
    """Whether the lower row completes names that the upper row leaves blank or spans."""
    above, below = sheet.rows[upper], sheet.rows[lower]
    filled = [i for i, cell in enumerate(below) if not cell.is_empty]
    if len(filled) < 2 or any(_is_data(below[i]) for i in filled):
        return False
    named = sum(bool(_SUB_NAME.match(below[i].text)) or is_known(below[i].text) for i in filled)
    has_gap = any(above[i].is_empty for i in filled)
    return has_gap and named >= max(2, len(filled) * 0.6)


def _is_group_header(sheet: Sheet, upper: int, lower: int) -> bool:
    above, below = sheet.rows[upper], sheet.rows[lower]
    filled = [i for i, cell in enumerate(above) if not cell.is_empty]
    if not filled or any(_is_data(above[i]) or below[i].is_empty for i in filled):
        return False
    is_spanned = any(m.top == upper and m.right > m.left for m in sheet.merges)
    names = Counter(cell.text for cell in below if cell.text)
    repeats = any(count > 1 for count in names.values())
    return (is_spanned and len(filled) >= 1 and repeats) or (len(filled) >= 2 and repeats)


def _is_data(cell: Cell) -> bool:
    return cell.value is not None or _is_numeric(cell.text)


def _is_numeric(text: str) -> bool:
    return len(text) <= 60 and bool(_NUMERIC.fullmatch(text))


def _headers(sheet: Sheet, top: int, depth: int) -> tuple[str, ...]:
    lower = [cell.text for cell in sheet.rows[top + depth - 1]]
    names = _joined(sheet, top, lower) if depth == 2 else lower
    unique: list[str] = []
    seen: Counter[str] = Counter()
    for index, given in enumerate(names):
        name = given or f"Column {_letter(index)}"
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(unique)


def _joined(sheet: Sheet, top: int, lower: list[str]) -> list[str]:
    """Names of two rows as one; a group name reaches right until the next one."""
    names, group = [], ""
    spans = {i for m in sheet.merges if m.top == top for i in range(m.left, m.right + 1)}
    for index, name in enumerate(lower):
        own = sheet.rows[top][index].text
        # Without merged cells a name that stands for itself ends the group.
        goes_on = index in spans if spans else bool(name) and not is_known(name)
        group = own or (group if goes_on else "")
        names.append(" ".join(part for part in (group, name) if part))
    return names


def _letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _judge_rows(
    rows: list[list[Cell]], top: int, depth: int
) -> tuple[dict[int, str], dict[int, str]]:
    """Which rows below the header are no records, and the group heading above each record."""
    skips: dict[int, str] = {}
    groups: dict[int, str] = {}
    header = [cell.text for cell in rows[top + depth - 1]]
    first = top + depth
    counts = [sum(not c.is_empty for c in row) for row in rows[first:]]
    typical = sorted(c for c in counts if c)[sum(map(bool, counts)) // 2] if any(counts) else 0
    last_record = max((i for i, c in enumerate(counts, first) if c > 1), default=first)
    group = ""
    for index, count in enumerate(counts, first):
        row = rows[index]
        code = _row_code(row, count, header, typical, is_last=index > last_record)
        if code == "row_group":
            group = next(cell.text for cell in row if cell.text)
        if code:
            skips[index] = code
        elif group:
            groups[index] = group
    return skips, groups


def _row_code(
    row: list[Cell], count: int, header: list[str], typical: int, *, is_last: bool
) -> str:
    """Why a row is no record; empty for a record."""
    if not count:
        return "row_blank"
    if [cell.text for cell in row] == header:
        return "row_repeated_header"
    if _is_total(row):
        return "row_total"
    if count == 1 and typical >= 3:
        first = next((i for i, name in enumerate(header) if name), 0)
        return _lone_code(row[first], is_last=is_last)
    return ""


def _lone_code(cell: Cell, *, is_last: bool) -> str:
    """What a row is whose only text stands in the first column: heading, note or a bare code."""
    if cell.is_empty or _is_data(cell) or _CODE.fullmatch(cell.text):
        return ""
    return "row_note" if is_last or len(cell.text) > 100 else "row_group"


def _is_total(row: list[Cell]) -> bool:
    """A row named total, or one that starts so and else holds only numbers."""
    filled = [cell for cell in row if not cell.is_empty]
    words = [cell for cell in filled if not _is_data(cell)]
    if not words or not _TOTAL.match(words[0].text) or len(filled) < 2:
        return False
    return bool(_TOTAL_ONLY.fullmatch(words[0].text)) or len(words) == 1
