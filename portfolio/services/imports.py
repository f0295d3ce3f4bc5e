"""The life of an import: upload, choose, check, commit; undo stands in imports_undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import files
from core.events import record
from portfolio.enums import ImportState
from portfolio.importing.limits import MEGABYTE
from portfolio.importing.mapping import Refit
from portfolio.importing.plan import ImportPlan
from portfolio.importing.reasons import ImportRefused, Reason
from portfolio.models import ImportMapping, Portfolio, PortfolioImport
from portfolio.selectors.import_words import plain, told
from portfolio.services import imports_source as sources
from portfolio.services import imports_write
from portfolio.services.imports_plan import Comparison, Progress, compare
from portfolio.services.imports_source import Choices, Source

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
T = TypeVar("T")
OPEN = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)


class Refused(Exception):
    """Nothing was imported, and trying again as it is would not help; the text says why."""

    is_final = True


def upload(portfolio: Portfolio, content: bytes, *, name: str, by: Any) -> PortfolioImport:
    """Keep the file and start an import with it."""
    size = -(-len(content) // MEGABYTE)
    if size > settings.MAX_UPLOAD_MB:
        message = _("The file has %(size)s MB; at most %(limit)s MB can be imported.")
        limit = settings.MAX_UPLOAD_MB
        raise ValidationError({"file": message % {"size": size, "limit": limit}})
    kind = XLSX if content.startswith(b"PK") else "text/csv"
    with transaction.atomic():
        made = PortfolioImport.objects.create(
            portfolio=portfolio,
            source=files.store(content, name=name, content_type=kind, by=by),
            options=Choices(currency=portfolio.currency).plain(),
            created_by=by,
        )
        record("portfolio.import_uploaded", portfolio, by=by, data=_about(made))
    return made


def discard(made: PortfolioImport) -> None:
    """Forget an import whose file cannot be used, and the file."""
    source = made.source
    made.delete()
    source.delete()
    source.file.delete(save=False)


@transaction.atomic
def give_up(made: PortfolioImport, *, by: Any) -> None:
    """Discard an import that has written nothing; raises ValidationError for any other."""
    check_editable(made)
    data = {"file": made.source.name}
    record("portfolio.import_discarded", made.portfolio, by=by, data=data)
    source = made.source
    made.delete()
    source.delete()
    transaction.on_commit(lambda: source.file.delete(save=False))


def detect(made: PortfolioImport) -> None:
    """Find the table and propose a mapping for it; raises ValidationError for an unusable file."""
    choices = Choices.of(made.options)
    source = _opened(made, choices)
    if choices.report_date is None:
        choices = replace(choices, report_date=source.report_date() or timezone.localdate())
    mapping = sources.propose(source, choices)
    made.mapping = {**mapping.to_dict(), **_shape_of(choices)}
    made.columns = sources.columns_of(source, mapping)
    _note(made, source, choices, sources.detected_shape(source, mapping, choices))
    if sources.lacks_currency(source, mapping):
        reason = Reason("note_no_currency", {"currency": choices.currency})
        made.notes = [*made.notes, plain(reason)]
        made.save(update_fields=["notes"])


def rearrange(made: PortfolioImport, choices: Choices) -> None:
    """Decide where the table is; another table means a new proposal for its columns."""
    check_editable(made)
    before = Choices.of(made.options)
    is_same_table = (
        choices.sheet == before.sheet
        and choices.header_row in (before.header_row, made.options.get("found_header_row"))
        and choices.is_transposed in (before.is_transposed, made.options.get("found_transposed"))
        and choices.with_hidden == before.with_hidden
        and choices.currency == before.currency
    )
    made.options = {**made.options, **choices.plain()}
    made.mapping = {**made.mapping, "shape": choices.shape}
    if is_same_table:
        _keep_open(made)
    else:
        detect(made)


def set_columns(made: PortfolioImport, entries: list[dict[str, Any]]) -> None:
    """Put the columns' fields and conventions; a new field gets freshly proposed conventions."""
    check_editable(made)
    known = made.mapping.get("columns", [])
    changed = [
        index
        for index, (old, new) in enumerate(zip(known, entries, strict=True))
        if old.get("target", "") != new.get("target", "")
    ]
    kept = [old if i in changed else entries[i] for i, old in enumerate(known)]
    made.mapping = {**made.mapping, "columns": kept}
    if changed:
        _retarget(made, {index: entries[index].get("target", "") for index in changed})
    else:
        _refused_as_error(lambda: sources.check_mapping(made.mapping))
    _keep_open(made)


