"""The library: what a person may read, by handbook and chapter, in their language if possible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language

from guidelines.enums import OPEN_STATES, CampaignState, RequestState
from guidelines.models import Chapter, ConfirmationRequest, Favourite, Guideline, RecentView
from guidelines.models.structure import visible_guidelines, worked_on, works_on_all
from guidelines.selectors.library_rows import Row, make_row

NEW_DAYS = timedelta(days=30)
FEW = 6
_CURRENT = (
    "title",
    "kind",
    "methods",
    "classes",
    "phases",
    "project_kinds",
    "tags",
    "number",
    "published_at",
    "source_version_id",
)
_OPEN = ("title", "kind", "number", "state", "effective_on", "tags")
FIELDS = (
    "pk",
    "code",
    "language",
    "translation_of_id",
    "chapter_id",
    "access",
    "next_review_on",
    "retired_on",
    "current_id",
)


@dataclass(frozen=True)
class Wanted:
    """What a reader filters the library by; empty values set no limit."""

    text: str = ""
    method: str = ""
    project_class: str = ""
    phase: str = ""
    kind: str = ""
    tag: str = ""

    @property
    def is_narrowing(self) -> bool:
        """Whether any filter is at work."""
        return self != Wanted()

    def takes(self, row: Row) -> bool:
        """Whether the row matches all filters; a guideline without limits matches each of them."""
        words = self.text.casefold().split()
        return (
            (not self.kind or row.kind == self.kind)
            and (not self.tag or self.tag in row.tags)
            and (not self.method or not row.methods or self.method in row.methods)
            and (not self.project_class or not row.classes or self.project_class in row.classes)
            and (not self.phase or not row.phases or self.phase in row.phases)
            and all(word in row.searched for word in words)
        )


@dataclass(frozen=True)
class ChapterRows:
    """A chapter with its guidelines as far as the person sees them."""

    chapter: Chapter
    rows: list[Row]


@dataclass(frozen=True)
class HandbookRows:
    """A handbook with its chapters."""

    handbook: Any
    chapters: list[ChapterRows]

    @property
    def count(self) -> int:
        """How many guidelines are shown."""
        return sum(len(each.rows) for each in self.chapters)


@dataclass(frozen=True)
class Library:
    """The shelves, what the person keeps at hand, and what can be filtered by."""

    handbooks: list[HandbookRows]
    total: int
    shown: int
    favourites: list[Row] = field(default_factory=list)
    recent: list[Row] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def library(
    user: Any,
    wanted: Wanted | None = None,
    *,
    handbook: Any = None,
    chapter: Chapter | None = None,
) -> Library:
    """All shelves, those of one handbook, or one chapter, narrowed by the filters."""
    wanted = wanted or Wanted()
    every = _rows(user, _within(handbook, chapter))
    chapters = _chapters(user, every, _within(handbook, chapter, path=""))
    picked = _pick([row for row in every if row.is_on_shelf])
    shown = [row for row in picked if wanted.takes(row)]
    by_pk = {row.pk: row for row in every}
    return Library(
        handbooks=_shelves(chapters, shown, keep_empty=not wanted.is_narrowing),
        total=len(picked),
        shown=len(shown),
        favourites=_favourites(_marked(user), by_pk),
        recent=_recent(_read(user), by_pk),
        tags=sorted({tag for row in picked for tag in row.tags}, key=str.casefold),
    )


def at_hand(user: Any) -> tuple[list[Row], list[Row]]:
    """Favourites and what was read lately, for the home page."""
    marked, read = _marked(user), _read(user)
    if not marked and not read:
        return [], []
    by_pk = {row.pk: row for row in _rows(user, Q(pk__in={*marked, *read}))}
    return _favourites(marked, by_pk), _recent(read, by_pk)


def _within(handbook: Any, chapter: Chapter | None, path: str = "chapter__") -> Q:
    """The condition of a handbook or chapter on guidelines, or on chapters with an empty path."""
    if handbook is not None:
        return Q(**{f"{path}handbook": handbook.pk})
    return Q(**{f"{path}pk": chapter.pk}) if chapter is not None else Q()


def _chapters(user: Any, rows: Iterable[Row], within: Q) -> list[Chapter]:
    """Those of the rows; who works on guidelines sees empty ones, too."""
    if works_on_all(user):
        found = Chapter.objects.visible_to(user).filter(within)
    else:
        found = Chapter.objects.filter(pk__in={row.chapter_id for row in rows})
    return list(
        found.select_related("handbook").order_by(
            "handbook__position", "handbook__title", "handbook", "position", "title"
        )
    )


def _rows(user: Any, within: Q) -> list[Row]:
    """Every visible guideline as a row, in shelf order; drafts for those who work on them."""
    rows: QuerySet[Any] = Guideline.objects.filter(visible_guidelines(user), within)
    rows = rows.alias(
        open=FilteredRelation("versions", condition=Q(versions__state__in=OPEN_STATES))
    ).annotate(
        **{f"current_{name}": F(f"current__{name}") for name in _CURRENT},
        **{f"open_{name}": F(f"open__{name}") for name in _OPEN},
        chapter_access=F("chapter__access"),
        source_current=F("translation_of__current_id"),
        shelf=Coalesce("translation_of__position", "position"),
    )
    found = list(
        rows.order_by("shelf", "code", "pk").values(
            *FIELDS,
            *(f"current_{name}" for name in _CURRENT),
            *(f"open_{name}" for name in _OPEN),
            "chapter_access",
            "source_current",
            "shelf",
        )
    )
    worked = _worked_on(user, [values["pk"] for values in found if values["open_state"]])
    to_confirm = _to_confirm(user)
    today = timezone.localdate()
    return [
        make_row(
            values,
            today=today,
            since=today - NEW_DAYS,
            works=values["pk"] in worked,
            must_confirm=values["pk"] in to_confirm,
        )
        for values in found
    ]


def _worked_on(user: Any, opened: list[int]) -> set[int]:
    """Those of the guidelines with an open version that the person works on."""
    if not opened or works_on_all(user):
        return set(opened)
    mine = Guideline.objects.filter(worked_on(user), pk__in=opened)
    return set(mine.values_list("pk", flat=True))


def _to_confirm(user: Any) -> set[int]:
    """Guidelines that the person is asked to confirm and has not."""
    asked = ConfirmationRequest.objects.filter(
        person=user, state=RequestState.OPEN, campaign__state=CampaignState.OPEN
    )
    return set(asked.values_list("campaign__version__guideline", flat=True))


def _pick(rows: Iterable[Row]) -> list[Row]:
    """One row per guideline and its translations: the reader's language first, then the source."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.root].append(row)
    language = get_language() or settings.LANGUAGE_CODE
    picked = []
    for group in groups.values():
        best = min(group, key=lambda row: row.rank(language))
        others = [row for row in group if row is not best and row.is_only_draft]
        picked.append(best.told_of(others))
    return picked


