"""Decides what one row is, and which columns together name a project."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portfolio.importing.amounts import NumberRule, read_number
from portfolio.importing.dates import DateRule, read_date
from portfolio.importing.fields import FIELDS, Kind
from portfolio.importing.mapping import Mapping
from portfolio.importing.outcomes import Read
from portfolio.importing.plan import Options, Shape
from portfolio.importing.rows import RowValues

PART_FIELDS = ("milestone_name", "phase")
# Shares of all rows: how many must repeat a key before it is a group, and how many may clash.
REPEATS_LEAST = 0.2
CLASHES_MOST = 0.02
MOST_EXTRA_COLUMNS = 3
SAMPLE = 50
# Plain whole numbers may be identifiers; dates and decimals are not.
_MEASURE = re.compile(r"\d[.,/\- ]\d|[A-Za-z].*\d{2}|\d{2}.*[A-Za-z]")
_VARYING = frozenset({"state", "phase", "milestone_name", "comment", "narrative", "project_class"})

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a row is, the columns whose texts name its project, and the field of its part."""

    shape: Shape
    columns: tuple[int, ...]
    part_field: str = ""

    def key(self, row: RowValues) -> Key:
        """The key of a row's project, without regard to case; empty if the row names none."""
        texts = tuple(row.text(position).casefold() for position in self.columns)
        return texts if any(texts) else ()


def identify(rows: Sequence[RowValues], mapping: Mapping, options: Options) -> Identity:
    """The identity of the rows as detected, or as the options say."""
    natural = _chosen(mapping, options) or _natural_keys(mapping)
    wanted = options.shape
    if wanted in {None, Shape.REPORT}:
        for columns in natural:
            if wanted or _is_history(rows, columns):
                return Identity(Shape.REPORT, columns)
    part = next((code for code in PART_FIELDS if mapping.sources(code)), "")
    if part and wanted in {None, Shape.PART}:
        columns = _part_key(rows, mapping, natural, part)
        if columns or wanted:
            return Identity(Shape.PART, columns or natural[0], part)
    return Identity(Shape.PROJECT, _project_key(rows, mapping, natural))


def _chosen(mapping: Mapping, options: Options) -> list[tuple[int, ...]]:
    positions = {column.header: column.position for column in mapping.columns}
    chosen = tuple(positions[h] for h in options.key_headers if h in positions)
    return [chosen] if chosen else []


def _natural_keys(mapping: Mapping) -> list[tuple[int, ...]]:
    """The code, else the name with its unit, else the name."""
    place = {
        code: mapping.sources(code)[0].position
        for code in ("code", "name", "owner_unit")
        if mapping.sources(code)
    }
    if "code" in place:
        return [(place["code"],)]
    if "name" not in place:
        return [()]
    keys: list[tuple[int, ...]] = [(place["name"],)]
    if "owner_unit" in place:
        keys.insert(0, (place["name"], place["owner_unit"]))
    return keys


def _keys(rows: Iterable[RowValues], columns: tuple[int, ...]) -> list[Key]:
    identity = Identity(Shape.PROJECT, columns)
    return [identity.key(row) for row in rows]


def _is_history(rows: Sequence[RowValues], columns: tuple[int, ...]) -> bool:
    """Whether projects repeat, and each repetition has its own report date."""
    days = [row.values.get("report_date") for row in rows]
    if len({day for day in days if isinstance(day, date)}) < 2:
        return False
    keys = _keys(rows, columns)
    clashes = len(rows) - len(set(zip(keys, days, strict=True)))
    return _repeats(keys) >= CLASHES_MOST and clashes <= CLASHES_MOST * len(rows)


def _repeats(keys: list[Key]) -> float:
    return 1 - len(set(keys)) / len(keys) if keys else 0.0


def _part_key(
    rows: Sequence[RowValues], mapping: Mapping, natural: list[tuple[int, ...]], part: str
) -> tuple[int, ...]:
    """The columns under which parts do not clash while rows still group; empty if none do."""
    parts = [str(row.values.get(part, "")).casefold() for row in rows]
    if _repeats(_keys(rows, natural[0])) < REPEATS_LEAST:
        return ()
    columns = _extended(rows, mapping, natural[0], parts)
    keys = _keys(rows, columns)
    clashes = len(rows) - len(set(zip(keys, parts, strict=True)))
    is_grouped = _repeats(keys) >= REPEATS_LEAST and clashes <= CLASHES_MOST * len(rows)
    return columns if is_grouped else ()


def _project_key(
    rows: Sequence[RowValues], mapping: Mapping, natural: list[tuple[int, ...]]
) -> tuple[int, ...]:
    """The code as it is; a name is extended by other columns until it is unique."""
    if mapping.sources("code") or not natural[0]:
        return natural[0]
    blank = [""] * len(rows)
    columns = _extended(rows, mapping, natural[0], blank)
    return columns if not _clashes(_keys(rows, columns), blank) else natural[0]


def _extended(
    rows: Sequence[RowValues], mapping: Mapping, base: tuple[int, ...], parts: list[str]
) -> tuple[int, ...]:
    """The base with the columns that remove most clashes for the fewest more groups."""
    columns = base
    for _ in range(MOST_EXTRA_COLUMNS):
        clashes = _clashes(_keys(rows, columns), parts)
        if not clashes:
            break
        options = []
        for position in _helpers(rows, mapping, columns):
            keys = _keys(rows, (*columns, position))
            options.append((_clashes(keys, parts), len(set(keys)), position))
        best = min(options, default=(clashes, 0, -1))
        if best[0] >= clashes:
            break
        columns = (*columns, best[2])
    return columns


def _clashes(keys: list[Key], parts: list[str]) -> int:
    return len(keys) - len(set(zip(keys, parts, strict=True)))


def _helpers(rows: Sequence[RowValues], mapping: Mapping, columns: tuple[int, ...]) -> list[int]:
    """Columns that may help to name a project: texts that do not change with its progress."""
    return [
        column.position
        for column in mapping.columns
        if column.position not in columns
        and _may_identify(column.target)
        and not _is_measure(rows, column.position)
    ]


def _is_measure(rows: Sequence[RowValues], position: int) -> bool:
    """Whether a column seems to hold dates or amounts, judged by its first records."""
    cells = [row.source.cells[position] for row in rows[:SAMPLE]]
    texts = [cell.text for cell in cells if cell.text]
    return bool(texts) and all(_MEASURE.search(text) and _is_dated(text) for text in texts)


def _is_dated(text: str) -> bool:
    outcomes = (read_date(text, DateRule(order)) for order in ("dmy", "mdy"))
    is_day = any(isinstance(outcome, Read) for outcome in outcomes)
    return is_day or isinstance(read_number(text, NumberRule()), Read)


def _may_identify(target: str) -> bool:
    if not target:
        return True
    field = FIELDS[target]
    is_comment = target.startswith("comment_")
    return field.kind is Kind.TEXT and target not in _VARYING and not is_comment
