"""Loads the shipped guidelines and glossaries from the command line."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from guidelines.selectors.shipping import Step
from guidelines.services.shipping import HANDBOOK, Loaded, load
from guidelines.shipping.files import Unreadable, read
from guidelines.shipping.standing import Standing

CREATED, OFFERED = "created", "offered"


class Command(BaseCommand):
    help = (
        "Load the shipped guidelines as published, and offer their later updates as drafts. "
        "Local words are never overwritten, and a second run finds nothing to do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--handbook", default=HANDBOOK, help="its title; created when missing")
        parser.add_argument("--language", default="", help="one language only, such as en")
        parser.add_argument("--by", default="", help="e-mail address of the person who loads")
        parser.add_argument(
            "--again", action="store_true", help="also what was deleted, retired or declined here"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell only, write nothing")
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def handle(self, *_args: Any, **options: Any) -> None:
        by = _person(options["by"])
        try:
            content = read(settings.GUIDELINE_CONTENT, options["language"])
        except Unreadable as error:
            raise CommandError(str(error)) from error
        with transaction.atomic():
            loaded = load(content, by=by, handbook=options["handbook"], again=options["again"])
            transaction.set_rollback(options["dry_run"])
        answer = _answer(loaded, is_dry_run=options["dry_run"])
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
        raise CommandError(f"Nobody active has the e-mail address {address}.")
    return found


def _answer(loaded: Loaded, *, is_dry_run: bool) -> dict[str, Any]:
    guidelines = [_told(step, loaded) for step in loaded.steps]
    return {
        "is_dry_run": is_dry_run,
        "counts": dict(Counter(line["outcome"] for line in guidelines)),
        "guidelines": guidelines,
        "terms": loaded.terms,
    }


def _told(step: Step, loaded: Loaded) -> dict[str, Any]:
    told: dict[str, Any] = {"guideline": step.key, "outcome": str(step.standing)}
    if step.key in loaded.created:
        return {**told, "outcome": CREATED}
    if (draft := loaded.offered.get(step.key)) is not None:
        places = step.proposal.open_places if step.proposal else 0
        return {**told, "outcome": OFFERED, "version": draft.number, "open_places": places}
    return told


def _lines(answer: dict[str, Any]) -> list[str]:
    counts = ", ".join(f"{number} {outcome}" for outcome, number in answer["counts"].items())
    begun = "Would load" if answer["is_dry_run"] else "Loaded"
    terms = f"{len(answer['terms'])} terms created or updated"
    head = f"{begun} guidelines: {counts or 'nothing'}; {terms}."
    quiet = {CREATED, str(Standing.UNCHANGED)}
    return [head, *(_line(one) for one in answer["guidelines"] if one["outcome"] not in quiet)]


def _line(told: dict[str, Any]) -> str:
    if "version" in told:
        places = told["open_places"]
        decide = f", {places} to decide by a person" if places else ""
        return f"  {told['guideline']}: draft of version {told['version']}{decide}"
    return f"  {told['guideline']}: {Standing(told['outcome']).label}"
