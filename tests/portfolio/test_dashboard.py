"""The dashboard: every figure equals the list behind it; one query count for 1 and 3 projects."""

import re
from datetime import date, timedelta
from decimal import Decimal as D
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse

from portfolio.enums import Access
from portfolio.selectors.dashboard import dashboard
from portfolio.services import figures, milestones
from portfolio.services import projects as services
from portfolio.views import tiles
from portfolio.views.links import Links
from tests import factories

DASHBOARD_QUERIES, KEPT_QUERIES, LIST_QUERIES = 22, 9, 12
SEP, OCT = date(2026, 9, 30), date(2026, 10, 31)
FINISH, DAY = date(2026, 12, 1), timedelta(1)


def report(project, day, status, **values):
    figures.report(project, day, {"state": "active", "rag_overall": status, **values}, by=None)


@pytest.fixture
def city(db):
    return factories.portfolio("Digital city")


@pytest.fixture
def projects(city, manager, sponsor):
    """Seven projects that between them make every figure of the dashboard other than zero."""
    steered = {"manager": manager, "sponsor": sponsor}
    made = {name: factories.project(city, name, **steered) for name in ("red", "lied", "calm")}
    made["stale"] = factories.project(city, "stale", **steered)
    made["new"] = factories.project(city, "new", currency="GBP")
    made["closed"] = factories.project(city, "closed", **steered)
    made["closed before"] = factories.project(city, "closed before", **steered)
    base = {"finish_baseline": FINISH, "finish_forecast": FINISH, "phase": "Executing"}
    money = {"budget_baseline": D(100), "budget_forecast": D(100), "spent": D(40)}
    report(made["red"], SEP, "green", **base, **money)
    report(made["red"], OCT, "red", finish_forecast=date(2027, 1, 20), budget_forecast=D(130))
    report(made["lied"], SEP, "amber", **base, **money)
    report(made["lied"], OCT, "green", budget_forecast=D(120), percent_complete=D(5))
    report(made["calm"], SEP, "amber", **base, **money)
    report(made["calm"], OCT, "amber", reasons={"benefits": "TBD"})
    report(made["stale"], date(2026, 6, 30), "green", **base | {"finish_forecast": OCT - DAY})
    report(made["new"], OCT, "amber", budget_baseline=D(50), budget_forecast=D(45))
    report(made["closed"], SEP, "green", **base, **money)
    report(made["closed"], OCT, "green", state="closed")
    report(made["closed before"], SEP, "green", state="closed")
    milestones.add(made["red"], name="Gate", baseline_on=FINISH, by=None)
    milestones.add(
        made["calm"], name="Go", baseline_on=FINISH, forecast_on=date(2026, 12, 9), by=None
    )
    milestones.add(made["closed"], name="Out", baseline_on=FINISH, by=None)
    return made


def in_list(client, url):
    """The number of rows that the list at this address tells."""
    page = client.get(url).content.decode()
    found = re.search(r'role="status">\s*(?:\d+–\d+ of ([\d,]+)|No entries)', page)
    return int((found[1] or "0").replace(",", ""))


def figures_of(board, links):
    """Every count of the page with its link."""
    counts = [
        *tiles.time_counts(board, links),
        *tiles.change_counts(board, links),
        *tiles.quality_counts(board, links),
        *tiles.missing_counts(board, links),
        *(each for tile in tiles.money_tiles(board, links) for each in tile.unknown),
        tiles.Count(board.total, "all", links.projects()),
        tiles.Count(board.closed, "closed", links.projects(scope="closed")),
        tiles.Count(board.now.count("finishing"), "ahead", links.projects(mark="finishing")),
        tiles.Count(board.milestones.total, "due", links.milestones(ahead=OCT.isoformat())),
    ]
    by_status = [
        tiles.Count(board.now.count(rag=rag), rag, links.projects(rag=rag)) for rag in tiles.ORDER
    ]
    by_money = [
        tiles.Count(each.projects, each.currency, links.projects(currency=each.currency))
        for each in board.money
    ]
    return [*counts, *by_status, *by_money]


@pytest.mark.parametrize("role", ["pmo", "executive", "stranger"])
def test_every_figure_is_the_length_of_the_list_behind_it(role, request, projects, city, sign_in):
    projects["lied"].access = Access.RESTRICTED
    projects["lied"].save()
    user = request.getfixturevalue(role)
    board = dashboard(user, OCT, city, compare=SEP)
    links = Links(OCT, SEP, city)
    client = sign_in(user)
    found = figures_of(board, links)
    assert [(c.label, in_list(client, c.href)) for c in found] == [
        (c.label, c.count) for c in found
    ]


