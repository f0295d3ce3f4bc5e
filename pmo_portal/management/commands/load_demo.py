"""Loads the demo city of Havenburg into an empty database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_portal.demo import load, reports


class Command(BaseCommand):
    help = "Load the demo content (about 40 projects, 18 months of history) into an empty database."

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
        city = load.load()
        load.forget_old_news()
        if not options["without_reports"]:
            reports.load(city)
        self.stdout.write(f"Loaded {len(city.projects)} projects and {len(city.people)} people.")