def _retarget(made: PortfolioImport, targets: dict[int, str]) -> None:
    choices = Choices.of(made.options)
    source = _opened(made, choices)
    mapping = _refused_as_error(lambda: sources.fitted(made.mapping, source).mapping)
    for position, target in targets.items():
        mapping = sources.retargeted(source, mapping, position, target, choices.currency)
        column = mapping.columns[position]
        made.columns[position]["why"] = [plain(reason) for reason in column.why]
        made.columns[position]["questions"] = [plain(reason) for reason in column.questions]
    made.mapping = {**made.mapping, **mapping.to_dict()}


def use_mapping(made: PortfolioImport, saved: dict[str, Any]) -> Refit:
    """Read the file by a saved mapping; says which of its columns the file lacks, and new ones."""
    check_editable(made)
    choices = _refused_as_error(lambda: Choices.of(made.options).with_mapping(saved))
    source = _opened(made, choices)
    refit = _refused_as_error(lambda: sources.fitted(saved, source))
    kept = {name: value for name, value in made.options.items() if name != "recalled"}
    made.options = {**kept, **choices.plain()}
    made.mapping = {**refit.mapping.to_dict(), **_shape_of(choices)}
    made.columns = sources.columns_of(source, refit.mapping)
    _keep_open(made)
    return refit


@transaction.atomic
def save_mapping(made: PortfolioImport, name: str, *, by: Any) -> ImportMapping:
    """Keep the mapping under a name for the next file of the same source."""
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise ValidationError({"name": _("Give the mapping a name of at most 80 characters.")})
    saved, _is_new = ImportMapping.objects.update_or_create(
        name=name, defaults={"mapping": made.mapping, "updated_by": by}
    )
    record("portfolio.import_mapping_saved", saved, by=by)
    return saved


def check(made: PortfolioImport, *, by: Any, progress: Progress | None = None) -> None:
    """Compare the file with the portfolio and keep what an import would do; nothing else."""
    _check_open(made)
    plan, comparison = _compared(made, by, progress)
    with transaction.atomic():
        imports_write.keep(made, comparison, is_written=False)
        made.options = {**made.options, "digest": comparison.digest()}
        _remember(made, plan, comparison)
        made.state, made.error = ImportState.CHECKED, ""
        made.save()


def claim(made: PortfolioImport) -> None:
    """Let one commit begin: of two at once the second is told."""
    claimed = PortfolioImport.objects.filter(pk=made.pk, state=ImportState.CHECKED).update(
        state=ImportState.RUNNING, error=""
    )
    if not claimed:
        raise ValidationError(_("This import is running or done already, or must be checked anew."))
    made.refresh_from_db()


def commit(made: PortfolioImport, *, by: Any, progress: Progress | None = None) -> None:
    """Do what the check showed, in one transaction; refuses when the portfolio has changed since.

    A second worker with the same import finds it done and changes nothing.
    """
    plan, comparison = _compared(made, by, progress)
    with transaction.atomic():
        locked = PortfolioImport.objects.select_for_update().get(pk=made.pk)
        if locked.state not in (ImportState.RUNNING, ImportState.FAILED):
            return
        if comparison.digest() != locked.options.get("digest"):
            raise Refused(_("The portfolio has changed since the check. Please check again."))
        created = _written(locked, comparison, by)
        imports_write.keep(locked, comparison, is_written=True)
        locked.options = {**locked.options, "programmes": created}
        locked.state, locked.error = ImportState.DONE, ""
        locked.imported_at = timezone.now()
        _remember(locked, plan, comparison)
        locked.save()
        data = {**_about(locked), **{key: locked.counts[key] for key in ("new", "changed")}}
        record("portfolio.imported", locked.portfolio, by=by, data=data)
    made.refresh_from_db()