def narrowing(href):
    """What a link filters by, apart from place and days: the name of the figure."""
    place = ("portfolio", "day", "compare")
    query = parse_qsl(urlsplit(href).query)
    return " ".join(f"{key}={value}" for key, value in query if key not in place)


def test_figures(projects, city, pmo):
    board = dashboard(pmo, OCT, city, compare=SEP)
    found = figures_of(board, Links(OCT, SEP, city))
    told = {narrowing(each.href).removeprefix("scope=open").strip(): each.count for each in found}
    assert told == {
        "": 5,
        "scope=closed": 2,
        "rag=red": 1,
        "rag=amber": 2,
        "rag=green": 1,
        "rag=grey": 1,
        "currency=EUR": 4,
        "currency=GBP": 1,
        "mark=on_time": 3,
        "mark=late": 1,
        "mark=no_slip": 1,
        "mark=finishing": 3,
        "mark=finish_passed": 1,
        "mark=overdue": 1,
        "mark=watermelon": 1,
        "mark=unreadable": 1,
        "movement=new_red": 1,
        "movement=worse": 1,
        "movement=better": 1,
        "movement=entered": 1,
        "movement=left": 1,
        "movement=forecast_jump": 2,
        "movement=date_jump": 1,
        "missing=percent_complete": 4,
        "missing=manager": 1,
        "missing=sponsor": 1,
        "missing=phase": 1,
        "missing=finish_baseline": 1,
        "missing=finish_forecast": 1,
        "missing=budget_baseline": 1,
        "missing=budget_forecast": 1,
        "missing=spent": 2,
        "currency=EUR missing=budget_baseline": 1,
        "currency=EUR missing=budget_forecast": 1,
        "currency=EUR missing=spent": 1,
        "currency=GBP missing=spent": 1,
        "ahead=2026-10-31": 2,
    }


def test_money_is_added_within_a_currency_and_compared_only_where_both_are_told(
    projects, city, pmo
):
    report(projects["calm"], OCT, "amber", budget_forecast=None)
    board = dashboard(pmo, OCT, city)
    euro, pound = board.money
    assert (euro.currency, euro.projects, euro.budget, euro.forecast) == ("EUR", 4, 300, 250)
    assert (euro.compared_budget, euro.compared_forecast, euro.variance) == (200, 250, 50)
    assert (euro.variance_percent, euro.variance_known, euro.spent) == (D("25.0"), 2, 120)
    assert (euro.budget_unknown, euro.forecast_unknown, euro.spent_unknown) == (1, 2, 1)
    assert (pound.currency, pound.budget, pound.variance, pound.spent) == ("GBP", 50, -5, None)


def test_movers_and_slips_and_table(projects, city, pmo):
    board = dashboard(pmo, OCT, city, compare=SEP)
    assert [row["project__code"] for row in board.movers] == ["red", "lied", "closed", "new"]
    assert [(row["project__code"], row["slip_days"]) for row in board.slips] == [("red", 50)]
    codes = [row["project__code"] for row in board.table]
    assert codes == ["red", "calm", "new", "stale", "lied"]
    assert [(row["name"], row["slip_days"]) for row in board.milestones.rows] == [
        ("Go", 8),
        ("Gate", 0),
    ]
    assert board.completeness == D("74.0")


def test_all_changed_lists_every_mover(projects, city, sign_in, pmo):
    client = sign_in(pmo)
    days = {"day": "2026-10-31", "compare": "2026-09-30"}
    page = client.get(reverse("portfolio", args=[city.pk]), days)
    assert in_list(client, page.context["changed_url"]) == len(page.context["board"].movers) == 4
    still = client.get(reverse("portfolio", args=[city.pk]), {"day": "2026-06-30"})
    assert still.context["changed_url"] == ""


def test_a_new_project_starts_from_the_list_in_a_portfolio_of_choice(city, sign_in, pmo, executive):
    url = f'href="{reverse("project_create", args=[city.pk])}"'
    shown = [
        url in sign_in(each).get(reverse("project_list")).content.decode()
        for each in (pmo, executive)
    ]
    assert shown == [True, False]


