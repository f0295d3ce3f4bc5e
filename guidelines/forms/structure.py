"""Forms of handbooks, chapters, places, and of what a guideline is apart from its text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms.service import ServiceForm
from accounts.models import User
from accounts.roles import INTERNAL_ROLES
from guidelines.enums import Access
from guidelines.models import Chapter, Guideline, Handbook

UP, DOWN = "up", "down"


class HandbookForm(ServiceForm):
    """A handbook's own fields."""

    model = Handbook
    model_fields = ("title", "description", "classification")


class ChapterForm(ServiceForm):
    """A chapter's own fields; access is for those who give access."""

    model = Chapter
    model_fields = ("title", "description", "access")

    def __init__(self, *args: Any, may_grant: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["access"].help_text = _("Restricting a chapter restricts all its guidelines.")
        if not may_grant:
            del self.fields["access"]


class _ChapterChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # generic in stubs alone
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.handbook.title}: {obj.title}"


class PlaceForm(forms.Form):
    """One step up or down, or a chapter and what to stand before; all as far as visible."""

    to = forms.ChoiceField(choices=[(UP, UP), (DOWN, DOWN)], required=False)
    chapter = _ChapterChoice(label=_("Chapter"), queryset=None, required=False)
    before: Any = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chapters = Chapter.objects.visible_to(person).select_related("handbook")
        by_place = chapters.order_by("handbook__position", "handbook__title", "position", "title")
        self.fields["chapter"].queryset = by_place  # type: ignore[attr-defined]
        guidelines = Guideline.objects.visible_to(person)
        self.fields["before"].queryset = guidelines  # type: ignore[attr-defined]


class ChapterPlaceForm(forms.Form):
    """One step up or down, or another handbook, or the chapter to stand before."""

    to = forms.ChoiceField(choices=[(UP, UP), (DOWN, DOWN)], required=False)
    handbook: Any = forms.ModelChoiceField(label=_("Handbook"), queryset=None, required=False)
    before: Any = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        handbooks = Handbook.objects.visible_to(person).order_by("position", "title")
        self.fields["handbook"].queryset = handbooks  # type: ignore[attr-defined]
        chapters = Chapter.objects.visible_to(person)
        self.fields["before"].queryset = chapters  # type: ignore[attr-defined]


class PropertiesForm(ServiceForm):
    """Code, owner and review of a guideline; a translation has its source's code."""

    model = Guideline
    model_fields = ("code", "owner", "review_months", "next_review_on")

    def __init__(self, *args: Any, obj: Guideline, may_give: bool, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        self.fields["code"].help_text = _("Links and addresses with the old code go on working.")
        if obj.translation_of_id is not None:
            del self.fields["code"]
        if not may_give:
            del self.fields["owner"]
        else:
            self.fields["owner"].queryset = _owners(obj)  # type: ignore[attr-defined]


def _owners(guideline: Guideline) -> QuerySet[User]:
    """People who read internal things, and whoever owns it now."""
    internal = User.objects.get_queryset().holding(*INTERNAL_ROLES).values("pk")
    people = User.objects.filter(Q(pk__in=internal) | Q(pk=guideline.owner_id))
    return people.order_by("name")


class AccessForm(forms.Form):
    """Who may read a guideline."""

    access = forms.ChoiceField(label=_("Who may read it"), choices=Access, widget=forms.RadioSelect)


class LanguageForm(forms.Form):
    """A language that the guideline is not in yet."""

    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
