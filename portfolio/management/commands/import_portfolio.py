"""Imports a spreadsheet of projects from the command line."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.dateparse import parse_date

from accounts.models import User
from portfolio.enums import ProblemSeverity, RowOutcome
from portfolio.importing.outcomes import Money
from portfolio.importing.reasons import ImportRefused
from portfolio.models import ImportProblem, ImportRow, Portfolio, PortfolioImport
from portfolio.selectors.import_words import sentence, told, told_plain
from portfolio.services import imports, portfolios
from portfolio.services import imports_source as sources
from portfolio.services.imports_source import Choices

NOTHING_IMPORTED, USAGE = 1, 2
SHOWN = 20
FAR = "check_date_far"


class Command(BaseCommand):
    help = (
        "Import projects from a CSV or XLSX file into a portfolio. Exit status: 0 imported or "
        "checked, 1 nothing imported because of errors, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--portfolio", required=True, help="its name; created when missing")
        parser.add_argument("--mapping", type=Path, help="a saved mapping (JSON)")
        parser.add_argument("--save-mapping", type=Path, help="write the mapping used (JSON)")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--json", action="store_true", help="machine-readable output")
        parser.add_argument("--report-date", type=_day, help="YYYY-MM-DD, for rows without one")
        parser.add_argument("--sheet", default="", help="the name of the sheet")
        parser.add_argument("--currency", default="", help="for amounts that name none")
        parser.add_argument("--by", default="", help="e-mail address of the person who imports")

    def handle(self, *_args: Any, **options: Any) -> None:
        by = _person(options["by"])
        content, saved = _content(options["file"]), _saved(options["mapping"])
        try:
            with transaction.atomic():
                made, notes = _checked(content, saved, by, options)
                answer = _answer(made, notes, options)
                if answer["is_usable"] and not options["dry_run"]:
                    imports.claim(made)
                    imports.commit(made, by=by)
                    answer |= {"import": made.pk, "is_imported": True}
                else:
                    imports.discard(made)
                    transaction.set_rollback(True)
        except (ValidationError, imports.Refused, ImportRefused) as refusal:
            raise CommandError(_text(refusal), returncode=NOTHING_IMPORTED) from refusal
        self._tell(answer, as_json=options["json"])
        if not answer["is_usable"]:
            sys.exit(NOTHING_IMPORTED)

    def _tell(self, answer: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for line in _lines(answer):
            self.stdout.write(line)


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(f"{text!r} is no date of the form YYYY-MM-DD")
    return found


def _person(email: str) -> User | None:
    if not email:
        return None
    person = User.objects.filter(email=email.lower(), is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody signs in as {email}.", returncode=USAGE)
    return person


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=USAGE) from error


def _saved(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        data = json.loads(_content(path))
    except ValueError as error:
        raise CommandError(f"{path} is not valid JSON.", returncode=USAGE) from error
    if not isinstance(data, dict):
        raise CommandError(f"{path} holds no mapping.", returncode=USAGE)
    return data


def _checked(
    content: bytes, saved: dict[str, Any] | None, by: User | None, options: dict[str, Any]
) -> tuple[PortfolioImport, list[str]]:
    """The import after its check, and what a reader should know of it."""
    name = options["file"].name
    asked = Choices(
        sheet=options["sheet"],
        report_date=options["report_date"],
        currency=options["currency"].upper(),
    )
    portfolio, notes = _portfolio(options["portfolio"], content, name, asked, by)
    made = imports.upload(portfolio, content, name=name, by=by)
    choices = replace(asked, currency=asked.currency or portfolio.currency)
    if choices.sheet and choices.sheet not in sources.open_source(content, name, choices).sheets:
        raise CommandError(f"The file has no sheet {choices.sheet!r}.", returncode=USAGE)
    made.options = {**made.options, **choices.plain()}
    imports.detect(made)
    if saved is not None:
        refit = imports.use_mapping(made, saved)
        notes += [f"The file has no column {header!r}." for header in refit.missing]
        notes += [f"The mapping does not know the column {header!r}." for header in refit.new]
    imports.check(made, by=by)
    if options["save_mapping"]:
        text = json.dumps(made.mapping, ensure_ascii=False, indent=1)
        options["save_mapping"].write_text(text, encoding="utf-8")
    return made, [*notes, *_notes(made, is_asked=bool(asked.currency)), *_questions(made)]


def _notes(made: PortfolioImport, *, is_asked: bool) -> list[str]:
    """What is known of the file; an assumed currency with the way to name another."""
    texts = []
    for note in made.notes:
        text = sentence(note["code"], note["params"])
        if note["code"] != "note_no_currency":
            texts.append(text)
        elif not is_asked:
            texts.append(f"{text.rstrip('.')}; use --currency")
    return texts


def _questions(made: PortfolioImport) -> list[str]:
    """What a person should decide about the columns that are used."""
    return [
        f"Column {' '.join(entry['header'].split())!r}: {question}"
        for entry, beside in zip(made.mapping["columns"], made.columns, strict=True)
        if entry.get("target")
        for question in told_plain(beside["questions"])
    ]


def _portfolio(
    name: str, content: bytes, filename: str, choices: Choices, by: User | None
) -> tuple[Portfolio, list[str]]:
    """The portfolio of this name; a new one reports in the currency of most amounts."""
    found = Portfolio.objects.filter(name=name).first()
    if found is not None:
        return found, []
    source = sources.open_source(content, filename, choices)
    plan = sources.plan_of(source, sources.propose(source, choices), choices)
    found_currencies = [
        value.currency
        for project in plan.projects
        for value in project.current.values.values()
        if isinstance(value, Money) and value.currency
    ]
    currency = max(set(found_currencies), key=found_currencies.count, default="EUR")
    made = portfolios.create(by=by, name=name, currency=currency)
    return made, [f"The portfolio {name!r} is new; it reports in {currency}."]


def _answer(made: PortfolioImport, notes: list[str], options: dict[str, Any]) -> dict[str, Any]:
    counts = {outcome: made.counts[outcome] for outcome in RowOutcome.values}
    is_usable = any(counts[key] for key in ("new", "changed", "unchanged"))
    return {
        "file": options["file"].name,
        "portfolio": made.portfolio.name,
        "is_dry_run": options["dry_run"],
        "is_usable": is_usable,
        "is_imported": False,
        "report_date": made.report_on.isoformat() if made.report_on else None,
        "shape": made.mapping["shape"],
        "counts": counts,
        "problem_counts": {key: made.counts[f"problem_{key}"] for key in ProblemSeverity.values},
        "notes": notes,
        "columns": made.mapping["columns"],
        "problems": [_problem(each) for each in made.problems.order_by("row", "pk")],
        "records": [_record(row) for row in made.rows.order_by("number", "pk")],
    }


def _problem(problem: ImportProblem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "column": problem.column,
        "field": problem.field,
        "value": problem.value,
        "severity": problem.severity,
        "code": problem.code,
        "reason": sentence(problem.code, problem.params),
    }


def _record(row: ImportRow) -> dict[str, Any]:
    return {
        "row": row.number,
        "code": row.code,
        "name": row.name,
        "outcome": row.outcome,
        "before": row.before,
        "after": row.after,
        "reasons": told_plain(row.problems),
    }


def _text(refusal: Exception) -> str:
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return told(refusal.reason) if isinstance(refusal, ImportRefused) else str(refusal)


def _far_apart(problems: list[dict[str, Any]]) -> tuple[list[str], list[dict[str, Any]]]:
    """A line for each column with many far dates, and the other problems."""
    counts = Counter(each["column"] for each in problems if each["code"] == FAR)
    many = {column: count for column, count in counts.items() if count > 1}
    lines = [
        f"  {' '.join(column.split())}: {count} dates are more than 20 years away from the report"
        " date (--json lists all)."
        for column, count in many.items()
    ]
    return lines, [e for e in problems if e["code"] != FAR or e["column"] not in many]


def _problem_line(problem: dict[str, Any]) -> str:
    column = " ".join((problem["column"] or problem["field"]).split())
    return f"  row {problem['row']}, {column}: {problem['value'][:60]!r}: {problem['reason']}"


def _lines(answer: dict[str, Any]) -> list[str]:
    """A summary for people: counts, notes, and the first problems."""
    word = "Checked" if answer["is_dry_run"] else "Imported"
    if not answer["is_usable"]:
        word = "Nothing imported"
    counts = ", ".join(f"{count} {name}" for name, count in answer["counts"].items() if count)
    lines = [f"{word}: {answer['file']} into {answer['portfolio']!r}: {counts or 'no record'}."]
    lines.append(f"One row is a {answer['shape']}; report date {answer['report_date']}.")
    lines += answer["notes"]
    far, others = _far_apart(answer["problems"])
    lines += [_problem_line(each) for each in others[:SHOWN]]
    if len(others) > SHOWN:
        lines.append(f"  … and {len(others) - SHOWN} more (--json lists all).")
    lines += far
    refused = [each for each in answer["records"] if each["outcome"] == RowOutcome.ERROR]
    lines += [f"  row {each['row']} left out: {' '.join(each['reasons'])}" for each in refused]
    return lines
