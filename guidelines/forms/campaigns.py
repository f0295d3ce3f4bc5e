"""Forms of campaigns: who is asked, until when, and why somebody is excused."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.service import day_input
from accounts.models import User
from accounts.roles import INTERNAL_ROLES
from core.registries import audiences
from guidelines.models import GuidelineVersion
from guidelines.selectors.audiences import AUDIENCE_KEYS, Former
from guidelines.services.campaigns import first_due

SEPARATORS = re.compile(r"[\n,;]+")


def _sources() -> list[tuple[str, Any]]:
    return [(source.key, source.label) for source in audiences]


def _groups() -> list[tuple[int, str]]:
    return list(Group.objects.order_by("name").values_list("pk", "name"))


class CampaignForm(forms.Form):
    """Who is asked to confirm a version, until when and with which words."""

    sources = forms.MultipleChoiceField(
        label=gettext_lazy("By what they do in projects"),
        choices=_sources,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("By role"),
        choices=[(role.value, role.label) for role in INTERNAL_ROLES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.TypedMultipleChoiceField(
        label=gettext_lazy("By group"),
        choices=_groups,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.CharField(
        label=gettext_lazy("And these people"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Names or e-mail addresses, one on each line."),
    )
    due_on = forms.DateField(label=gettext_lazy("To be confirmed by"), widget=day_input())
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands beside the text, above the button."),
    )

    def __init__(self, data: Any, *, version: GuidelineVersion, former: Former | None) -> None:
        initial: dict[str, Any] = {"due_on": first_due(version)}
        if former is not None:
            initial |= {**former.audience, "message": former.last.message}
            people = User.objects.filter(pk__in=former.audience["people"]).order_by("name")
            initial["people"] = "\n".join(people.values_list("email", flat=True))
        super().__init__(data, initial=initial)
        if not _groups():
            del self.fields["groups"]

    def clean_people(self) -> list[int]:
        """The ids of the people meant; whoever cannot be told is named."""
        wanted = [part.strip() for part in SEPARATORS.split(self.cleaned_data["people"])]
        by_key: dict[str, list[int]] = {}
        for pk, name, email in User.objects.filter(is_active=True).values_list(
            "pk", "name", "email"
        ):
            for key in {name.casefold(), email.casefold()}:
                by_key.setdefault(key, []).append(pk)
        found = {part: by_key.get(part.casefold(), []) for part in wanted if part}
        unknown = [part for part, people in found.items() if not people]
        several = [part for part, people in found.items() if len(people) > 1]
        if unknown:
            raise forms.ValidationError(
                _("Nobody of this name or address: %(names)s.") % {"names": ", ".join(unknown)}
            )
        if several:
            raise forms.ValidationError(
                _("Several people have this name, so give their addresses: %(names)s.")
                % {"names": ", ".join(several)}
            )
        return [people[0] for people in found.values()]

    def clean(self) -> dict[str, Any]:
        """Somebody must be asked."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(self.audience().values()):
            self.add_error(None, _("Say who is asked."))
        return cleaned

    def audience(self) -> dict[str, list[Any]]:
        """The audience as campaigns keep it."""
        return {key: list(self.cleaned_data.get(key) or ()) for key in AUDIENCE_KEYS}


class ExceptionForm(forms.Form):
    """Why a person needs not confirm."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is kept and stands in the evidence."),
    )


class CloseForm(forms.Form):
    """Why a campaign ends."""

    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=300)
