"""Pages of an import: upload, preview, protocol."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import attempt, posted
from accounts.models import User
from accounts.roles import Capability, can
from accounts.signed_in import person_of
from core import files
from guidelines.enums import ImportState
from guidelines.exchange.plan import Outcome
from guidelines.forms.imports import RunForm, UploadForm
from guidelines.models import Chapter, GuidelineImport, Handbook
from guidelines.permissions import check, why_not_manage
from guidelines.selectors.imports import counted, in_words, visible_imports
from guidelines.services import imports, imports_jobs

PER_PAGE = 25
OUTCOMES: dict[str, tuple[Any, str]] = {
    Outcome.NEW: (gettext_lazy("New guideline"), "green"),
    Outcome.DRAFT: (gettext_lazy("New draft"), "blue"),
    Outcome.UNCHANGED: (gettext_lazy("Unchanged"), "neutral"),
    Outcome.BLOCKED: (gettext_lazy("Left out"), "amber"),
}
WAITING = (ImportState.CHECKED, ImportState.FAILED)


@require_safe
def guideline_import_list(request: HttpRequest) -> HttpResponse:
    """What was imported, newest first."""
    person = person_of(request)
    check(why_not_manage(person))
    page = Paginator(visible_imports(person).order_by("-created_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [(made, counted((made.outcome or made.plan).get("counts", {}))) for made in page]
    handbooks = Handbook.objects.visible_to(person).order_by("position")
    context = {"page": page, "rows": rows, "handbooks": handbooks}
    return render(request, "guidelines/import_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def guideline_import_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a file; what it would bring is shown before anything is written."""
    person = person_of(request)
    handbook = get_object_or_404(Handbook.objects.visible_to(person), pk=pk)
    check(why_not_manage(person))
    form = UploadForm(posted(request), request.FILES or None, handbook=handbook)
    if request.method == "POST" and form.is_valid():
        file, choices = form.cleaned_data["file"], form.choices()
        made = attempt(form, lambda: imports.check(handbook, file.read(), choices, by=person))
        if made:
            return redirect(made)
    context = {"handbook": handbook, "form": form, "chapters": _chapters(handbook, person)}
    status = 422 if form.errors else 200
    return render(request, "guidelines/import_upload.html", context, status=status)


@require_safe
def guideline_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import would do, or what it did."""
    person, made = _visible(request, pk)
    if made.state == ImportState.RUNNING and made.job and not made.job.is_finished:
        return redirect("job", made.job.pk)
    form = None
    if made.state in WAITING:
        form = RunForm(made=made, can_publish=can(person, Capability.PUBLISH_GUIDELINES))
    return _page(request, person, made, form)


@require_POST
def guideline_import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker write it."""
    person, made = _visible(request, pk)
    can_publish = can(person, Capability.PUBLISH_GUIDELINES)
    form = RunForm(request.POST, made=made, can_publish=can_publish)
    if form.is_valid():
        job = attempt(form, lambda: imports_jobs.begin(made, form.choices(), by=person))
        if job:
            return redirect("job", job.pk)
    made.refresh_from_db()
    return _page(request, person, made, form)


@require_POST
def guideline_import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an upload that nobody imported."""
    person, made = _visible(request, pk)
    try:
        imports.discard(made, by=person)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("guideline_import", pk)
    messages.success(request, _("%(file)s was discarded.") % {"file": made.options["name"]})
    return redirect("guideline_import_list")


@require_safe
def guideline_import_source(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was uploaded."""
    _person, made = _visible(request, pk)
    if made.file is None:
        raise Http404
    return files.serve(made.file)


def _visible(request: HttpRequest, pk: int) -> tuple[User, GuidelineImport]:
    person = person_of(request)
    made = get_object_or_404(visible_imports(person), pk=pk)
    check(why_not_manage(person))
    return person, made


def _page(
    request: HttpRequest, person: User, made: GuidelineImport, form: RunForm | None
) -> HttpResponse:
    shown = made.plan if made.state in WAITING else made.outcome
    rows = form.rows() if form else shown.get("entries", [])
    context = {
        "made": made,
        "form": form,
        "chapters": _chapters(made.handbook, person),
        "counts": counted(shown.get("counts", {})),
        "writes": any(made.plan["counts"][name] for name in (Outcome.NEW, Outcome.DRAFT)),
        "rows": [{**row, "told": OUTCOMES[row["outcome"]]} for row in rows],
        "problems": _by_file(shown.get("problems", [])),
        "found": shown.get("found", 0),
        "kept": imports.KEPT_PROBLEMS,
        "error": made.outcome.get("error", "") if made.state == ImportState.FAILED else "",
    }
    status = 422 if form and form.errors else 200
    return render(request, "guidelines/import.html", context, status=status)


def _chapters(handbook: Handbook, person: User) -> list[str]:
    rows = Chapter.objects.visible_to(person).filter(handbook=handbook)
    return list(rows.order_by("position").values_list("title", flat=True).distinct())


def _by_file(problems: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The problems of each file, in words."""
    return [
        (path, [{"line": each["line"], "text": in_words(each)} for each in found])
        for path, found in groupby(problems, key=lambda each: each["path"])
    ]
