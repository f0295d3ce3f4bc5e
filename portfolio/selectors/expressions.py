"""Database expressions that both PostgreSQL and SQLite compute."""

from __future__ import annotations

from typing import Any

from django.db.models import DecimalField, Func, IntegerField

MONEY: DecimalField[Any, Any] = DecimalField(max_digits=20, decimal_places=4)
PERCENT: DecimalField[Any, Any] = DecimalField(max_digits=20, decimal_places=1)


class DaysBetween(Func):
    """Whole days from the second date to the first; empty when one is empty."""

    arity = 2
    arg_joiner = " - "
    template = "(%(expressions)s)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Dates are text on SQLite; a Julian day is a number."""
        return self.as_sql(
            compiler,
            connection,
            template="CAST(julianday(%(expressions)s) AS INTEGER)",
            arg_joiner=") - julianday(",
            **context,
        )


class PercentOf(Func):
    """100 x part / whole to one decimal; empty when the whole is 0 or one of them is empty."""

    arity = 2
    arg_joiner = ") / NULLIF("
    template = "ROUND(100.0 * (%(expressions)s, 0), 1)"
    output_field = PERCENT
