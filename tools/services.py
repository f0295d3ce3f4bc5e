"""Finds the servers that the second round of tests can use."""

import os
import zlib

import psycopg
import redis

from tools.places import ROOT

LOCAL_SERVERS = ("postgres://postgres@127.0.0.1:5432", "postgres://127.0.0.1:5432", "postgres://")
# Test databases carry a name of their own for each clone, so that two clones do not collide.
DATABASE_NAME = f"portal_{zlib.crc32(str(ROOT).encode()):08x}"
LOCAL_REDIS = "redis://127.0.0.1:6379/15"
PATIENCE = 3


def database_url() -> str | None:
    """A PostgreSQL in which test databases may be made: DATABASE_URL, else a local one."""
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        return named if _can_create_databases(named) else None
    found = (url for url in LOCAL_SERVERS if _can_create_databases(f"{url}/postgres"))
    return next((f"{url}/{DATABASE_NAME}" for url in found), None)


def redis_url() -> str | None:
    """A Redis that answers: REDIS_URL, else a local one."""
    url = os.environ.get("REDIS_URL") or LOCAL_REDIS
    try:
        redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE).ping()
    except (redis.RedisError, ValueError):
        return None
    return url


def _can_create_databases(url: str) -> bool:
    question = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE) as connection:
            row = connection.execute(question).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])