def _shelves(
    chapters: Sequence[Chapter], rows: Iterable[Row], *, keep_empty: bool
) -> list[HandbookRows]:
    by_chapter: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_chapter[row.chapter_id].append(row)
    shelves: dict[int, HandbookRows] = {}
    for chapter in chapters:
        found = sorted(by_chapter[chapter.pk], key=lambda row: (row.position, row.code))
        if not found and not keep_empty:
            continue
        shelf = shelves.setdefault(chapter.handbook_id, HandbookRows(chapter.handbook, []))
        shelf.chapters.append(ChapterRows(chapter, found))
    return list(shelves.values())


def _marked(user: Any) -> list[int]:
    return list(Favourite.objects.filter(person=user).values_list("guideline", flat=True))


def _read(user: Any) -> list[int]:
    """Guidelines that the person opened, the last one first."""
    rows = RecentView.objects.filter(person=user).order_by("-viewed_at", "-pk")
    return list(rows.values_list("guideline", flat=True)[: 4 * FEW])


def _favourites(marked: Iterable[int], by_pk: dict[int, Row]) -> list[Row]:
    """What is kept at hand; what the person may not see any more has left no trace here."""
    return sorted((by_pk[pk] for pk in marked if pk in by_pk), key=lambda row: row.code)


def _recent(read: Iterable[int], by_pk: dict[int, Row]) -> list[Row]:
    """What was opened last, as far as the person may still see it."""
    return [by_pk[pk] for pk in read if pk in by_pk][:FEW]
