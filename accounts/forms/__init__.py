"""Forms of accounts: they shape and check input, services save it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

T = TypeVar("T")


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the posted data, also when nothing was filled in."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.BaseForm, service: Callable[[], T]) -> T | None:
    """Run a service for a valid form; what it refuses stands beside the form's fields."""
    try:
        return service()
    except ValidationError as refusal:
        form.add_error(None, _for_form(form, refusal))
        return None


def _for_form(form: forms.BaseForm, refusal: ValidationError) -> Any:
    """The refusal by field; what belongs to no field of this form goes to its head."""
    if not hasattr(refusal, "error_dict"):
        return refusal
    by_field: dict[str, Any] = {}
    for name, errors in refusal.error_dict.items():
        by_field.setdefault(name if name in form.fields else "__all__", []).extend(errors)
    return ValidationError(by_field)
