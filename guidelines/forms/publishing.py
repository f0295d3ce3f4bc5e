"""Forms of publishing, retiring and care."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.service import day_input
from guidelines.enums import TransitionRule
from guidelines.models import Guideline, GuidelineVersion

MATERIAL, MINOR = "yes", "no"


class PublishForm(forms.Form):
    """From when a version holds, what it changes, and for whom."""

    effective_on = forms.DateField(label=_("In force from"), widget=day_input())
    is_material = forms.TypedChoiceField(
        label=_("The change is"),
        choices=[
            (MATERIAL, _("material: readers have to know it, and confirm it again")),
            (MINOR, _("minor: wording, links, spelling; confirmations stay valid")),
        ],
        coerce=lambda value: value == MATERIAL,
        widget=forms.RadioSelect,
    )
    change_note = forms.CharField(
        label=_("What changed, in one sentence"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    transition = forms.ChoiceField(
        label=_("Running projects"), choices=TransitionRule, widget=forms.RadioSelect
    )
    despite_broken_links = forms.BooleanField(
        label=_("Publish although links lead nowhere"), required=False
    )
    ask_again = forms.BooleanField(
        label=_("Ask everybody again who was asked to confirm the former version"),
        required=False,
        initial=True,
        help_text=_("Only after a material change."),
    )
    ask = forms.BooleanField(
        label=_("Ask readers to confirm this version"),
        required=False,
        help_text=_("Who is asked is chosen on the next page."),
    )

    def __init__(
        self,
        data: Any,
        *,
        version: GuidelineVersion,
        is_broken: bool,
        may_ask: bool,
        was_asked: bool,
    ) -> None:
        initial = {
            "effective_on": timezone.localdate(),
            "is_material": MATERIAL if version.is_material else MINOR,
            "change_note": version.change_note,
            "transition": version.transition,
        }
        super().__init__(data, initial=initial)
        self.fields["change_note"].required = version.number > 1
        if not is_broken:
            del self.fields["despite_broken_links"]
        if not may_ask or was_asked:
            del self.fields["ask"]
        if not may_ask or not was_asked:
            del self.fields["ask_again"]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "ask"}


class CurrentChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # no subscript at run time
    """Guidelines in force by code and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Code and title."""
        return f"{obj.code} {obj.current.title}"


class RetireForm(forms.Form):
    """Why a guideline goes, and what holds instead."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    replaced_by = CurrentChoice(
        label=_("Replaced by"),
        queryset=Guideline.objects.none(),
        required=False,
        empty_label=_("Nothing replaces it"),
    )

    def __init__(self, *args: Any, guideline: Guideline, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replaced_by"]
        assert isinstance(field, forms.ModelChoiceField)
        others = Guideline.objects.visible_to(person).in_force().exclude(pk=guideline.pk)
        same = Q(language=guideline.language)
        field.queryset = others.filter(same).select_related("current").order_by("code")


class StillValidForm(forms.Form):
    """What was checked when a text was found still valid."""

    note = forms.CharField(label=_("What did you check?"), widget=forms.Textarea(attrs={"rows": 2}))
