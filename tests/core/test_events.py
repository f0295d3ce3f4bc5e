"""The event log: append-only, chained, followed after commit."""

import threading
from datetime import date

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from core import append_only, chain, events
from core.models import Event, Notification, PendingEvent
from core.registries import EventType, Ticker, event_types, tickers
from core.tasks import tick
from tests import factories

audience = []
event_types.add(
    EventType("tests.happened", "%(actor)s did %(what)s", audience=lambda _event: list(audience))
)


@pytest.fixture(autouse=True)
def _clean():
    audience.clear()


def test_record_writes_the_row_and_its_sentence(pmo):
    event = events.record("tests.happened", pmo, by=pmo, data={"what": "it"})
    assert (event.actor_id, event.model, event.object_id) == (pmo.pk, "accounts.user", pmo.pk)
    assert events.sentence(event) == "Petra Lead did it"


def test_a_sentence_tells_days_as_its_reader_writes_them(pmo):
    event = events.record("tests.happened", by=pmo, data={"what": date(2026, 11, 23)})
    assert event.data == {"what": "2026-11-23"}
    assert events.sentence(event) == "Petra Lead did 23\xa0Nov\xa02026"
    with translation.override("de"):
        assert events.sentence(event) == "Petra Lead did 23.11.2026"
    odd = events.record("tests.happened", by=pmo, data={"what": "2026-13-99"})
    assert events.sentence(odd) == "Petra Lead did 2026-13-99"


def test_an_unregistered_event_is_refused(db):
    with pytest.raises(ValueError, match="not registered"):
        events.record("tests.unknown")


def test_the_chain_shows_a_changed_row(pmo):
    for what in "abc":
        events.record("tests.happened", by=pmo, data={"what": what})
    rows = Event.objects.order_by("pk")
    assert events.verify_chain(rows) is None
    second = rows[1]
    Event.objects.filter(pk=second.pk).update(data={"what": "else"})
    assert events.verify_chain(rows.all()) == second.pk


def test_the_database_refuses_to_change_or_delete_an_event(db):
    events.record("tests.happened", data={"what": "x"})
    append_only.install(connection)
    for attempt in (lambda: Event.objects.update(name="y"), Event.objects.all()._raw_delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt() if attempt.__name__ == "<lambda>" else attempt("default")
    append_only.remove(connection)


def test_following_notifies_each_person_once_and_never_the_actor(pmo, manager):
    audience[:] = [pmo.pk, manager.pk]
    event = events.record("tests.happened", by=pmo, data={"what": "x", "url": "/x/"})
    assert chain.follow_pending() == 1
    PendingEvent.objects.create(event=event)
    chain.follow_pending()
    found = Notification.objects.values_list("recipient", "event", "url")
    assert list(found) == [(manager.pk, event.pk, "/x/")]


@pytest.mark.django_db(transaction=True)
def test_following_starts_on_commit():
    person = factories.user("Reader", "team_member")
    audience[:] = [person.pk]
    events.record("tests.happened", data={"what": "x"})
    assert Notification.objects.filter(recipient=person).count() == 1


def test_an_event_that_cannot_be_told_holds_up_no_other(pmo, caplog):
    def unreadable(_event):
        raise KeyError("holder_id")

    event_types.add(EventType("tests.unreadable", "?", audience=unreadable))
    audience[:] = [pmo.pk]
    events.record("tests.unreadable")
    told = events.record("tests.happened", data={"what": "x"})
    assert chain.follow_pending() == 2
    assert list(Notification.objects.values_list("recipient", "event")) == [(pmo.pk, told.pk)]
    assert "tests.unreadable" in caplog.text
    event_types._entries.pop("tests.unreadable")


@pytest.mark.skipif(settings.IS_SQLITE, reason="SQLite's test database lives in memory: one writer")
@pytest.mark.django_db(transaction=True)
def test_two_followers_mail_once(mailoutbox):
    person = factories.user("Reader", "team_member")
    audience[:] = [person.pk]
    event_types.add(
        EventType("tests.mailed", "mailed", audience=lambda _e: list(audience), by_mail=True)
    )
    with transaction.atomic():
        events.record("tests.mailed")
        connection.run_on_commit.clear()
    barrier = threading.Barrier(2)

    def follow():
        barrier.wait(timeout=10)
        chain.follow_pending()
        connection.close()

    followers = [threading.Thread(target=follow) for _ in range(2)]
    for follower in followers:
        follower.start()
    for follower in followers:
        follower.join(timeout=20)
    assert [mail.to for mail in mailoutbox] == [[person.email]]
    assert not PendingEvent.objects.exists()
    event_types._entries.pop("tests.mailed")


def test_a_ticker_that_fails_keeps_no_other_from_its_minute(db, caplog):
    ran = []
    tickers.add(
        Ticker("tests.broken", lambda: 1 / 0), Ticker("tests.sound", lambda: ran.append("sound"))
    )
    tick()
    assert ran == ["sound"]
    assert "Ticker tests.broken failed." in caplog.text
    for key in ("tests.broken", "tests.sound"):
        tickers._entries.pop(key)
