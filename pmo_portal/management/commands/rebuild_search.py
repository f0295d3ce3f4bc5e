"""Builds the search index anew, after an upgrade or a restore."""

from typing import Any

from django.core.management.base import BaseCommand

from core import search
from core.registries import search_sources


class Command(BaseCommand):
    """`manage.py rebuild_search`"""

    help = "Build the search index anew from what it is derived from."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for source in search.rebuildable():
            count = search.rebuild(source)
            self.stdout.write(f"{search_sources[source].label}: {count}")
