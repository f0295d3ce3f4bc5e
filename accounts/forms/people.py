"""Forms about people and groups."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import roles_given_by
from accounts.roles import Role

THEMES = [("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]
REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def time_zones() -> list[tuple[str, str]]:
    """Places by region, and UTC; the aliases of the database are left out."""
    names = sorted(name for name in available_timezones() if name.split("/")[0] in REGIONS)
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class ProfileForm(forms.Form):
    """What a person decides about themselves."""

    name = forms.CharField(label=_("Name"), max_length=150)
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    theme = forms.ChoiceField(label=_("Appearance"), choices=THEMES)


class PreferencesForm(forms.Form):
    """The quick choices of the user menu: either one, or both."""

    theme = forms.ChoiceField(choices=THEMES, required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)


class RolesField(forms.MultipleChoiceField):
    """Roles as boxes to tick; who may not give a role does not find it here."""

    widget = forms.CheckboxSelectMultiple

    def offer_to(self, user: Any) -> None:
        """Offer the roles that this person may give."""
        self.choices = [(role.value, role.label) for role in roles_given_by(user)]

    def clean(self, value: Any) -> list[Role]:
        """The chosen roles."""
        return [Role(each) for each in super().clean(value)]


class PersonForm(forms.Form):
    """A person's details, roles and access, for who manages people."""

    name = forms.CharField(label=_("Name"), max_length=150)
    unit = forms.CharField(label=_("Unit"), max_length=120, required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    roles = RolesField(label=_("Roles"))
    is_active = forms.BooleanField(
        label=_("May sign in"),
        required=False,
        help_text=_("Without this, all sessions of the person end at once."),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = self.fields["roles"]
        assert isinstance(roles, RolesField)
        roles.offer_to(by)


class InviteForm(forms.Form):
    """Who is invited, as what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=150)
    unit = forms.CharField(label=_("Unit"), max_length=120, required=False)
    roles = RolesField(label=_("Roles"))
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The mail is written in it.")
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = self.fields["roles"]
        assert isinstance(roles, RolesField)
        roles.offer_to(by)


class AcceptForm(forms.Form):
    """The password of a new account, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence of several words is easy to remember."),
    )
    repeated = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_repeated(self) -> str:
        """Both must be the same."""
        repeated: str = self.cleaned_data["repeated"]
        if self.cleaned_data.get("password") != repeated:
            raise forms.ValidationError(_("The two passwords differ."))
        return repeated


class GroupForm(forms.Form):
    """A group's name and members."""

    name = forms.CharField(label=_("Name"), max_length=150)
    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, group: Group | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = User.objects.get_queryset().current()
        if group is not None:
            choices = choices | User.objects.filter(groups=group)
        members = self.fields["members"]
        assert isinstance(members, forms.ModelMultipleChoiceField)
        members.queryset = choices.order_by("name", "pk").distinct()
