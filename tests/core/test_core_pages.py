"""Background work, inbox, audit log, search and health as people meet them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from core import events, health
from core.models import Event, Job, Notification
from core.registries import (
    EventType,
    HomeTile,
    JobKind,
    Tile,
    event_types,
    home_tiles,
    job_kinds,
)
from core.services import audit

job_kinds.add(
    JobKind(
        "tests.page",
        "Counting",
        lambda _context: {"n": 1},
        lambda job: f"/results/{job.pk}/",
        subjects=lambda rows: {row.pk: f"Sheep {row.key}" for row in rows},
    )
)


def make_job(**fields):
    fields.setdefault("key", f"job-{Job.objects.count()}")
    return Job.objects.create(kind="tests.page", **fields)


# --- background work ------------------------------------------------------------------


def test_people_see_their_own_jobs_and_watchers_all(client, manager, member, pmo):
    own, other = make_job(requested_by=manager), make_job(requested_by=member)
    client.force_login(manager)
    content = client.get("/jobs/").content.decode()
    assert f'href="/jobs/{own.pk}/"' in content
    assert f'href="/jobs/{other.pk}/"' not in content
    assert client.get(f"/jobs/{other.pk}/").status_code == 404
    assert client.get(f"/jobs/{other.pk}/progress/").status_code == 404
    client.force_login(pmo)
    assert client.get(f"/jobs/{other.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("fields", "polls", "shown", "hidden"),
    [
        ({"state": "queued"}, True, ["Waiting", "Cancel"], ["Run again"]),
        (
            {"state": "running", "progress_done": 3, "progress_total": 4, "progress_note": "Row 3"},
            True,
            ["Running", "Row 3", 'value="75"', "3 of 4"],
            ["Run again", ">Cancel<"],
        ),
        ({"state": "done"}, False, ["Done", "Open the result"], ["Run again"]),
        (
            {"state": "failed", "error": "ValueError: <no header>"},
            False,
            ["Failed", "ValueError: &lt;no header&gt;", "Run again"],
            ["Open the result"],
        ),
        ({"state": "cancelled"}, False, ["Cancelled", "Run again"], ["Open the result"]),
        ({"state": "queued", "error": "Oops", "attempts": 1}, True, ["Attempt 1 of 3 failed"], []),
    ],
)
def test_the_live_part_polls_until_the_job_has_ended(
    sign_in, manager, fields, polls, shown, hidden
):
    job = make_job(requested_by=manager, **fields)
    client = sign_in(manager)
    fragment = client.get(f"/jobs/{job.pk}/progress/").content.decode()
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    forward = client.get(f"/jobs/{job.pk}/progress/").headers.get("HX-Redirect")
    assert forward == (f"/results/{job.pk}/" if fields["state"] == "done" else None)
    assert (f'hx-get="/jobs/{job.pk}/progress/"' in fragment) is polls
    assert ('hx-trigger="every 1s"' in fragment) is polls
    assert "<html" not in fragment
    for text in shown:
        assert text in fragment
        assert text in page
    for text in hidden:
        assert text not in fragment


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_says_what_each_job_is_about(sign_in, manager, count, django_assert_num_queries):
    made = [make_job(requested_by=manager) for _ in range(count)]
    client = sign_in(manager)
    client.get("/jobs/")
    with django_assert_num_queries(8):
        content = client.get("/jobs/").content.decode()
    for job in made:
        assert f">Sheep {job.key}<" in content
    assert f"<dd>Sheep {made[0].key}</dd>" in client.get(f"/jobs/{made[0].pk}/").content.decode()


def test_the_result_is_linked(sign_in, manager):
    job = make_job(requested_by=manager, state="done")
    assert f'href="/results/{job.pk}/"'.encode() in sign_in(manager).get(f"/jobs/{job.pk}/").content


def test_run_again_and_cancel(sign_in, manager, django_capture_on_commit_callbacks):
    failed = make_job(requested_by=manager, state="failed", attempts=3, error="x")
    waiting = make_job(requested_by=manager)
    client = sign_in(manager)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/jobs/{failed.pk}/retry/")
    client.post(f"/jobs/{waiting.pk}/cancel/")
    failed.refresh_from_db()
    waiting.refresh_from_db()
    assert (failed.state, failed.error, waiting.state) == ("done", "x", "cancelled")
    assert "Earlier attempt: x" in client.get(f"/jobs/{failed.pk}/").content.decode()
    names = Event.objects.order_by("pk").values_list("name", "actor_id")
    assert list(names) == [
        ("core.job_retried", manager.pk),
        ("core.job_cancelled", manager.pk),
    ]


def test_what_ended_well_is_not_run_again(sign_in, manager):
    job = make_job(requested_by=manager, state="done")
    client = sign_in(manager)
    page = client.post(f"/jobs/{job.pk}/retry/", follow=True).content.decode()
    assert "Only failed or cancelled work can run again." in page
    page = client.post(f"/jobs/{job.pk}/cancel/", follow=True).content.decode()
    assert "it cannot be cancelled" in page
    assert not Event.objects.exists()


def test_who_only_watches_may_not_steer(sign_in, auditor, manager):
    job = make_job(requested_by=manager, state="failed")
    client = sign_in(auditor)
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "Only the person who asked for this work may run it again." in page
    assert client.post(f"/jobs/{job.pk}/retry/").status_code == 403
    job.refresh_from_db()
    assert job.state == "failed"


# --- inbox ----------------------------------------------------------------------------


@pytest.fixture
def told(pmo, manager):
    """Three notifications of the manager, the newest of them read."""
    made = []
    for name in ("First", "Second", "Third"):
        event = events.record("core.view_saved", by=pmo, data={"object": name})
        made.append(Notification.objects.create(recipient=manager, event=event, url="/jobs/"))
    Notification.objects.filter(pk=made[2].pk).update(read_at=timezone.now())
    return made


def test_unread_notifications_come_first(sign_in, manager, told):
    content = sign_in(manager).get("/inbox/").content.decode()
    places = [content.index(f"“{name}”") for name in ("Second", "First", "Third")]
    assert places == sorted(places)
    assert content.count("is-unread") == 2


def test_on_the_first_page_tasks_precede_the_news_and_urgent_news_the_rest(
    sign_in, pmo, manager, told, monkeypatch
):
    def tile(title):
        return lambda _user: Tile(title, "core/components/error.html", {})

    added = {
        "tests.task": HomeTile("tests.task", tile("Due today"), order=999, is_task=True),
        "tests.other": HomeTile("tests.other", tile("Good to know"), order=0),
    }
    for key, entry in added.items():
        monkeypatch.setitem(home_tiles._entries, key, entry)
    urgent = EventType("tests.urgent", "The house burns", by_mail=True)
    monkeypatch.setitem(event_types._entries, "tests.urgent", urgent)
    event = events.record("tests.urgent", by=pmo)
    old = Notification.objects.create(recipient=manager, event=event)
    Notification.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=9))
    for number in range(7):
        event = events.record("core.view_saved", by=pmo, data={"object": f"Late {number}"})
        Notification.objects.create(recipient=manager, event=event)
    page = sign_in(manager).get("/").content.decode()
    wanted = ["Due today", "New for you", "The house burns", "“Late 6”", "“Late 5”", "Good to know"]
    places = [page.index(text) for text in wanted]
    assert places == sorted(places)


def test_opening_a_notification_marks_it_and_goes_there(sign_in, manager, told):
    response = sign_in(manager).post(f"/inbox/{told[0].pk}/read/")
    told[0].refresh_from_db()
    assert response["Location"] == "/jobs/"
    assert told[0].read_at is not None


@pytest.mark.parametrize(
    "url", ["https://evil.example.org/", "//evil.example.org", "javascript:x", ""]
)
def test_a_notification_leads_nowhere_else(sign_in, manager, told, url):
    Notification.objects.update(url=url)
    assert sign_in(manager).post(f"/inbox/{told[0].pk}/read/")["Location"] == "/inbox/"


def test_nobody_reads_for_another(sign_in, member, told):
    assert sign_in(member).post(f"/inbox/{told[0].pk}/read/").status_code == 404
    sign_in(member).post("/inbox/read-all/")
    assert Notification.objects.filter(read_at__isnull=True).count() == 2


def test_all_are_read_at_once_and_the_empty_inbox_says_so(sign_in, manager, told):
    client = sign_in(manager)
    page = client.post("/inbox/read-all/", follow=True).content.decode()
    assert "2 notifications read." in page
    Notification.objects.all().delete()
    assert "Your inbox is empty." in client.get("/inbox/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_query_count(sign_in, manager, told, count, django_assert_num_queries):
    for extra in told[count:]:
        extra.delete()
    client = sign_in(manager)
    client.get("/inbox/")
    with django_assert_num_queries(6):  # session, user, count, rows, unread, roles (side bar)
        client.get("/inbox/")


# --- audit log ------------------------------------------------------------------------


@pytest.fixture
def log(pmo, manager):
    for person, what in [(pmo, "Alpha"), (manager, "Beta"), (pmo, "Gamma")]:
        events.record("core.view_saved", by=person, data={"object": what, "url": "/jobs/"})
    events.record("core.view_deleted", manager, by=pmo)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["deleted the view “Max Manager”", "“Gamma”", "“Beta”", "“Alpha”"]),
        ("?person=max", ["“Beta”"]),
        ("?kind=core.view_deleted", ["deleted the view “Max Manager”"]),
        ("?object=max", ["deleted the view “Max Manager”"]),
        ("?model=accounts.user", ["deleted the view “Max Manager”"]),
        ("?at_before=2001-01-01", []),
    ],
)
def test_the_log_tells_sentences_newest_first_and_can_be_narrowed(
    sign_in, auditor, log, query, expected
):
    content = sign_in(auditor).get(f"/audit/{query}").content.decode()
    body = content.split("<tbody>")[1] if "<tbody>" in content else ""
    assert body.count("<tr") == len(expected)
    places = [body.index(text) for text in expected]
    assert places == sorted(places)


def test_the_log_is_for_its_readers(sign_in, manager):
    response = sign_in(manager).get("/audit/")
    assert response.status_code == 403
    assert "Your role does not allow reading the audit log." in response.content.decode()


@pytest.mark.parametrize(
    ("harm", "name", "text", "found"),
    [
        (lambda: None, audit.VERIFIED, "all 4 rows are unchanged", "4 rows, all unchanged"),
        (lambda: Event.objects.filter(pk=Event.objects.order_by("pk")[1].pk).update(actor_name="X"),
         audit.BROKEN, "was changed or removed", "4 rows; row "),
        (lambda: Event.objects.filter(pk=Event.objects.order_by("pk")[1].pk).delete(),
         audit.BROKEN, "was changed or removed", "3 rows; row "),
        (lambda: Event.objects.order_by("pk").first().delete(),
         audit.BROKEN, "was changed or removed", "3 rows; row "),
    ],
)  # fmt: skip
def test_the_chain_is_checked_as_a_job_and_the_result_is_in_the_log(
    sign_in, auditor, log, harm, name, text, found, django_capture_on_commit_callbacks
):
    harm()
    client = sign_in(auditor)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/audit/verify/")
    job = Job.objects.get()
    assert response["Location"] == f"/jobs/{job.pk}/"
    newest = Event.objects.order_by("-pk").first()
    assert (job.state, newest.name, newest.actor_name) == ("done", name, "Otto Auditor")
    assert text in events.sentence(newest)
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert f'href="/audit/?kind={name}"' in page
    assert found in page


# --- health ---------------------------------------------------------------------------


@pytest.fixture
def fresh_cache(settings):
    """A cache of this test's own: others run beside it."""
    local = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": local, "LOCATION": "health"}}
    cache.clear()


