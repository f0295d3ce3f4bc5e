"""What imports read: guidelines that are there already, and problems in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.roles import Capability, can
from core.models import Job
from guidelines.enums import Kind, Method, Phase, ProjectClass, VersionState
from guidelines.exchange.origins import is_untouched
from guidelines.exchange.plan import Known
from guidelines.exchange.problems import MESSAGES, Params, Problem
from guidelines.exchange.values import Allowed
from guidelines.models import FormerCode, Guideline, GuidelineImport, GuidelineVersion, Handbook
from guidelines.permissions import why_not_write

ALLOWED = Allowed(
    kinds=frozenset(Kind.values),
    lists={
        "methods": frozenset(Method.values),
        "classes": frozenset(ProjectClass.values),
        "phases": frozenset(Phase.values),
    },
)


def visible_imports(user: Any) -> QuerySet[GuidelineImport]:
    """Own imports; a file can hold restricted guidelines, so others need to see those anyway."""
    rows = GuidelineImport.objects.select_related("handbook", "file", "job", "created_by")
    return rows if can(user, Capability.SEE_RESTRICTED) else rows.filter(created_by=user)


def known(handbook: Handbook | None, language: str, by: Any) -> list[Known]:
    """Every guideline of the language, as far as an import has to respect it.

    A code of another language is left to its translation where the person may write that.
    """
    rows = Guideline.objects.filter(language=language).select_related("chapter", "current")
    versions = _open_versions(language)
    visible = _visible(by)
    found = [_known(row, versions.get(row.pk), handbook, visible, by) for row in rows]
    borne = {each.code.lower() for each in found}
    return [*found, *_taken(borne, handbook, visible, by)]


def _taken(
    borne: set[str], handbook: Handbook | None, visible: set[int] | None, by: Any
) -> Iterator[Known]:
    """Codes that no new guideline of this import may bear."""
    former = FormerCode.objects.values_list("code", flat=True)
    codes = {code.lower(): code for code in former}
    for row in Guideline.objects.filter(translation_of=None).select_related("chapter", "current"):
        known = _known(row, None, handbook, visible, by)
        codes[row.code.lower()] = "" if known.is_ours and known.is_writable else row.code
    return (Known(code, is_ours=False) for low, code in codes.items() if code and low not in borne)


def sentence(code: str, params: Params | Mapping[str, Any]) -> str:
    """A problem in words; an unknown code stands for itself."""
    message = MESSAGES.get(code)
    return _(message) % dict(params) if message else code


def told(problem: Problem) -> dict[str, Any]:
    """A problem as it is kept."""
    return {
        "path": problem.path,
        "line": problem.line,
        "code": problem.code,
        "params": dict(problem.params),
    }


def in_words(kept: Mapping[str, Any]) -> str:
    """A kept problem in words."""
    return sentence(str(kept["code"]), kept["params"])


def subjects(jobs: list[Job]) -> Mapping[int, str]:
    """The file of each import by the job's pk; one query."""
    rows = GuidelineImport.objects.filter(pk__in={job.payload["import"] for job in jobs})
    names = {row["pk"]: row["options"].get("name", "") for row in rows.values("pk", "options")}
    return {job.pk: names.get(job.payload["import"], "") for job in jobs}


def summary(job: Job) -> str:
    """How many guidelines the import made."""
    return counted(job.result.get("counts") or {})


def counted(counts: Mapping[str, int]) -> str:
    """The outcome of an import in numbers."""
    if not counts:
        return ""
    numbers = {name: counts.get(name, 0) for name in ("new", "draft", "unchanged", "blocked")}
    text = _("%(new)s new, %(draft)s changed, %(unchanged)s unchanged, %(blocked)s left out")
    return text % numbers


def _open_versions(language: str) -> dict[int, GuidelineVersion]:
    rows = GuidelineVersion.objects.open().filter(guideline__language=language)
    return {row.guideline_id: row for row in rows}


def _visible(by: Any) -> set[int] | None:
    """The guidelines that the person may see; None where the machine itself imports."""
    return (
        None if by is None else set(Guideline.objects.visible_to(by).values_list("pk", flat=True))
    )


def _known(
    row: Guideline,
    draft: GuidelineVersion | None,
    handbook: Handbook | None,
    visible: set[int] | None,
    by: Any,
) -> Known:
    newest = draft or row.current
    is_seen = visible is None or row.pk in visible
    is_ours = is_seen and handbook is not None and row.chapter.handbook_id == handbook.pk
    is_free = draft is None or (
        draft.state == VersionState.DRAFT and is_untouched(draft.body, draft.origin)
    )
    return Known(
        code=row.code,
        path=row.source_path,
        digest=str(newest.origin.get("digest", "")) if newest else "",
        chapter=row.chapter.title,
        is_ours=is_ours,
        is_writable=by is None or not is_ours or why_not_write(by, row) is None,
        is_busy=not is_free,
    )
