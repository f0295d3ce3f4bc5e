"""Empties the database and loads the demo city again."""

import shutil
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from core import append_only
from guidelines import sealing


class Command(BaseCommand):
    help = "Throw all data away and load the demo content again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--without-reports", action="store_true", help="make no PDF reports")

    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Production data is never thrown away by this command.")
        if not options["yes"] and input("This deletes all data. Type 'reset': ") != "reset":
            raise CommandError("Nothing was changed.")
        append_only.remove(connection)
        sealing.remove(connection)
        try:
            call_command("flush", interactive=False, verbosity=0)
        finally:
            append_only.install(connection)
            sealing.install(connection)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        _forget_cached()
        call_command("load_demo", without_reports=options["without_reports"], stdout=self.stdout)


def _forget_cached() -> None:
    """Drop what the cache keeps of the old data, and nothing of others that share the Redis."""
    if not settings.REDIS_URL:
        cache.clear()
        return
    client = redis.Redis.from_url(settings.REDIS_URL)
    for key in client.scan_iter(match=cache.make_key("*"), count=1000):
        client.delete(key)
