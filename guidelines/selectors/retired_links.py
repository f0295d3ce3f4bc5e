"""Links to guidelines that are retired: they open, but what they lead to is no longer in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from guidelines.markdown.references import Reference
from guidelines.models import Guideline


def retired(used: Iterable[Reference], user: Any) -> Mapping[Reference, str]:
    """The references that lead to a retired guideline which the person sees, each with a remark."""
    named = [each for each in used if each.prefix == "guideline"]
    if not named:
        return {}
    rows = list(
        Guideline.objects.visible_to(user)
        .filter(code__in={each.code for each in named})
        .values_list("code", "retired_on", "replaced_by")
    )
    in_force = {code for code, retired_on, _by in rows if retired_on is None}
    by_code = {code: by for code, _on, by in rows if code not in in_force}
    codes = _codes(set(by_code.values()), user)
    return {
        each: _told(each, codes.get(by_code[each.code])) for each in named if each.code in by_code
    }


def _codes(ids: set[int | None], user: Any) -> dict[int | None, str]:
    """What replaces them, as far as the person sees it."""
    wanted = [each for each in ids if each is not None]
    if not wanted:
        return {}
    seen = Guideline.objects.visible_to(user).filter(pk__in=wanted)
    return dict(seen.values_list("pk", "code"))


def _told(reference: Reference, replacing: str | None) -> str:
    if replacing:
        said = _("The link “%(link)s” leads to a retired guideline, replaced by %(code)s.")
        return said % {"link": reference.href, "code": replacing}
    return _("The link “%(link)s” leads to a retired guideline.") % {"link": reference.href}
