"""The form that gives one person or group access to one object."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.grants import holders
from accounts.models import User

PERSON, GROUP = "person", "group"


def holder_key(holder: User | Group) -> str:
    """How a person or group is named in a form: `person:7`, `group:3`."""
    return f"{GROUP if isinstance(holder, Group) else PERSON}:{holder.pk}"


def find_holder(key: str) -> User | Group | None:
    """The person or group of such a name, or None."""
    kind, _colon, number = key.partition(":")
    model: Any = {PERSON: User, GROUP: Group}.get(kind)
    if model is None or not number.isdecimal():
        return None
    found: User | Group | None = model.objects.filter(pk=number).first()
    return found


class GrantForm(forms.Form):
    """Choose a person or a group that does not have the access yet."""

    holder = forms.ChoiceField(label=gettext_lazy("Person or group"))

    def __init__(self, *args: Any, obj: models.Model, codename: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _choices(obj, codename)

    def clean_holder(self) -> User | Group:
        """The chosen person or group itself."""
        holder = find_holder(self.cleaned_data["holder"])
        if holder is None:
            raise forms.ValidationError(_("This person or group is not there any more."))
        return holder


def _choices(obj: models.Model, codename: str) -> list[Any]:
    """Groups first: access by group is easier to keep in order than access by person."""
    people_in, groups_in = holders(obj, codename)
    groups = Group.objects.exclude(pk__in=groups_in.values("pk")).order_by("name")
    people = User.objects.get_queryset().current().exclude(pk__in=people_in.values("pk"))
    return [
        ("", _("Choose …")),
        (_("Groups"), [(holder_key(group), group.name) for group in groups]),
        (_("People"), [(holder_key(person), _told(person)) for person in people.order_by("name")]),
    ]


def _told(person: User) -> str:
    return f"{person.name} ({person.unit or person.email})"
