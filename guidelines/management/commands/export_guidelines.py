"""Exports guidelines as Markdown files with their pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from guidelines.exchange import writing
from guidelines.models import Guideline
from guidelines.selectors import exports

USAGE = 2


class Command(BaseCommand):
    help = (
        "Write guidelines as Markdown files into an empty or new folder, or into a zip archive "
        "when the name ends with .zip. The same content gives the same bytes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path)
        parser.add_argument("--handbook", default="", help="one handbook only")
        parser.add_argument("--chapter", default="", help="one chapter only")
        parser.add_argument("--by", default="", help="only what the person of this address may see")

    def handle(self, *_args: Any, **options: Any) -> None:
        target: Path = options["target"]
        is_archive = target.suffix == ".zip"
        if target.exists() and (is_archive or not target.is_dir() or any(target.iterdir())):
            raise CommandError(f"{target} is there already.", returncode=USAGE)
        person = _person(options["by"])
        rows = Guideline.objects.visible_to(person) if person else Guideline.objects.all()
        rows = rows.select_related("chapter__handbook", "current").order_by("code", "language")
        if options["handbook"]:
            rows = rows.filter(chapter__handbook__title=options["handbook"])
        if options["chapter"]:
            rows = rows.filter(chapter__title=options["chapter"])
        content = writing.files(exports.texts(rows, person))
        if is_archive:
            target.write_bytes(writing.archive(content))
        else:
            _write(target, content)
        self.stdout.write(f"{len(content)} files were written to {target}.")


def _write(target: Path, content: dict[str, bytes]) -> None:
    root = target.resolve()
    for name, data in content.items():
        path = (root / name).resolve()
        # A path came with an import, so it is not trusted.
        if not path.is_relative_to(root):
            raise CommandError(f"{name} would lie outside the folder.", returncode=USAGE)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _person(address: str) -> User | None:
    if not address:
        return None
    found = User.objects.filter(email__iexact=address, is_active=True).first()
    if found is None:
        raise CommandError(f"Nobody active has the e-mail address {address}.", returncode=USAGE)
    return found
