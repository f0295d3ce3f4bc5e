"""Restoring the demo throws everything away and starts anew."""

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from core import append_only
from guidelines import sealing
from guidelines.models import Guideline
from portfolio.models import Project


@pytest.mark.django_db(transaction=True)
def test_reset_demo_restores_the_city(capsys, settings):
    User.objects.create_user(email="left@over.example", name="Left Over")
    cache.set("old", "figures")
    neighbour = caches.create_connection("default")
    neighbour.key_prefix = "neighbour"
    neighbour.set("own", "figures")
    call_command("reset_demo", "--yes", "--without-reports")
    assert cache.get("old") is None
    assert not settings.REDIS_URL or neighbour.get("own") == "figures"
    neighbour.delete("own")
    assert not User.objects.filter(email="left@over.example").exists()
    assert (Project.objects.count(), Guideline.objects.count()) == (40, 36)
    append_only.remove(connection)
    sealing.remove(connection)