def fail(made: PortfolioImport, reason: str) -> None:
    """Note that nothing was imported, and why."""
    PortfolioImport.objects.filter(pk=made.pk).exclude(
        state__in=(ImportState.DONE, ImportState.UNDONE)
    ).update(state=ImportState.FAILED, error=reason)


def _written(made: PortfolioImport, comparison: Comparison, by: Any) -> list[int]:
    try:
        return imports_write.write(made.portfolio, comparison, by=by)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _compared(
    made: PortfolioImport, by: Any, progress: Progress | None
) -> tuple[ImportPlan, Comparison]:
    """Reading is the first half of the progress, comparing the second.

    Reasons are kept in the portal's own language, so that the next import of the same file finds
    them unchanged, whoever imports it.
    """
    choices = Choices.of(made.options)
    source = _opened(made, choices)
    mapping = _refused_as_error(lambda: sources.fitted(made.mapping, source).mapping)
    halves = _Halves(progress)
    with translation.override(settings.LANGUAGE_CODE):
        plan = sources.plan_of(source, mapping, choices, halves.first)
        comparison = compare(
            made.portfolio, plan, mapping, source.table, by=by, progress=halves.second
        )
        return plan, comparison


class _Halves:
    """Tells two pieces of work as one."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress

    def first(self, done: int, total: int) -> None:
        """The first piece."""
        if self.progress:
            self.progress(done * 50 // max(total, 1), 100)

    def second(self, done: int, total: int) -> None:
        """The second piece."""
        if self.progress:
            self.progress(50 + done * 50 // max(total, 1), 100)


def _opened(made: PortfolioImport, choices: Choices) -> Source:
    try:
        content = files.read(made.source)
    except FileNotFoundError as error:
        raise ValidationError(_("The file of this import is gone. Upload it again.")) from error
    return _refused_as_error(lambda: sources.open_source(content, made.source.name, choices))


def _refused_as_error(call: Callable[[], T]) -> T:
    """What the engine refuses, as the error that forms and pages show."""
    try:
        return call()
    except ImportRefused as refused:
        raise ValidationError(told(refused.reason)) from refused


def _note(made: PortfolioImport, source: Source, choices: Choices, shape: str) -> None:
    """Keep what was found, for the mapping page."""
    made.sheet = source.sheet.name[:120]
    made.notes = [plain(note) for note in source.notes]
    made.options = {
        **made.options,
        **choices.plain(),
        "sheet": source.sheet.name,
        "sheets": list(source.sheets),
        "found_header_row": source.header_row,
        "found_transposed": source.layout.is_transposed,
        "found_shape": shape,
        "records": len(source.table.rows),
    }
    _keep_open(made)


def _keep_open(made: PortfolioImport) -> None:
    """A changed import has to be checked anew."""
    made.state, made.error = ImportState.UPLOADED, ""
    made.save()


def _check_open(made: PortfolioImport) -> None:
    if made.state not in OPEN:
        raise ValidationError(_("This import is running or done; its mapping cannot change."))


def check_editable(made: PortfolioImport) -> None:
    """A mapping that is being read by a worker must not change under it."""
    _check_open(made)
    if made.job and not made.job.is_finished:
        raise ValidationError(_("This import is being checked; wait for the end of the check."))


def _shape_of(choices: Choices) -> dict[str, Any]:
    """What a row is, as a saved mapping keeps it."""
    return {"shape": choices.shape, "key_headers": list(choices.key_headers)}


def _remember(made: PortfolioImport, plan: ImportPlan, comparison: Comparison) -> None:
    days = {day for c in comparison.changes if c.wanted for day, _values in c.wanted.reports}
    made.counts = {**comparison.counts(), "days": len(days)}
    made.report_on = max(days, default=None)
    made.options = {**made.options, "found_shape": plan.shape.value}
    made.mapping = {
        **made.mapping,
        "shape": plan.shape.value,
        "key_headers": list(plan.key_headers),
    }


def _about(made: PortfolioImport) -> dict[str, Any]:
    return {"file": made.source.name, "url": reverse("portfolio_import", args=[made.pk])}