def answer(client):
    response = client.get("/healthz")
    return response.status_code, response.json()


def test_health_is_open_and_well_after_a_tick(client, db, fresh_cache):
    health.note_tick()
    assert answer(client) == (
        200,
        {"status": "ok", "database": True, "last_tick_age": 0, "oldest_queued_age": None,
         "problems": []},
    )  # fmt: skip


def test_health_tells_a_silent_scheduler(client, db, fresh_cache, monkeypatch):
    monkeypatch.setattr(health, "_started_at", timezone.now() - timedelta(hours=1))
    assert answer(client)[1]["problems"] == ["scheduler"]
    cache.set(health.TICK_KEY, timezone.now() - timedelta(minutes=10))
    status, body = answer(client)
    assert (status, body["last_tick_age"], body["problems"]) == (503, 600, ["scheduler"])


def test_health_tells_a_stuck_queue_but_not_work_that_waits_for_its_time(client, db, fresh_cache):
    health.note_tick()
    old = timezone.now() - timedelta(minutes=20)
    later = make_job(run_after=timezone.now() + timedelta(minutes=3))
    Job.objects.filter(pk=later.pk).update(created_at=old)
    assert answer(client)[0] == 200
    stuck = make_job()
    Job.objects.filter(pk=stuck.pk).update(created_at=old)
    status, body = answer(client)
    assert (status, body["oldest_queued_age"], body["problems"]) == (503, 1200, ["queue"])


def test_a_tick_from_before_the_start_does_not_count_yet(client, db, fresh_cache, monkeypatch):
    monkeypatch.setattr(health, "_started_at", timezone.now())
    cache.set(health.TICK_KEY, timezone.now() - timedelta(days=1))
    assert answer(client)[0] == 200
