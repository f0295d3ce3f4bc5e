"""The mapping page: change, load and save which column fills which field."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portfolio.forms.imports import ArrangeForm, ColumnForm, column_forms, saved_mappings
from portfolio.models import ImportMapping, PortfolioImport
from portfolio.selectors.import_words import sentence, told_plain
from portfolio.services import imports, imports_recall

TEMPLATE = "portfolio/imports/mapping.html"


def mapping_page(request: HttpRequest, made: PortfolioImport) -> HttpResponse:
    """Show the mapping, or change it as the pressed button says."""
    if request.method != "POST":
        return _page(request, made)
    if request.POST.get("action") == "load":
        return _load(request, made)
    if request.POST.get("action") == "afresh":
        imports_recall.afresh(made)
        return redirect("import_mapping", made.pk)
    refusal = changed_mapping(request, made)
    if refusal is not None:
        return refusal
    if request.POST.get("action") == "save":
        _save(request, made)
    if request.headers.get("HX-Request"):
        return _page(request, made, fragment="#form")
    return redirect("import_mapping", made.pk)


def changed_mapping(request: HttpRequest, made: PortfolioImport) -> HttpResponse | None:
    """Put what the form says on the import; an answer only where it cannot be."""
    if "header_row" not in request.POST:
        return None
    arrange = ArrangeForm(request.POST, made=made)
    columns = column_forms(made, request.POST)
    if not (arrange.is_valid() and all(form.is_valid() for form in columns)):
        return _page(request, made, arrange=arrange, columns=columns, status=422)
    try:
        _apply(made, arrange, columns)
    except ValidationError as error:
        arrange.add_error(None, error)
        return _page(request, made, arrange=arrange, columns=columns, status=422)
    return None


def _apply(made: PortfolioImport, arrange: ArrangeForm, columns: list[ColumnForm]) -> None:
    """Another table has other columns: then what was chosen for the old ones is void."""
    before = [entry["header"] for entry in made.mapping["columns"]]
    entries = [form.value() for form in columns]
    if any(form.has_changed() for form in columns):
        imports.set_columns(made, entries)
    if arrange.has_changed():
        imports.rearrange(made, arrange.chosen())
    if [entry["header"] for entry in made.mapping["columns"]] != before:
        made.refresh_from_db()


def _load(request: HttpRequest, made: PortfolioImport) -> HttpResponse:
    wanted = request.POST.get("saved", "")
    saved = ImportMapping.objects.filter(pk=int(wanted) if wanted.isdigit() else 0).first()
    if saved is None:
        messages.error(request, _("Choose a saved mapping."))
        return redirect("import_mapping", made.pk)
    try:
        refit = imports.use_mapping(made, saved.mapping)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("import_mapping", made.pk)
    messages.success(request, _("The mapping %(name)s was applied.") % {"name": saved.name})
    for text, headers in (
        (_("The file lacks these columns: %(names)s."), refit.missing),
        (_("The mapping does not know these columns: %(names)s."), refit.new),
    ):
        if headers:
            messages.warning(request, text % {"names": ", ".join(headers[:8])})
    return redirect("import_mapping", made.pk)


def _save(request: HttpRequest, made: PortfolioImport) -> None:
    try:
        saved = imports.save_mapping(made, request.POST.get("name", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The mapping was saved as %(name)s.") % {"name": saved.name})


def _page(
    request: HttpRequest,
    made: PortfolioImport,
    *,
    arrange: ArrangeForm | None = None,
    columns: list[ColumnForm] | None = None,
    status: int = 200,
    fragment: str = "",
) -> HttpResponse:
    forms = columns or column_forms(made)
    context: dict[str, Any] = {
        "made": made,
        "arrange": arrange or ArrangeForm(made=made),
        "columns": [_shown(made, position, form) for position, form in enumerate(forms)],
        "notes": told_plain(made.notes),
        "recalled": made.options.get("recalled"),
        "saved": saved_mappings(),
    }
    context["mapped"] = sum(bool(each["form"].entry.get("target")) for each in context["columns"])
    context["open"] = sum(bool(each["questions"]) for each in context["columns"])
    return render(request, f"{TEMPLATE}{fragment}", context, status=status)


def _shown(made: PortfolioImport, position: int, form: ColumnForm) -> dict[str, Any]:
    beside = made.columns[position] if position < len(made.columns) else {}
    is_mapped = bool(form.entry.get("target"))
    asked = {each["code"] for each in beside.get("questions", [])}
    return {
        "form": form,
        "rules": form.rules(asked),
        "rare_rules": form.rare_rules(asked),
        "header": form.entry["header"],
        "samples": beside.get("samples", []),
        "why": [sentence(each["code"], each.get("params")) for each in beside.get("why", [])],
        "questions": told_plain(beside.get("questions", [])) if is_mapped else [],
    }
