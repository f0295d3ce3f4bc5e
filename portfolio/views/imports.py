"""Pages of an import: upload, mapping, check, preview, protocol, undo."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import get_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import attempt
from accounts.signed_in import person_of
from core import files
from core.listing.export import BOM, neutral
from portfolio.enums import ImportState, ProblemSeverity, RowOutcome
from portfolio.forms.imports import UploadForm
from portfolio.models import ImportProblem, Portfolio, PortfolioImport
from portfolio.permissions import check_import
from portfolio.selectors import imports as selectors
from portfolio.selectors.import_words import label
from portfolio.services import imports, imports_jobs, imports_undo
from portfolio.views.import_mapping import changed_mapping, mapping_page

PER_PAGE, CHUNK = 25, 2000
ENDED = (ImportState.DONE, ImportState.UNDONE, ImportState.RUNNING)


@require_safe
def import_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The imports of a portfolio, newest first."""
    shown = get_object_or_404(Portfolio.objects.visible_to(request.user), pk=pk)
    check_import(request.user)
    rows = PortfolioImport.objects.visible_to(request.user).filter(portfolio=shown)
    rows = rows.select_related("source", "created_by", "job").order_by("-created_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portfolio/imports/list.html", {"portfolio": shown, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a file; its table is found and a mapping proposed."""
    person = person_of(request)
    shown = get_object_or_404(Portfolio.objects.visible_to(person), pk=pk)
    check_import(person)
    is_post = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_post else UploadForm()
    if is_post and form.is_valid():
        file = form.cleaned_data["file"]
        made = attempt(
            form, lambda: imports_jobs.begin(shown, file.read(), name=file.name, by=person)
        )
        if made:
            return _to_job_or(made, "import_mapping")
    context = {"portfolio": shown, "form": form}
    status = 422 if form.errors else 200
    return render(request, "portfolio/imports/upload.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column fills which field, and how its cells are read."""
    made = _visible(request, pk)
    if made.state in ENDED:
        return redirect("portfolio_import", pk)
    if made.job and not made.job.is_finished:
        return redirect("job", made.job.pk)
    return mapping_page(request, made)


@require_POST
def import_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the file with the portfolio; nothing is written."""
    made = _visible(request, pk)
    refusal = changed_mapping(request, made)
    if refusal is not None:
        return refusal
    try:
        imports_jobs.check(made, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("import_mapping", pk)
    return _to_job_or(made, "import_preview")


@require_safe
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the import would do, record by record, before anything is written."""
    made = _visible(request, pk)
    if made.state != ImportState.CHECKED:
        return redirect("portfolio_import" if made.state in ENDED else "import_mapping", pk)
    return render(request, "portfolio/imports/result.html", _result(request, made))


@require_POST
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Import what was checked, as background work."""
    made = _visible(request, pk)
    try:
        job = imports_jobs.commit(made, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("portfolio_import", pk)
    return redirect("job", job.pk)


@require_safe
def portfolio_import(request: HttpRequest, pk: int) -> HttpResponse:
    """The protocol of an import: who, when, which file, how read, and what it did."""
    made = _visible(request, pk)
    if made.state == ImportState.CHECKED:
        return redirect("import_preview", pk)
    if made.state == ImportState.UPLOADED:
        return redirect("import_mapping", pk)
    return render(request, "portfolio/imports/result.html", _result(request, made))


@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the import back; refused with the projects that were changed since."""
    made = _visible(request, pk)
    try:
        imports_undo.undo(made, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The import was undone."))
    return redirect("portfolio_import", pk)


@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an upload that nobody imported, and its file."""
    made = _visible(request, pk)
    name, portfolio_id = made.source.name, made.portfolio_id
    try:
        imports.give_up(made, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(file)s was discarded.") % {"file": name})
    return redirect("import_list", portfolio_id)


@require_safe
def import_source(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was uploaded."""
    return files.serve(_visible(request, pk).source)


@require_safe
def import_problems_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The problems that the page shows, as CSV."""
    made = _visible(request, pk)
    rows = selectors.problems_of(made, request.GET.dict())
    header = [_("Row"), _("Column"), _("Value"), _("Kind"), _("Reason")]
    lines = _csv(header, rows, get_language())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"import-{made.pk}-problems.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _visible(request: HttpRequest, pk: int) -> PortfolioImport:
    rows = PortfolioImport.objects.visible_to(request.user)
    made = get_object_or_404(
        rows.select_related("portfolio", "source", "job", "created_by", "undone_by"), pk=pk
    )
    check_import(request.user)
    return made


def _to_job_or(made: PortfolioImport, url_name: str) -> HttpResponse:
    """The work's page while it runs, else the page of its result."""
    if made.job and not made.job.is_finished:
        return redirect("job", made.job.pk)
    return redirect(url_name, made.pk)


def _result(request: HttpRequest, made: PortfolioImport) -> dict[str, Any]:
    """Records or problems of an import, one page of them."""
    params = request.GET.dict()
    has_problems = params.get("show") == "problems"
    outcome = params.get("outcome", "")
    rows: Any = (
        selectors.problems_of(made, params) if has_problems else selectors.rows_of(made, outcome)
    )
    page = Paginator(rows, PER_PAGE).get_page(params.get("page"))
    context = {
        "made": made,
        "is_preview": made.state == ImportState.CHECKED,
        "has_problems": has_problems,
        "page": page,
        "outcome": outcome,
        "outcomes": [
            (value, text, made.counts.get(value, 0)) for value, text in RowOutcome.choices
        ],
        "query": request.GET.urlencode(),
        "used": _used(made),
        "assumes_state": _assumes_state(made),
        "lost": sum(made.counts.get(f"problem_{each}", 0) for each in selectors.LOST),
        "parts": _parts(made, has_problems=has_problems),
    }
    if has_problems:
        return {**context, **_problems(made, params, page.object_list)}
    return {**context, "rows": selectors.shown_rows(made, page.object_list)}


def _parts(made: PortfolioImport, *, has_problems: bool) -> list[dict[str, Any]]:
    """The tabs of the result."""
    records = sum(made.counts.get(value, 0) for value in RowOutcome.values)
    cells = sum(made.counts.get(f"problem_{value}", 0) for value in ProblemSeverity.values)
    return [
        {"label": _("Records"), "url": "?", "is_current": not has_problems, "count": records},
        {
            "label": _("Not read or doubtful"),
            "url": "?show=problems",
            "is_current": has_problems,
            "count": cells,
        },
    ]


def _used(made: PortfolioImport) -> list[tuple[str, str]]:
    """The columns that fill a field."""
    entries = made.mapping.get("columns", [])
    return [(each["header"], label(each["target"])) for each in entries if each.get("target")]


def _assumes_state(made: PortfolioImport) -> bool:
    """Whether new projects become active without a word of the file."""
    entries = made.mapping.get("columns", [])
    return bool(made.counts.get("new")) and all(each.get("target") != "state" for each in entries)


def _problems(made: PortfolioImport, params: dict[str, str], rows: Any) -> dict[str, Any]:
    counts = [
        (value, text, made.counts.get(f"problem_{value}", 0))
        for value, text in ProblemSeverity.choices
    ]
    return {
        "problems": [(row, selectors.reason_of(row)) for row in rows],
        "columns": selectors.problem_columns(made),
        "severities": counts,
        "asked": params,
    }


def _csv(header: list[str], rows: Any, language: str | None) -> Iterator[str]:
    """The lines in the reader's language, which the request no longer holds by then."""
    delimiter = ";" if get_format("DECIMAL_SEPARATOR", language) == "," else ","
    writer: Any = csv.writer(_Echo(), delimiter=delimiter, lineterminator="\r\n")
    yield BOM + writer.writerow(header)
    found = rows.iterator(chunk_size=CHUNK)
    while True:
        with override(language):
            lines = [writer.writerow(_cells(row)) for row in islice(found, CHUNK)]
        if not lines:
            return
        yield "".join(lines)


def _cells(row: ImportProblem) -> list[Any]:
    texts = (row.column, row.value, row.get_severity_display(), selectors.reason_of(row))
    return [row.row, *(neutral(text) for text in texts)]


class _Echo:
    """Hands each written line back to the stream."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line
