"""Database triggers that keep a snapshot as it was taken."""

from __future__ import annotations

from typing import Any

TABLE = "stakeholders_reportedition"
COLUMNS = "snapshot, sha256, access_key"
MESSAGE = "A snapshot is never changed."

_POSTGRES = [
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER {TABLE}_sealed BEFORE UPDATE OF {COLUMNS} ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
]
_SQLITE = [
    f"""CREATE TRIGGER {TABLE}_sealed BEFORE UPDATE OF {COLUMNS} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
]


def install(connection: Any) -> None:
    """Refuse changes of stored snapshots from now on.

    SQLite forgets triggers when a migration rebuilds the table: such a migration calls this again.
    """
    with connection.cursor() as cursor:
        for statement in _POSTGRES if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Undo `install`."""
    where = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_sealed{where}")
