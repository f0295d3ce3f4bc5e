"""Collects what is wrong with an input, by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models


class Errors:
    """Messages by field name, raised together so that a form shows all of them at once."""

    def __init__(self) -> None:
        self._messages: dict[str, list[Any]] = defaultdict(list)

    def add(self, field: str, message: Any) -> None:
        """Note a message for this field."""
        self._messages[field].append(message)

    def require(self, obj: models.Model, field: str, message: Any) -> bool:
        """Note the message when the field is empty; returns whether it is filled."""
        if getattr(obj, field) in (None, "") and field not in self._messages:
            self.add(field, message)
        return field not in self._messages

    def clean(self, obj: models.Model, fields: Iterable[str]) -> None:
        """Let these fields of the object check and convert their own values.

        Relations are given as objects: asking the database for each again would be a query.
        """
        for name in fields:
            field = cast("models.Field[Any, Any]", obj._meta.get_field(name))
            if field.is_relation:
                continue
            try:
                setattr(obj, field.attname, field.clean(getattr(obj, field.attname), obj))
            except ValidationError as error:
                self._messages[name] += error.messages

    def raise_if_any(self) -> None:
        """Raise ValidationError unless nothing was noted."""
        if self._messages:
            raise ValidationError(dict(self._messages))
