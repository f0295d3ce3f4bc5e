"""Takes the mapping that the last import of the same columns into this portfolio used."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from portfolio.enums import ImportState
from portfolio.models import PortfolioImport
from portfolio.services import imports

LOOKED_AT = 20


def recall(made: PortfolioImport) -> None:
    """Read the columns as the last import of the same names did, and note where that is from."""
    earlier = _last_used(made)
    if earlier is None or earlier.mapping["columns"] == made.mapping["columns"]:
        return
    try:
        imports.use_mapping(made, earlier.mapping)
    except ValidationError:  # it names what no longer exists; the fresh proposal stays
        return
    day = earlier.imported_at.date().isoformat() if earlier.imported_at else ""
    made.options = {**made.options, "recalled": {"file": earlier.source.name, "on": day}}
    made.save()


def afresh(made: PortfolioImport) -> None:
    """Go back to what names and contents of the columns suggest."""
    imports.check_editable(made)
    kept = {name: value for name, value in made.options.items() if name != "recalled"}
    made.options = {**kept, "shape": "", "key_headers": []}
    imports.detect(made)


def _last_used(made: PortfolioImport) -> PortfolioImport | None:
    headers = _headers(made.mapping)
    done = PortfolioImport.objects.filter(portfolio=made.portfolio, state=ImportState.DONE)
    rows = done.exclude(pk=made.pk).select_related("source").order_by("-imported_at", "-pk")
    return next((row for row in rows[:LOOKED_AT] if _headers(row.mapping) == headers), None)


def _headers(mapping: dict[str, Any]) -> list[str]:
    return [" ".join(entry["header"].casefold().split()) for entry in mapping.get("columns", [])]
