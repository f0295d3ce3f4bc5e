"""Imports guidelines from a folder, an archive or a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from guidelines.exchange.problems import Refused
from guidelines.exchange.reading import Package, read_folder
from guidelines.models import GuidelineImport, Handbook
from guidelines.selectors.imports import counted, in_words
from guidelines.services import imports, structure
from guidelines.services.imports import Choices

NOTHING_IMPORTED, USAGE = 1, 2


class Command(BaseCommand):
    help = (
        "Import a folder, a zip archive, a Markdown file or a Word document into a handbook. "
        "Guidelines that are there already get a draft. Exit status: 0 imported or checked, "
        "1 nothing imported because of errors, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("--handbook", required=True, help="its title; created when missing")
        parser.add_argument("--chapter", default="", help="for all; else as files and folders say")
        parser.add_argument("--code-prefix", default="IMP", help="for files that name no code")
        parser.add_argument(
            "--language", default="en", choices=[code for code, _name in settings.LANGUAGES]
        )
        parser.add_argument("--publish", action="store_true", help="at once, without review")
        parser.add_argument("--reason", default="imported", help="why no review is needed")
        parser.add_argument("--by", default="", help="e-mail address of the person who imports")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def handle(self, *_args: Any, **options: Any) -> None:
        by = _person(options["by"])
        try:
            package = _package(options["source"])
            with transaction.atomic():
                made = _made(options, by)
                answer = _answer(imports.write(made, package, by=by), options)
                transaction.set_rollback(options["dry_run"])
        except (ValidationError, PermissionDenied, Refused) as refusal:
            why = " ".join(getattr(refusal, "messages", [str(refusal)]))
            raise CommandError(why, returncode=NOTHING_IMPORTED) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for line in _lines(answer):
            self.stdout.write(line)


def _person(address: str) -> User | None:
    if not address:
        return None
    found = User.objects.filter(email__iexact=address, is_active=True).first()
    if found is None:
        raise CommandError(f"Nobody active has the e-mail address {address}.", returncode=USAGE)
    return found


def _package(source: Path) -> Package:
    if source.is_dir():
        return read_folder(source)
    try:
        content = source.read_bytes()
    except OSError as error:
        why = f"{source} cannot be read: {error.strerror}."
        raise CommandError(why, returncode=USAGE) from error
    return imports.opened(source.name, content)


def _made(options: dict[str, Any], by: User | None) -> GuidelineImport:
    title = options["handbook"]
    handbook = Handbook.objects.filter(title=title).first()
    choices = Choices(
        name=options["source"].resolve().name[-200:],
        chapter=options["chapter"],
        prefix=options["code_prefix"],
        language=options["language"],
        is_published=options["publish"],
        reason=options["reason"] if options["publish"] else "",
    )
    return imports.begun(handbook or structure.create_handbook(by=by, title=title), choices, by=by)


def _answer(made: GuidelineImport, options: dict[str, Any]) -> dict[str, Any]:
    problems = [
        {"path": each["path"], "line": each["line"], "code": each["code"], "text": in_words(each)}
        for each in made.outcome["problems"]
    ]
    return {
        "is_dry_run": options["dry_run"],
        "import": None if options["dry_run"] else made.pk,
        "counts": made.outcome["counts"],
        "guidelines": made.outcome["entries"],
        "problems": problems,
    }


def _lines(answer: dict[str, Any]) -> list[str]:
    head = "Nothing was written. It would be: " if answer["is_dry_run"] else ""
    rows = [
        f"  {row['outcome']:<9} {row['code']:<10} {row['chapter']}: {row['title']} ({row['path']})"
        for row in answer["guidelines"]
    ]
    told = [f"  {each['path']}:{each['line']} {each['text']}" for each in answer["problems"]]
    return [f"{head}{counted(answer['counts'])}", *rows, f"Not kept: {len(told)}", *told]