def test_the_answer_comes_as_sentences(projects, city, sign_in, executive):
    page = sign_in(executive).get(reverse("portfolio", args=[city.pk]), {"day": "2026-10-31"})
    assert page.context["sentences"] == [
        "1 of 5 projects is red.",
        "That is one more than on 30\xa0Sep\xa02026.",
        "The cost forecast is 16.7\xa0% (50\xa0€) over the budget.",
        "1 project reports green while its figures say red.",
        "1 report is late.",
    ]


@pytest.mark.parametrize(("role", "is_told"), [("pmo", False), ("executive", True)])
@pytest.mark.parametrize("page", ["portfolio", "project_list"])
def test_who_may_not_read_everything_is_told(page, role, is_told, request, projects, city, sign_in):
    user = request.getfixturevalue(role)
    url = reverse(page, args=[city.pk] if page == "portfolio" else [])
    shown = sign_in(user).get(url).content.decode()
    assert ("Only projects that you may read are counted." in shown) == is_told


@pytest.mark.parametrize(
    ("asked", "used", "told"),
    [
        ("2026-09-30", SEP, ""),
        ("2026-12-24", SEP, "Not compared with 24 Dec 2026: that is not before 31 Oct 2026."),
        ("2026-10-31", SEP, "Not compared with 31 Oct 2026: that is not before 31 Oct 2026."),
    ],
)
def test_a_later_day_to_compare_with_is_told(asked, used, told, projects, city, sign_in, pmo):
    days = {"day": "2026-10-31", "compare": asked}
    page = sign_in(pmo).get(reverse("portfolio", args=[city.pk]), days)
    text = page.content.decode().replace("\xa0", " ")
    assert (page.context["board"].compare, page.context["ignored"].replace("\xa0", " ")) == (
        used,
        told,
    )
    assert told in text


def test_an_empty_portfolio_explains_itself(city, sign_in, executive):
    page = sign_in(executive).get(reverse("portfolio", args=[city.pk]))
    assert page.context["board"].total == 0
    assert "No open projects on this day" in page.content.decode()


def test_a_programme_counts_its_own(projects, city, sign_in, executive):
    programme = factories.programme(city)
    projects["red"].programme = programme
    projects["red"].save()
    client = sign_in(executive)
    page = client.get(reverse("programme", args=[programme.pk]), {"day": "2026-10-31"})
    assert page.context["board"].total == 1
    assert in_list(client, page.context["all_url"]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(count, city, sign_in, executive, django_assert_num_queries):
    for number in range(count):
        project = factories.project(city, f"P-{number}")
        report(project, SEP, "green", budget_baseline=D(5))
        report(project, OCT, "red", budget_baseline=D(5))
        milestones.add(project, name="Gate", baseline_on=FINISH, by=None)
    client = sign_in(executive)
    url = reverse("portfolio", args=[city.pk])
    client.get(url)
    cache.clear()
    with django_assert_num_queries(DASHBOARD_QUERIES):
        client.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(count, city, sign_in, executive, django_assert_num_queries):
    for number in range(count):
        report(factories.project(city, f"P-{number}", manager=executive), OCT, "red")
    client = sign_in(executive)
    client.get(reverse("project_list"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("project_list"))


def test_every_link_of_the_page_answers(projects, city, sign_in, pmo):
    client = sign_in(pmo)
    page = client.get(reverse("portfolio", args=[city.pk])).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    links = {unescape(url) for url in re.findall(r'href="(/[^"]*)"', main)}
    assert len(links) > 30
    assert {url: client.get(url).status_code for url in links if "export" not in url} == (
        dict.fromkeys(links, 200)
    )


def test_a_dashboard_is_kept_until_something_happens(
    projects, city, sign_in, executive, django_assert_num_queries
):
    client, url = sign_in(executive), reverse("portfolio", args=[city.pk])
    assert client.get(url).context["board"].total == 5
    with django_assert_num_queries(KEPT_QUERIES):
        assert client.get(url).context["board"].total == 5
    report(projects["calm"], OCT, "amber", state="closed")
    assert client.get(url).context["board"].total == 4


def test_a_kept_dashboard_is_not_shown_to_who_sees_less(projects, city, client, pmo, executive):
    services.set_access(projects["red"], Access.RESTRICTED, by=pmo)
    url = reverse("portfolio", args=[city.pk])
    totals = []
    for user in (pmo, executive):
        client.force_login(user)
        totals.append(client.get(url).context["board"].total)
    assert totals == [5, 4]
