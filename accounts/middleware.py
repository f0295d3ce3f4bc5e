"""What follows the person on every page: language, time zone, and where they are signed in."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers


class PersonalSettingsMiddleware:
    """Activate the signed-in person's language and time zone, else the browser's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in the person's language and time."""
        user = request.user
        if user.is_authenticated:
            language, zone = user.language, user.time_zone
        else:
            language, zone = translation.get_language_from_request(request), settings.TIME_ZONE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        with timezone.override(_zone(zone)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if not user.is_authenticated:
            patch_vary_headers(response, ["Accept-Language"])
        translation.deactivate()
        return response


class SessionActivityMiddleware:
    """Keep the session list current without writing to the database on every page.

    allauth's own middleware costs five statements and a commit on each request.
    """

    SECONDS = 5 * 60

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note address and time of a session, at most once in five minutes."""
        key = request.session.session_key
        if key and request.user.is_authenticated and self._is_due(key):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)

    def _is_due(self, session_key: str) -> bool:
        key = f"accounts.session_seen.{hashlib.sha256(session_key.encode()).hexdigest()}"
        now = time.time()
        if cache.get(key, 0) > now - self.SECONDS:
            return False
        cache.set(key, now, self.SECONDS)
        return True


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
