"""A portal of real processes, on SQLite and the queue folder or on the servers of this round."""

import os
from uuid import uuid4

import psycopg
import pytest

from tests.e2e.world import World
from tests.running import Portal

QUICK = {"TICK_SECONDS": "2", "JOB_LEASE_SECONDS": "5"}


@pytest.fixture
def servers():
    """Variables for a database and a part of Redis of this test's own, or none."""
    environ = {}
    name = f"portal_e2e_{uuid4().hex[:12]}"
    if broker := os.environ.get("REDIS_URL"):
        environ |= {"REDIS_URL": broker, "CACHE_PREFIX": name}
    base = os.environ.get("DATABASE_URL", "")
    if not base.startswith("postgres"):
        yield environ
        return
    server = base.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield environ | {"DATABASE_URL": f"{server}/{name}"}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def portal(tmp_path, servers):
    """A running portal; whatever the test does, its processes end with it."""
    made = Portal(tmp_path, **QUICK, **servers)
    yield made
    made.process.kill()
    made.process.wait()


@pytest.fixture
def world(portal):
    """A filled database to look into: 60 red projects, a PMO lead, two readers."""
    made = World(portal.environ)
    assert made.ask("fill") == 60
    yield made
    made.close()
