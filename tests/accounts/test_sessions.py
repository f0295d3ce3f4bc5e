"""Sessions end, and what is noted for them ends with them."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.services import sessions
from core.registries import tickers


def test_the_tick_forgets_expired_sessions_and_their_addresses(client, member, manager):
    client.force_login(member)
    client.get("/profile/")
    gone = client.session.session_key
    client.cookies.clear()
    client.force_login(manager)
    client.get("/profile/")
    Session.objects.filter(session_key=gone).update(expire_date=timezone.now() - timedelta(1))
    tickers["accounts.sessions"].run()
    left = [client.session.session_key]
    assert list(Session.objects.values_list("session_key", flat=True)) == left
    assert list(UserSession.objects.values_list("session_key", flat=True)) == left
    assert sessions.count(manager) == 1


def test_anonymous_pages_vary_by_the_language_that_the_browser_asks_for(client, db):
    english = client.get("/accounts/login/", headers={"Accept-Language": "en"})
    german = client.get("/accounts/login/", headers={"Accept-Language": "de"})
    assert [english["Content-Language"], german["Content-Language"]] == ["en", "de"]
    assert "Accept-Language" in german["Vary"]
