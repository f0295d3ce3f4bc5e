"""Database triggers: a published version stays as it was, and so does a confirmation."""

from __future__ import annotations

from typing import Any

VERSION, CONFIRMATION = "guidelines_guidelineversion", "guidelines_confirmation"
CONTENT = (
    "guideline_id",
    "number",
    "title",
    "kind",
    "audience",
    "methods",
    "classes",
    "phases",
    "project_kinds",
    "tags",
    "front_matter",
    "body",
    "anchors",
    "change_note",
    "is_material",
    "transition",
    "effective_on",
    "source_version_id",
    "approved_at",
    "approved_by_id",
    "published_at",
    "published_by_id",
)
SEALED = "('published', 'superseded', 'retired')"
PUBLISHED_MESSAGE = "A published version is never changed."
CONFIRMED_MESSAGE = "A confirmation is never changed."

_IS_SEALED = f"OLD.state IN {SEALED}"
_ORDER = f"NEW.state NOT IN {SEALED} OR (OLD.state <> 'published' AND NEW.state <> OLD.state)"


def _changed(distinct: str) -> str:
    return " OR ".join(f"OLD.{name} {distinct} NEW.{name}" for name in CONTENT)


def _postgres() -> list[str]:
    statements = []
    for table, message in ((VERSION, PUBLISHED_MESSAGE), (CONFIRMATION, CONFIRMED_MESSAGE)):
        statements.append(
            f"""CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger AS $$
            BEGIN RAISE EXCEPTION '{message}'; END $$ LANGUAGE plpgsql"""
        )
    changed = f"{_IS_SEALED} AND ({_changed('IS DISTINCT FROM')} OR {_ORDER})"
    return [
        *statements,
        f"""CREATE TRIGGER {VERSION}_no_update BEFORE UPDATE ON {VERSION}
        FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {VERSION}_refuse()""",
        f"""CREATE TRIGGER {VERSION}_no_delete BEFORE DELETE ON {VERSION}
        FOR EACH ROW WHEN ({_IS_SEALED}) EXECUTE FUNCTION {VERSION}_refuse()""",
        f"""CREATE TRIGGER {CONFIRMATION}_no_update BEFORE UPDATE ON {CONFIRMATION}
        FOR EACH ROW EXECUTE FUNCTION {CONFIRMATION}_refuse()""",
        f"""CREATE TRIGGER {CONFIRMATION}_no_delete BEFORE DELETE ON {CONFIRMATION}
        FOR EACH ROW EXECUTE FUNCTION {CONFIRMATION}_refuse()""",
    ]


def _sqlite() -> list[str]:
    refuse_version = f"BEGIN SELECT RAISE(ABORT, '{PUBLISHED_MESSAGE}'); END"
    refuse_confirmation = f"BEGIN SELECT RAISE(ABORT, '{CONFIRMED_MESSAGE}'); END"
    changed = f"{_IS_SEALED} AND ({_changed('IS NOT')} OR {_ORDER})"
    return [
        f"CREATE TRIGGER {VERSION}_no_update BEFORE UPDATE ON {VERSION} "
        f"WHEN {changed} {refuse_version}",
        f"CREATE TRIGGER {VERSION}_no_delete BEFORE DELETE ON {VERSION} "
        f"WHEN {_IS_SEALED} {refuse_version}",
        f"CREATE TRIGGER {CONFIRMATION}_no_update BEFORE UPDATE ON {CONFIRMATION} "
        f"{refuse_confirmation}",
        f"CREATE TRIGGER {CONFIRMATION}_no_delete BEFORE DELETE ON {CONFIRMATION} "
        f"{refuse_confirmation}",
    ]


def install(connection: Any) -> None:
    """Refuse changes of published versions and of confirmations from now on.

    SQLite forgets triggers when a migration rebuilds a table: such a migration calls this again.
    """
    remove(connection)
    _run(connection, _postgres() if connection.vendor == "postgresql" else _sqlite())


def remove(connection: Any) -> None:
    """Let the tables be emptied: for restoring the demo, for migrations and for tests."""
    statements = []
    for table in (VERSION, CONFIRMATION):
        where = f" ON {table}" if connection.vendor == "postgresql" else ""
        statements += [
            f"DROP TRIGGER IF EXISTS {table}_{name}{where}" for name in ("no_update", "no_delete")
        ]
    _run(connection, statements)


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
