"""Keeps a finished dashboard until something happens, because most looks follow no change."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Q

from core.models import Event
from portfolio.models import Portfolio, Programme
from portfolio.permissions import sees_all
from portfolio.selectors.dashboard import Dashboard, dashboard

SECONDS = 600
SHAPE = 2  # raised with what a dashboard holds: a kept one may be older than the code
HARMLESS = Q(name__startswith="accounts.sign") | Q(name__startswith="core.view_")


def kept_dashboard(
    user: Any,
    day: date,
    portfolio: Portfolio,
    programme: Programme | None = None,
    *,
    compare: date | None = None,
) -> Dashboard:
    """The dashboard, computed anew after any event that could change it.

    Every write records an event in its own transaction, so the newest event names the state of
    the database; an empty log names nothing, and then nothing is kept.
    """
    newest = Event.objects.exclude(HARMLESS).order_by("-pk").values_list("hash", flat=True).first()
    if newest is None:
        return dashboard(user, day, portfolio, programme, compare=compare)
    parts = (newest, "all" if sees_all(user) else user.pk, portfolio.pk, programme and programme.pk)
    text = repr((*parts, day.isoformat(), compare and compare.isoformat()))
    key = f"dashboard-{SHAPE}-{hashlib.sha256(text.encode()).hexdigest()}"
    board = cache.get(key)
    if not isinstance(board, Dashboard):
        board = dashboard(user, day, portfolio, programme, compare=compare)
        cache.set(key, board, SECONDS)
    return board
