"""Every address against every role; an address without a line in tests/url_matrix.py fails."""

from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, reverse

from core import health
from tests import factories
from tests.url_matrix import BUILDERS, URLS
from tests.url_rows import PEOPLE, ROLES, Of


def url_names(patterns=None, prefix=""):
    """The names of all addresses; an address without a name shows as its pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name or pattern.pattern}"
        else:
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from url_names(pattern.url_patterns, f"{prefix}{space}")


NAMES = sorted(set(url_names()))
# Without a mark on any item, pytest-django would leave the settings' own database in place.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The people and the objects, made once; every request is rolled back."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        people = {role: factories.user(f"Matrix {role}", role) for role in ROLES}
        people["stranger"] = factories.user("Matrix stranger", "external")
        made = {**people, "media": settings.MEDIA_ROOT}
        for name, build in BUILDERS.items():
            made[name] = build(made)
        clients = {"anonymous": Client(raise_request_exception=False)}
        for person in PEOPLE:
            clients[person] = Client(raise_request_exception=False)
            clients[person].force_login(people[person])
        yield made, clients
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def ticking(own_cache):
    """The scheduler has just shown itself, however long the tests have been running."""
    health.note_tick()


def ask(client, method, url, data):
    """One request, with all its effects undone, signing out included."""
    savepoint = transaction.savepoint()
    cookies = SimpleCookie()
    cookies.update(client.cookies)
    try:
        response = getattr(client, method)(url, data)
        if response.streaming:
            response.getvalue()  # a file is closed when it was read
        return response.status_code
    finally:
        client.cookies = cookies
        transaction.savepoint_rollback(savepoint)


def address(name, made):
    args = [getattr(made[a.name], a.attribute) if isinstance(a, Of) else a for a in URLS[name].args]
    return reverse(name, args=args)


def expected(line, method, person):
    declared = getattr(line, method)
    if line.is_public:
        status = declared.get(person) if isinstance(declared, dict) else declared
        return 405 if status is None else status
    if person == "anonymous":
        return 302
    return 405 if declared is None else declared[person]


def test_every_address_has_a_line():
    assert [name for name in NAMES if name not in URLS] == []


def test_every_line_has_an_address():
    assert sorted(set(URLS) - set(NAMES)) == []


@pytest.mark.parametrize("name", [name for name in NAMES if name in URLS])
def test_address(name, world, settings):
    made, clients = world
    settings.MEDIA_ROOT = made["media"]
    line, url = URLS[name], address(name, made)
    answers = {
        (method, person): ask(client, method, url, line.data)
        for method in ("get", "post")
        for person, client in clients.items()
    }
    assert answers == {
        (method, person): expected(line, method, person) for method, person in answers
    }
