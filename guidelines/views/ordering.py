"""The order of a handbook: every move is saved at once and can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.signed_in import person_of
from guidelines.forms.structure import UP, ChapterPlaceForm, PlaceForm
from guidelines.models import Chapter, Guideline, Handbook
from guidelines.permissions import check, why_not_grant, why_not_manage
from guidelines.selectors import ordering
from guidelines.services import structure

BOARD_ID = "order"


@dataclass(frozen=True)
class Moved:
    """What was moved, told in words, and the form that puts it back."""

    sentence: str
    undo_url: str
    undo: dict[str, str]


@require_safe
def handbook_order(request: HttpRequest, pk: int) -> HttpResponse:
    """The chapters and guidelines of a handbook, to be put in order."""
    person = person_of(request)
    handbook = get_object_or_404(Handbook.objects.visible_to(person), pk=pk)
    check(why_not_manage(person))
    return render(request, "guidelines/handbook_order.html", _board(request, handbook, person))


@require_http_methods(["GET", "POST"])
def guideline_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a guideline one step, before another one, or to the end of a chapter."""
    person = person_of(request)
    guideline = _guideline(person, pk)
    check(why_not_manage(person))
    if request.method != "POST":
        form = PlaceForm(person=person, initial={"chapter": guideline.chapter_id})
        return _choice(request, guideline, form)
    form = PlaceForm(request.POST, person=person)
    if not form.is_valid() or not (form.cleaned_data["to"] or form.cleaned_data["chapter"]):
        return _choice(request, guideline, form, status=422)
    chapter, before = _place(guideline, form, person)
    if ordering.changes_readers(guideline, chapter):
        check(why_not_grant(person))
    old = ordering.after(guideline, ordering.siblings(guideline, person))
    undo = {"chapter": guideline.chapter_id, "before": old.pk if old else ""}
    try:
        structure.move_guideline(guideline, chapter, by=person, before=before)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("handbook_order", chapter.handbook_id)
    return _answer(request, chapter.handbook, person, {"guideline": pk, **undo})


@require_POST
def chapter_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a chapter one step, before another one, or into another handbook."""
    person = person_of(request)
    chapter = get_object_or_404(
        Chapter.objects.visible_to(person).select_related("handbook"), pk=pk
    )
    check(why_not_manage(person))
    form = ChapterPlaceForm(request.POST, person=person)
    old_book = chapter.handbook
    if not form.is_valid():
        messages.error(request, _("Choose where the chapter is to stand."))
        return redirect("handbook_order", old_book.pk)
    among = ordering.chapters_of(old_book, person)
    old = ordering.after(chapter, among)
    undo = {"handbook": old_book.pk, "before": old.pk if old else ""}
    step, before = form.cleaned_data["to"], form.cleaned_data["before"]
    if step:
        before = ordering.one_step(chapter, among, is_up=step == UP)
    book = form.cleaned_data["handbook"] or old_book
    try:
        structure.move_chapter(chapter, by=person, before=before, handbook=book)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("handbook_order", old_book.pk)
    return _answer(request, book, person, {"chapter_moved": pk, **undo})


@require_POST
def handbook_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a handbook one step in the library."""
    person = person_of(request)
    handbook = get_object_or_404(Handbook.objects.visible_to(person), pk=pk)
    check(why_not_manage(person))
    among = list(Handbook.objects.visible_to(person).order_by("position", "title"))
    before = ordering.one_step(handbook, among, is_up=request.POST.get("to") == UP)
    structure.move_handbook(handbook, by=person, before=before)
    told = {"title": handbook.title, "number": _number(handbook, before, among)}
    messages.success(request, _("“%(title)s” is now handbook number %(number)s.") % told)
    return redirect("handbook_order", pk)


def _number(handbook: Handbook, before: Handbook | None, among: list[Handbook]) -> int:
    others = [each for each in among if each != handbook]
    return (others.index(before) if before in others else len(others)) + 1


def _guideline(person: Any, pk: int) -> Guideline:
    rows = Guideline.objects.visible_to(person).filter(translation_of=None)
    return get_object_or_404(rows.select_related("chapter__handbook", "current"), pk=pk)


def _place(guideline: Guideline, form: PlaceForm, person: Any) -> tuple[Chapter, Guideline | None]:
    """The chapter, and what the guideline is to stand before."""
    values = form.cleaned_data
    if values["to"]:
        among = ordering.siblings(guideline, person)
        return guideline.chapter, ordering.one_step(guideline, among, is_up=values["to"] == UP)
    return values["chapter"], values["before"]


def _answer(
    request: HttpRequest, handbook: Handbook, person: Any, moved: dict[str, Any]
) -> HttpResponse:
    """The board with what was moved; without script the page, whose address tells the same."""
    htmx = getattr(request, "htmx", None)
    if not htmx or htmx.target != BOARD_ID:
        return redirect(f"{reverse('handbook_order', args=[handbook.pk])}?{urlencode(moved)}")
    told = {key: str(value) for key, value in moved.items()}
    context = _board(request, handbook, person, told)
    return render(request, "guidelines/handbook_order.html#board", context)


def _board(
    request: HttpRequest, handbook: Handbook, person: Any, moved: dict[str, str] | None = None
) -> dict[str, Any]:
    chapters = ordering.board(handbook, person)
    return {
        "handbook": handbook,
        "chapters": chapters,
        "moved": _moved(moved if moved is not None else request.GET.dict(), person),
        "has_several": Handbook.objects.count() > 1,
        "why_not_grant": why_not_grant(person),
    }


def _moved(asked: dict[str, str], person: Any) -> Moved | None:
    """What the address says was moved, as far as the person may see it."""
    pk = asked.get("guideline", "")
    if pk.isdecimal() and "chapter" in asked:
        found = Guideline.objects.visible_to(person).select_related("chapter").filter(pk=pk).first()
        if found is None:
            return None
        among: list[Any] = ordering.siblings(found, person)
        sentence = _told(found, str(found.code), found.chapter.title, among)
        undo = {name: asked.get(name, "") for name in ("chapter", "before")}
        return Moved(sentence, reverse("guideline_move", args=[found.pk]), undo)
    pk = asked.get("chapter_moved", "")
    if pk.isdecimal():
        rows = Chapter.objects.visible_to(person).select_related("handbook")
        chapter = rows.filter(pk=pk).first()
        if chapter is None:
            return None
        among = ordering.chapters_of(chapter.handbook, person)
        sentence = _told(chapter, chapter.title, chapter.handbook.title, among)
        undo = {name: asked.get(name, "") for name in ("handbook", "before")}
        return Moved(sentence, reverse("chapter_move", args=[chapter.pk]), undo)
    return None


def _told(row: Any, name: str, place: str, among: list[Any]) -> str:
    number = among.index(row) + 1 if row in among else len(among)
    told = {"name": name, "number": number, "count": len(among), "place": place}
    return _("%(name)s is now number %(number)s of %(count)s in %(place)s.") % told


def _choice(
    request: HttpRequest, guideline: Guideline, form: PlaceForm, status: int = 200
) -> HttpResponse:
    context = {"guideline": guideline, "form": form}
    return render(request, "guidelines/guideline_move.html", context, status=status)
