"""The history of a guideline, one of its versions, and two of them compared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.signed_in import person_of
from guidelines.domain import diffs
from guidelines.models import Guideline, GuidelineVersion
from guidelines.permissions import check, why_not_read_source, why_not_write, works_on
from guidelines.selectors import comparing, reading
from guidelines.selectors import versions as selectors
from guidelines.selectors.applicability import in_words, labels
from guidelines.services import drafts

PAGE_SIZE = 20


@require_safe
def guideline_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version: who wrote, reviewed and published it, when, why, and how much it changed."""
    person = person_of(request)
    guideline = selectors.visible_guideline(person, pk)
    versions = selectors.visible_versions(person, guideline)
    page = Paginator(versions, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "guideline": guideline,
        "title": _title(guideline, versions),
        "page_of_versions": page,
        "lines": selectors.lines(versions, list(page)),
        "has_several": len(versions) > 1,
    }
    return render(request, "guidelines/versions.html", context)


@require_safe
def guideline_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version as it was, or as it is going to be."""
    person = person_of(request)
    guideline = selectors.visible_guideline(person, pk)
    version = selectors.visible_version(person, guideline, number)
    works = works_on(person, guideline)
    versions = selectors.visible_versions(person, guideline)
    context = {
        "guideline": guideline,
        "version": version,
        "page": reading.page_of(version, person),
        "line": selectors.lines(versions, [version])[0],
        "applies": in_words(version),
        "labels": labels(version),
        "is_restricted": reading.is_restricted(guideline),
        "is_current": guideline.current_id == version.pk,
        "successor": None if version.is_open else selectors.successor(guideline, version),
        "works": works,
        "saves": selectors.saves(version) if works else [],
        "why_not_restore": _why_not_restore(person, guideline, versions),
    }
    return render(request, "guidelines/version.html", context)


@require_safe
def guideline_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two texts of one guideline: as read or as written, in one column or in two."""
    person = person_of(request)
    guideline = selectors.visible_guideline(person, pk)
    is_source = request.GET.get("of") == "source"
    why_not_source = why_not_read_source(person, guideline)
    if is_source:
        check(why_not_source)
    versions = selectors.visible_versions(person, guideline)
    keys = request.GET.get("before", ""), request.GET.get("after", "")
    sides = comparing.chosen(person, guideline, versions, keys)
    context = {
        "guideline": guideline,
        "title": _title(guideline, versions),
        "versions": versions,
        "is_source": is_source,
        "is_side": request.GET.get("view") == "side",
        "why_not_source": why_not_source,
    }
    if sides:
        context |= _compared(person, *sides, is_source=is_source)
        context["is_whole"] = request.GET.get("all") == "1"
    return render(request, "guidelines/compare.html", context)


@require_POST
def guideline_version_restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A new draft with the text of this version."""
    person = person_of(request)
    guideline = selectors.visible_guideline(person, pk)
    version = selectors.visible_version(person, guideline, number)
    check(why_not_write(person, guideline))
    try:
        draft = drafts.start(guideline, by=person, from_version=version)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(version)
    told = {"number": draft.number, "old": version.number}
    messages.success(request, _("Draft v%(number)s begins with the text of v%(old)s.") % told)
    return redirect(draft)


def _title(guideline: Guideline, versions: list[GuidelineVersion]) -> str:
    """The title in force, else that of the newest version the person sees."""
    return (guideline.current or versions[0]).title if guideline.current or versions else ""


def _why_not_restore(
    person: Any, guideline: Guideline, versions: list[GuidelineVersion]
) -> str | None:
    """Why the button is disabled: the person, or a version that is in work already."""
    reason = why_not_write(person, guideline)
    if reason is None and any(version.is_open for version in versions):
        reason = _("There is a version in work already. Go on with that one.")
    return reason


def _compared(
    person: Any, before: comparing.Text, after: comparing.Text, *, is_source: bool
) -> dict[str, Any]:
    rows = diffs.compare_source(before.version.body, after.version.body)
    stretches = [] if is_source else comparing.stretches(before, after, person)
    return {
        "before": before,
        "after": after,
        "summary": diffs.summary(rows),
        "fields": comparing.fields(before, after),
        "runs": diffs.fold(rows) if is_source else (),
        "passages": comparing.passages(stretches),
        "changes": sum(1 for each in stretches if each.number),
    }
