"""What external people are not bothered with."""

import pytest
from django.urls import reverse

from accounts.grants import grant
from core.models import Job, SavedView
from portfolio.models.portfolios import VIEW_PORTFOLIO
from tests import factories


def side_bar(client):
    page = client.get("/").content.decode()
    names = ("portfolio_list", "project_list", "job_list")
    return [name for name in names if f'href="{reverse(name)}"' in page.split("<main")[0]]


def test_the_side_bar_leaves_out_what_is_empty(sign_in, stranger, member):
    client = sign_in(stranger)
    assert side_bar(client) == ["project_list"]
    grant(VIEW_PORTFOLIO, factories.portfolio(), stranger)
    Job.objects.create(kind="core.verify_audit", key="a", requested_by=stranger)
    everything = ["portfolio_list", "project_list", "job_list"]
    assert side_bar(client) == everything
    Job.objects.all().delete()
    assert side_bar(sign_in(member)) == everything


@pytest.mark.parametrize("page", ["list", "portfolio", "programme", "project", "team"])
def test_no_hint_at_what_the_role_never_allows(sign_in, stranger, member, page):
    home = factories.portfolio()
    grant(VIEW_PORTFOLIO, home, stranger)
    project = factories.project(home)
    url = {
        "list": reverse("portfolio_list"),
        "portfolio": reverse("portfolio", args=[home.pk]),
        "programme": reverse("programme", args=[factories.programme(home).pk]),
        "project": reverse("project", args=[project.pk]),
        "team": reverse("project_team", args=[project.pk]),
    }[page]

    def hints(user):
        content = sign_in(user).get(url).content.decode()
        known = ("aria-disabled", "Only the project manager and the PMO", "Your roles do not allow")
        return [text for text in known if text in content]

    assert hints(stranger) == []
    assert hints(member) != []


def test_views_that_staff_share_are_not_for_external_people(sign_in, stranger, pmo):
    SavedView.objects.create(
        owner=pmo, list_key="portfolio.projects", name="Red ones", query="f=1", is_shared=True
    )
    page = sign_in(stranger).get(reverse("project_list")).content.decode()
    assert "Red ones" not in page
    assert "Petra" not in page
