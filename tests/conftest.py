"""The named cast and the small world that most tests live in."""

from uuid import uuid4

import pytest
from django.db import connection

from core import append_only
from guidelines import sealing
from tests import factories


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Flushing between transactional tests deletes rows: the log's triggers must let it."""
    with django_db_blocker.unblock():
        append_only.remove(connection)
        sealing.remove(connection)


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    """Files, queue and cache of each test in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def own_cache(settings, tmp_path):
    """Limits count in the cache: each test has its own part of it."""
    default = {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}
    if not settings.REDIS_URL:
        default["LOCATION"] = tmp_path / "cache"
    settings.CACHES = {"default": default}


@pytest.fixture(autouse=True)
def eager_tasks(settings):
    """Celery tasks run at once in the test's own process; errors come through."""
    from pmo_portal.celery import app

    app.conf.task_always_eager = True
    app.conf.task_eager_propagates = True


@pytest.fixture
def admin(db):
    return factories.user("Ada Admin", "administrator")


@pytest.fixture
def pmo(db):
    return factories.user("Petra Lead", "pmo_lead")


@pytest.fixture
def analyst(db):
    return factories.user("Anna Lyst", "pmo_analyst")


@pytest.fixture
def manager(db):
    return factories.user("Max Manager", "project_manager")


@pytest.fixture
def member(db):
    return factories.user("Mia Member", "team_member")


@pytest.fixture
def sponsor(db):
    return factories.user("Sam Sponsor", "sponsor")


@pytest.fixture
def executive(db):
    return factories.user("Eva Executive", "executive")


@pytest.fixture
def auditor(db):
    return factories.user("Otto Auditor", "auditor")


@pytest.fixture
def stranger(db):
    """An external stakeholder without any grant."""
    return factories.user("Xaver Extern", "external")


@pytest.fixture
def sign_in(client):
    """Sign a person in on the test client and hand the client back."""

    def _sign_in(user):
        client.force_login(user)
        return client

    return _sign_in
