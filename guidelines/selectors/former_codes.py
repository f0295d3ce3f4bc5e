"""What became of codes that guidelines had before they were renamed."""

from __future__ import annotations

from collections.abc import Iterable

from guidelines.models import FormerCode, Guideline


def renamed(codes: Iterable[str]) -> dict[str, str]:
    """Today's code for each of these that only a guideline of the past bore."""
    wanted = {code.lower(): code for code in codes}
    if not wanted:
        return {}
    former = FormerCode.objects.filter(code__in={*wanted.values(), *_variants(wanted)})
    borne = Guideline.objects.values("code")
    rows = former.exclude(code__in=borne).values_list("code", "guideline__code")
    return {wanted[old.lower()]: new for old, new in rows}


def _variants(wanted: Iterable[str]) -> set[str]:
    """Codes are written in capitals nearly always; an address may be typed in small letters."""
    return {code.upper() for code in wanted}
