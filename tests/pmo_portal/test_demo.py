"""The demo city: deterministic courses, loaded through the services, restored at will."""

import itertools
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from core.models import Event, Notification
from pmo_portal.demo import load, stories
from portfolio.enums import ProjectState, Rag
from portfolio.models import Milestone, Portfolio, Project, ProjectFigures

TODAY = date(2026, 11, 23)
NEWEST = date(2026, 10, 31)
pytestmark = pytest.mark.django_db  # the module's fixture must never meet a real database


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """Loaded once for this file, and rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load.load(TODAY)
        transaction.set_rollback(True)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 30)),
        (date(2026, 11, 23), -9, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), -25, date(2024, 2, 29)),
    ],
)
def test_month_end(day, months, expected):
    assert stories.month_end(day, months) == expected


@pytest.mark.pure
def test_the_same_day_tells_the_same_stories():
    project = load.read("projects")["project"][0]
    assert list(stories.reports(project, NEWEST)) == list(stories.reports(project, NEWEST))


def test_the_city_has_what_every_screen_needs(city):
    now = ProjectFigures.objects.as_of(TODAY)
    assert Project.objects.count() == 40
    assert Portfolio.objects.count() == 3
    assert set(Role) == {
        Role(role)
        for role in User.objects.values_list("role_assignments__role", flat=True).distinct()
    }
    assert now.filter(rag_overall=Rag.RED).count() == 10
    assert (
        now.filter(report_on__lt=date(2026, 8, 1))
        .exclude(state__in=[ProjectState.CLOSED, ProjectState.CANCELLED])
        .count()
        == 3
    )
    assert ProjectFigures.objects.dates("report_on", "month").count() == 18
    assert Milestone.objects.count() == 160


def test_intervals_have_no_gap_and_no_overlap(city):
    for project in Project.objects.all():
        rows = list(project.figures.order_by("report_on"))
        for before, after in itertools.pairwise(rows):
            assert before.superseded_on == after.report_on


def test_the_external_stakeholder_sees_only_what_was_granted(city):
    visible = Project.objects.visible_to(city.people["xenia"])
    assert set(visible.values_list("code", flat=True)) == set(load.GRANTED_PROJECTS)


def test_restricted_projects_stay_hidden_from_staff_without_grant(city):
    codes = {"VOT-01", "SOC-01"}
    seen = {
        key: set(
            Project.objects.visible_to(city.people[key])
            .filter(code__in=codes)
            .values_list("code", flat=True)
        )
        for key in ("petra", "eva", "tim", "otto", "tessa")
    }
    assert seen == {
        "petra": codes,
        "eva": {"VOT-01"},
        "tim": {"SOC-01"},
        "otto": set(),
        "tessa": set(),
    }


def test_load_demo_leaves_a_filled_database_alone(city):
    before = Event.objects.count()
    call_command("load_demo", "--if-empty", "--without-reports")
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_demo", "--without-reports")
    assert Event.objects.count() == before


def test_news_tell_of_status_and_access_alone(city):
    load.forget_old_news()
    unread = Notification.objects.filter(read_at__isnull=True)
    assert set(unread.values_list("event__name", flat=True)) == {
        "portfolio.status_turned_red",
        "portfolio.member_added",
        "accounts.access_granted",
    }


def test_sign_ins_name_one_person_per_role(city, capsys):
    call_command("demo_signins")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(load.PASSWORD)
    assert len(lines) == 1 + len(Role)
    assert "ada@havenburg.example" in lines[1]


def test_production_refuses_demo_content(db, settings):
    settings.IS_PRODUCTION = True
    for command in ("load_demo", "reset_demo"):
        with pytest.raises(CommandError):
            call_command(command)
