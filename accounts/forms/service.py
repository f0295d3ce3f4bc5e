"""Forms that take their fields from a model; services save what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models

from accounts.models import User


def day_input() -> forms.DateInput:
    """A date field of the browser's own."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ServiceForm(forms.Form):
    """Takes its fields from a model, but never touches an object: services compare and save."""

    model: type[models.Model]
    model_fields: tuple[str, ...] = ()
    field_classes: Mapping[str, type[forms.Field]] = {}

    def __init__(self, *args: Any, obj: models.Model | None = None, **kwargs: Any) -> None:
        if obj is not None:
            before = {name: getattr(obj, name) for name in self.model_fields}
            kwargs["initial"] = {**before, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        own = list(self.fields)
        self.fields.update(_fields(self.model, self.model_fields, self.field_classes))
        self.order_fields([*self.model_fields, *own])


def _fields(
    model: type[models.Model],
    names: tuple[str, ...],
    classes: Mapping[str, type[forms.Field]],
) -> dict[str, forms.Field]:
    widgets: dict[str, type[forms.Widget] | forms.Widget] = {
        name: day_input()
        for name in names
        if isinstance(model._meta.get_field(name), models.DateField)
    }
    found = forms.models.fields_for_model(
        model, fields=names, widgets=widgets, field_classes=dict(classes)
    )
    for field in found.values():
        if isinstance(field, forms.ModelChoiceField) and _is_of_people(field):
            field.queryset = User.objects.filter(is_active=True).order_by("name")
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 3
    return found


def _is_of_people(field: forms.ModelChoiceField[Any]) -> bool:
    return field.queryset is not None and field.queryset.model is User
