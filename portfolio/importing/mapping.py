"""Which column fills which field, and how its cells are read: changed, saved and reused."""

import json
from collections.abc import Mapping as Map
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from portfolio.importing.amounts import NumberRule
from portfolio.importing.dates import ORDERS, DateRule
from portfolio.importing.fields import FIELDS, Kind
from portfolio.importing.ratings import RatingRule
from portfolio.importing.reasons import ImportRefused, Reason
from portfolio.importing.table import Table
from portfolio.importing.values import Rules

VERSION = 1
_BOTH = (False, True)


@dataclass(frozen=True, slots=True)
class Column:
    """One source column: the field it fills (or none), how sure that is, and how it is read."""

    position: int
    header: str
    target: str = ""
    confidence: float = 0.0
    why: tuple[Reason, ...] = ()
    rules: Rules = field(default_factory=Rules)
    questions: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """The columns of a table in their order."""

    columns: tuple[Column, ...]

    def sources(self, target: str) -> list[Column]:
        """The columns that fill a field; the first that is not empty wins."""
        return [column for column in self.columns if column.target == target]

    def targets(self) -> list[str]:
        """The fields that at least one column fills, in the order of the columns."""
        return list(dict.fromkeys(column.target for column in self.columns if column.target))

    def with_column(self, position: int, **changes: Any) -> "Mapping":
        """The mapping with one column changed."""
        changed = [
            replace(column, **changes) if column.position == position else column
            for column in self.columns
        ]
        return Mapping(tuple(changed))

    def to_json(self) -> str:
        """The mapping as JSON text that from_json reads again."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def to_dict(self) -> dict[str, Any]:
        """The mapping as plain data: header, target and rules of each column."""
        columns = [
            {"header": c.header, "target": c.target, **_plain_rules(c)} for c in self.columns
        ]
        return {"version": VERSION, "columns": columns}


@dataclass(frozen=True)
class Refit:
    """A saved mapping on another file: what fits, what the file lacks, what is new in it."""

    mapping: Mapping
    missing: tuple[str, ...]
    new: tuple[str, ...]


def _plain_rules(column: Column) -> dict[str, Any]:
    """Only the rules that the target's kind uses."""
    if not column.target:
        return {}
    match FIELDS[column.target].kind:
        case Kind.DATE:
            rule = asdict(column.rules.date)
            return {key: rule[key] for key in ("order", "fiscal_year_end")}
        case Kind.MONEY:
            rule = asdict(column.rules.number)
            return {key: rule[key] for key in ("decimal", "scale", "currency")}
        case Kind.PERCENT:
            rule = asdict(column.rules.number)
            return {key: rule[key] for key in ("decimal", "is_share")}
        case Kind.RAG:
            return asdict(column.rules.rating)
        case _:
            return {}


def from_json(text: str) -> Mapping:
    """The mapping in a JSON text, or ImportRefused with what is wrong in it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise ImportRefused("mapping_not_json") from None
    return from_dict(data)


def from_dict(data: object) -> Mapping:
    """The mapping in plain data, or ImportRefused with what is wrong in it."""
    if not isinstance(data, dict):
        raise ImportRefused("mapping_shape", entry="version")
    if data.get("version") != VERSION:
        raise ImportRefused("mapping_version", version=str(data.get("version")))
    entries = data.get("columns")
    if not isinstance(entries, list):
        raise ImportRefused("mapping_shape", entry="columns")
    return Mapping(tuple(_column(i, entry) for i, entry in enumerate(entries)))


def _column(position: int, entry: object) -> Column:
    if not isinstance(entry, dict) or not isinstance(entry.get("header"), str):
        raise ImportRefused("mapping_shape", entry=f"columns[{position}].header")
    target = entry.get("target") or ""
    if not isinstance(target, str) or (target and target not in FIELDS):
        raise ImportRefused("mapping_field", field=str(target))
    why = (Reason("why_chosen"),)
    return Column(position, entry["header"], target, float(bool(target)), why, _rules(entry))


def _rules(entry: Map[str, Any]) -> Rules:
    date = DateRule(
        _one_of(entry, "order", ORDERS),
        _one_of(entry, "fiscal_year_end", tuple(range(1, 13)), 3),
    )
    number = NumberRule(
        _one_of(entry, "decimal", (".", ",")),
        _one_of(entry, "scale", tuple(10**n for n in range(13))),
        _currency(entry),
        _one_of(entry, "is_share", _BOTH),
    )
    rating = RatingRule(
        _one_of(entry, "is_high_good", _BOTH),
        _one_of(entry, "levels", (3, 5)),
        _one_of(entry, "reads_fill", _BOTH),
    )
    return Rules(date, number, rating)


def _one_of(entry: Map[str, Any], key: str, allowed: tuple[Any, ...], usual: Any = None) -> Any:
    """The entry if it is allowed; without an entry the usual choice, else the first one."""
    value = entry.get(key, allowed[0] if usual is None else usual)
    if not any(value == choice and type(value) is type(choice) for choice in allowed):
        raise ImportRefused("mapping_convention", entry=key, value=str(value)[:40])
    return value


def _currency(entry: Map[str, Any]) -> str:
    value = entry.get("currency", "")
    is_code = isinstance(value, str) and (not value or (len(value) == 3 and value.isalpha()))
    if not is_code:
        raise ImportRefused("mapping_convention", entry="currency", value=str(value)[:40])
    return str(value).upper()


def refit(saved: Mapping, table: Table) -> Refit:
    """A saved mapping applied to the columns of another table by their names."""
    known = {_key(column.header): column for column in saved.columns}
    columns = []
    for position, header in enumerate(table.headers):
        found = known.pop(_key(header), None)
        if found:
            date = replace(found.rules.date, is_1904=table.is_1904)
            rules = replace(found.rules, date=date)
            columns.append(replace(found, position=position, header=header, rules=rules))
        else:
            columns.append(Column(position, header, why=(Reason("why_no_match"),)))
    new = tuple(column.header for column in columns if column.why[:1] == (Reason("why_no_match"),))
    missing = tuple(column.header for column in known.values() if column.target)
    return Refit(Mapping(tuple(columns)), missing, new)


def _key(header: str) -> str:
    return " ".join(header.casefold().split())
