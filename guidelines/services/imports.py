"""Imports of guidelines: look first, then write all of it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import files
from core.events import record
from guidelines.enums import ImportState
from guidelines.exchange.leftovers import leftovers
from guidelines.exchange.opening import open_upload
from guidelines.exchange.plan import CODE, Outcome, Plan
from guidelines.exchange.plan import Options as PlanOptions
from guidelines.exchange.plan import make as make_plan
from guidelines.exchange.problems import Problem, Refused
from guidelines.exchange.reading import Package
from guidelines.models import GuidelineImport, Handbook
from guidelines.selectors.imports import known, sentence, told
from guidelines.services.imports_writing import Writer

KEPT_PROBLEMS = 2000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Choices:
    """What the person who imports decided."""

    name: str = ""
    chapter: str = ""
    prefix: str = "IMP"
    language: str = "en"
    chapters: Mapping[str, str] = field(default_factory=dict)
    is_published: bool = False
    reason: str = ""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Choices:
        """The choices as an import keeps them."""
        return cls(**{name: options[name] for name in cls.__dataclass_fields__ if name in options})

    def plain(self) -> dict[str, Any]:
        """The choices as JSON."""
        return {**vars(self), "chapters": dict(self.chapters)}


def opened(name: str, content: bytes) -> Package:
    """The package in an uploaded file; what cannot be read is refused beside the field."""
    try:
        return open_upload(name, content)
    except Refused as refusal:
        raise ValidationError({"file": sentence(refusal.code, refusal.params)}) from refusal


@transaction.atomic
def check(handbook: Handbook, content: bytes, choices: Choices, *, by: Any) -> GuidelineImport:
    """Keep the file and say what its import would do; nothing else is written."""
    package = opened(choices.name, content)
    _check(choices)
    stored = files.store(content, name=choices.name, content_type="application/octet-stream", by=by)
    made = GuidelineImport(handbook=handbook, file=stored, created_by=by)
    return _planned(made, package, choices, by)


def begun(handbook: Handbook, choices: Choices, *, by: Any) -> GuidelineImport:
    """An import whose package is at hand, so that no file is kept."""
    _check(choices)
    made = GuidelineImport(handbook=handbook, created_by=by, options=choices.plain())
    made.save()
    return made


@transaction.atomic
def rearrange(made: GuidelineImport, choices: Choices, *, by: Any) -> GuidelineImport:
    """Change the decisions of an import that has not begun."""
    _require(made, ImportState.CHECKED, ImportState.FAILED)
    _check(choices)
    package = opened(choices.name, _content(made))
    return _planned(made, package, choices, by)


@transaction.atomic
def discard(made: GuidelineImport, *, by: Any) -> None:
    """Forget a file that was not imported."""
    _require(made, ImportState.CHECKED, ImportState.FAILED)
    stored, handbook = made.file, made.handbook
    record("guidelines.import_discarded", handbook, by=by, data={"file": made.options["name"]})
    made.delete()
    if stored:
        storage, name = stored.file.storage, str(stored.file.name)
        stored.delete()
        # Only once the row is gone for good: a file does not come back with a rollback.
        transaction.on_commit(lambda: storage.delete(name))


def run(made: GuidelineImport, *, by: Any, progress: Progress | None = None) -> GuidelineImport:
    """Write what the file brings, all of it or nothing."""
    package = opened(Choices.of(made.options).name, _content(made))
    return write(made, package, by=by, progress=progress)


@transaction.atomic
def write(
    made: GuidelineImport, package: Package, *, by: Any, progress: Progress | None = None
) -> GuidelineImport:
    """Write a package into the import's handbook, and keep the protocol."""
    choices = Choices.of(made.options)
    found = plan(made.handbook, package, choices, by=by)
    writer = Writer(made.handbook, package, found, choices, by)
    for number, entry in enumerate(found.entries, 1):
        writer.write(entry)
        if progress:
            progress(number, len(found.entries))
    problems = [*package.problems, *found.problems, *writer.problems, *writer.unused()]
    made.outcome = {"entries": writer.rows, **_listed(problems), "counts": _counts(found)}
    made.state = ImportState.DONE
    made.save()
    data = {"file": choices.name, **_counts(found), "url": made.get_absolute_url()}
    record("guidelines.imported", made.handbook, by=by, data=data)
    return made


def plan(handbook: Handbook, package: Package, choices: Choices, *, by: Any) -> Plan:
    """Which guideline each file becomes, for this person, as things are now."""
    options = PlanOptions(choices.prefix, choices.chapter, choices.chapters)
    return make_plan(package, known(handbook, choices.language, by), options)


def _planned(made: GuidelineImport, package: Package, choices: Choices, by: Any) -> GuidelineImport:
    found = plan(made.handbook, package, choices, by=by)
    writer = Writer(made.handbook, package, found, choices, by)
    problems = [*package.problems, *found.problems]
    for file in (writer.files[entry.path] for entry in found.entries if entry.is_written):
        problems += [*writer.linker.link(file, writer.token).problems, *leftovers(file)]
    rows = [
        {**vars(entry), "outcome": entry.outcome.value, "title": entry.title}
        for entry in found.entries
    ]
    made.plan = {"entries": rows, **_listed(problems), "counts": _counts(found)}
    made.options, made.state = choices.plain(), ImportState.CHECKED
    made.save()
    return made


def _listed(problems: list[Problem]) -> dict[str, Any]:
    ordered = sorted(problems, key=lambda problem: (problem.path, problem.line))
    return {"problems": [told(each) for each in ordered[:KEPT_PROBLEMS]], "found": len(ordered)}


def _counts(found: Plan) -> dict[str, int]:
    counted = Counter(entry.outcome.value for entry in found.entries)
    return {outcome.value: counted[outcome.value] for outcome in Outcome}


def _check(choices: Choices) -> None:
    errors: dict[str, str] = {}
    if not CODE.fullmatch(f"{choices.prefix}-01"):
        errors["code_prefix"] = _("Use letters, digits, dots, hyphens and underscores.")
    if choices.is_published and not choices.reason.strip():
        errors["reason"] = _("Say why the texts need no review.")
    if errors:
        raise ValidationError(errors)


def _require(made: GuidelineImport, *states: str) -> None:
    locked = GuidelineImport.objects.select_for_update().get(pk=made.pk)
    if locked.state not in states:
        raise ValidationError(_("This import has begun already."))


def _content(made: GuidelineImport) -> bytes:
    if made.file is None:
        raise ValidationError(_("The file of this import is gone."))
    return files.read(made.file)
