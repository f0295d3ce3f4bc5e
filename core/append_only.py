"""Database triggers that make the audit log append-only."""

from __future__ import annotations

from typing import Any

TABLE = "core_event"
MESSAGE = "The audit log is append-only."

_POSTGRES = [
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
]
_SQLITE = [
    f"""CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
    for verb in ("UPDATE", "DELETE")
]


def install(connection: Any) -> None:
    """Refuse UPDATE and DELETE on the audit log from now on."""
    _run(connection, _POSTGRES if connection.vendor == "postgresql" else _SQLITE)


def remove(connection: Any) -> None:
    """Let the table be emptied: for restoring the demo and for tests."""
    if connection.vendor == "postgresql":
        _run(connection, [f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}"])
        return
    _run(connection, [f"DROP TRIGGER IF EXISTS {TABLE}_no_{v}" for v in ("update", "delete")])


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
