"""Loads the demo city of Havenburg into an empty database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from pmo_portal.demo import guidelines, load, reports


class Command(BaseCommand):
    help = "Load the demo content (40 projects, 35 guidelines, 18 months) into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where data is")
        parser.add_argument("--without-reports", action="store_true", help="make no PDF reports")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Demo content does not belong into production.")
        if not load.is_empty():
            if options["if_empty"]:
                return
            raise CommandError("The database is not empty. Use reset_demo to start anew.")
        with transaction.atomic():
            city = load.load()
            shelf = guidelines.load(city)
        load.forget_old_news()
        if not options["without_reports"]:
            reports.load(city)
        counts = f"{len(city.projects)} projects, {len(shelf.guidelines)} guidelines"
        self.stdout.write(f"Loaded {counts} and {len(city.people)} people.")
