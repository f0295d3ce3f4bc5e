"""The only door to reversion: every kept version has a person and a comment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import reversion
from django.db import models
from reversion.models import Version

M = TypeVar("M", bound=type[models.Model])


def versioned(model: M) -> M:
    """Class decorator: keep the history of this model's rows, without following relations."""
    reversion.register(model)
    return model


@contextmanager
def revision(*, by: Any = None, comment: str = "") -> Iterator[None]:
    """Saves inside this block become one revision of `by` with this comment."""
    with reversion.create_revision(atomic=True):
        if by is not None:
            reversion.set_user(by)
        reversion.set_comment(comment)
        yield


def history(obj: models.Model) -> models.QuerySet[Any]:
    """The versions of an object, newest first, with their revision and its user."""
    versions: models.QuerySet[Any] = Version.objects.get_for_object(obj)
    return versions.select_related("revision__user")
