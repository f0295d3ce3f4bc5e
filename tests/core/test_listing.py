"""The list page: its address says everything; rows, filters, columns, pages, views."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from core.listing import facets
from core.listing.facets import Facet, Input, Option
from core.listing.state import ListOptions, read_state
from core.models import Event, SavedView
from stakeholders.models import ReportDefinition
from tests import factories
from tests.core.listing_urls import FiguresList

pytestmark = pytest.mark.urls("tests.core.listing_urls")
COLUMNS = FiguresList.columns
OPTIONS = ListOptions(COLUMNS, frozenset({"rag", "state"}), "code", (25, 50))


def state(query):
    return read_state(QueryDict(query), OPTIONS)


def body(response):
    """The table's cells as plain text, row by row."""
    html = response.content.decode()
    rows = re.findall(r"<tr[ >].*?</tr>", html.split("<tbody>")[1].split("</tbody>")[0], re.S)
    plain = re.compile(r"<[^>]+>")
    return [
        [
            unescape(plain.sub("", cell)).replace("\xa0", " ")
            for cell in re.findall(r"<td.*?</td>", row, re.S)
        ]
        for row in rows
    ]


def codes(response):
    return [row[0] for row in body(response)] if b"<tbody>" in response.content else []


@pytest.fixture
def three(db):
    """Red, amber and green with rising budgets; the last has no finish."""
    home = factories.portfolio()
    rows = [
        ("B-2", "Bridge", "red", 2),
        ("A-1", "Åre tunnel", "amber", 1),
        ("C-3", "Clinic", "green", 3),
    ]
    return [
        factories.figures(
            factories.project(home, code=code, name=name),
            rag_overall=rag,
            budget_baseline=Decimal(size * 1_000_000),
            finish_forecast=date(2027, size, 1) if size < 3 else None,
            finish_baseline=date(2027, 1, 1),
        )
        for code, name, rag, size in rows
    ]


@pytest.fixture
def page(sign_in, pmo):
    client = sign_in(pmo)
    return lambda query="", **headers: client.get(f"/figures/{query}", headers=headers)


# --- the address ----------------------------------------------------------------------


def test_an_empty_address_is_the_default_state():
    read = state("")
    assert (read.sort, read.page, read.size, read.query()) == (("code",), 1, 25, "?view=all")
    assert [column.key for column in read.columns] == [
        "code", "name", "rag", "budget", "done", "finish",
    ]  # fmt: skip


def test_what_the_list_does_not_know_is_dropped():
    read = state("sort=nothing,-name&cols=name,nothing&size=7&page=x&colour=blue&rag=&state=active")
    assert read.sort == ("-name",)
    assert [column.key for column in read.columns] == ["name"]
    assert (read.page, read.size, dict(read.filters)) == (1, 25, {"state": ["active"]})
    assert read.current == "?state=active&sort=-name&cols=name"


def test_changing_one_thing_keeps_the_rest_and_starts_at_page_one():
    read = state("rag=red&rag=amber&q=dam&sort=-budget&page=3&size=50")
    assert read.current == "?rag=red&rag=amber&q=dam&sort=-budget&size=50&page=3"
    assert read.query(sort="name") == "?rag=red&rag=amber&q=dam&sort=name&size=50"
    assert read.without("rag", "red") == "?rag=amber&q=dam&sort=-budget&size=50"
    assert read.cleared() == "?sort=-budget&size=50"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "sort", "cols", "size", "page", "view", "rag", "state", "x"]),
            st.text(max_size=12),
        ),
        max_size=8,
    )
)
def test_any_address_can_be_read_and_its_canonical_form_stays_the_same(pairs):
    params = QueryDict(mutable=True)
    for name, value in pairs:
        params.appendlist(name, value)
    once = read_state(params, OPTIONS)
    twice = state(once.current[1:])
    assert twice.current == once.current
    assert (twice.columns, twice.size, dict(twice.filters)) == (
        once.columns,
        once.size,
        dict(once.filters),
    )


# --- rows -----------------------------------------------------------------------------


def test_cells_by_kind(page, three):
    three[0].percent_complete = Decimal("45.50")
    three[0].save()
    rows = body(page("?cols=code,name,rag,budget,done,finish,slip,state,late&sort=-code"))
    assert rows == [
        ["C-3", "Clinic", "GGreen", "3.00 M €", "n/a (not given)", "n/a (not given)",
         "n/a (not given)", "Active", "n/a (not given)"],
        ["B-2", "Bridge", "RRed", "2.00 M €", "46 %", rows[1][5], "31", "Active", "Yes"],
        ["A-1", "Åre tunnel", "AAmber", "1.00 M €", "n/a (not given)", rows[2][5], "0",
         "Active", "Yes"],
    ]  # fmt: skip
    assert "2027" in rows[1][5]


def test_an_unknown_value_tells_its_reason(page, three):
    three[0].budget_baseline = None
    three[0].reasons = {"budget_baseline": "Exempt under section 43"}
    three[0].save()
    assert body(page("?cols=budget&q=bridge")) == [["n/a (Exempt under section 43)"]]


def test_names_are_escaped(page):
    project = factories.project(factories.portfolio(), code="X", name="<script>alert(1)</script>")
    factories.figures(project)
    content = page().content
    assert b"<script>alert" not in content
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in content


def test_the_first_column_leads_to_the_row(page, three):
    url = f"/projects/{three[1].project_id}/"
    link = f'<tr data-href="{url}"><td class="cell-text col-code"><a href="{url}">A-1</a>'
    assert link in page().content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["A-1", "B-2", "C-3"]),
        ("?sort=-code", ["C-3", "B-2", "A-1"]),
        ("?sort=finish", ["A-1", "B-2", "C-3"]),
        ("?sort=-finish", ["B-2", "A-1", "C-3"]),
        ("?rag=red&rag=green", ["B-2", "C-3"]),
        ("?finish_after=2027-01-15", ["B-2"]),
        ("?finish_after=2027-01-01&finish_before=2027-01-31", ["A-1"]),
        ("?late=true", ["C-3"]),
        ("?late=false", ["A-1", "B-2"]),
        ("?q=bri", ["B-2"]),
        ("?q=b-2+bridge", ["B-2"]),
        ("?q=bridge+clinic", []),
        ("?rag=red&state=closed", []),
        ("?rag=purple", ["A-1", "B-2", "C-3"]),
        ("?finish_after=soon", ["A-1", "B-2", "C-3"]),
    ],
)
def test_filters_search_and_sort(page, three, query, expected):
    assert codes(page(query)) == expected


def test_a_filter_that_cannot_be_read_says_so(page, three):
    assert "Finish: Enter a valid date." in page("?finish_after=soon").content.decode()


def test_header_shows_the_order_and_turns_it_round(page, three):
    content = page("?sort=budget").content.decode()
    assert 'aria-sort="ascending" title="Approved budget"><a href="?sort=-budget"' in content
    assert content.count("aria-sort") == 1


def test_chips_tell_each_filter_and_take_it_off(page, three):
    content = page("?rag=red&rag=amber&finish_after=2027-01-01&q=e").content.decode()
    chips = re.findall(r'<span class="chip">(.*?)<a class="chip-remove" href="(.*?)"', content)
    assert [(text.replace("\xa0", " "), unescape(url)) for text, url in chips] == [
        ("Status: Red", "?rag=amber&finish_after=2027-01-01&q=e"),
        ("Status: Amber", "?rag=red&finish_after=2027-01-01&q=e"),
        ("Finish from: 1 Jan 2027", "?rag=red&rag=amber&q=e"),
        ("Search: e", "?rag=red&rag=amber&finish_after=2027-01-01"),
    ]


def test_empty_and_nothing_matching_are_told_apart(page, three):
    assert "Nothing matches these filters." in page("?q=zzz").content.decode()
    for row in three:
        row.delete()
    content = page().content.decode()
    assert "No figures yet." in content
    assert "Nothing matches" not in content


def test_pages_and_sizes(page):
    home = factories.portfolio()
    for number in range(60):
        factories.figures(factories.project(home, code=f"N-{number:02}"))
    assert codes(page("?page=2"))[::24] == ["N-25", "N-49"]
    assert len(codes(page("?page=3"))) == 10
    assert codes(page("?page=99")) == codes(page("?page=3"))
    assert len(codes(page("?size=100"))) == 60
    content = page("?page=2&sort=-code").content.decode()
    assert '<p class="list-count" role="status">26–50 of 60 entries</p>' in content
    assert 'rel="next" href="?sort=-code&amp;page=3"' in content
    assert 'rel="prev" href="?sort=-code"' in content


def test_htmx_gets_its_part_and_the_canonical_address(page, three):
    whole = page("?q=&rag=red").content
    part = page("?q=&rag=red&state=", hx_request="true", hx_target="list-results")
    assert part["HX-Push-Url"] == "/figures/?rag=red"
    assert codes(part) == ["B-2"]
    assert b"<html" in whole
    assert b"<html" not in part.content
    assert b'id="list"' not in part.content
    assert b'id="list"' in page("?rag=red", hx_request="true", hx_target="list").content


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_is_constant(page, three, count, django_assert_num_queries):
    for row in three[count:]:
        row.delete()
    page()
    # session, user, views, roles, rows, unread
    with django_assert_num_queries(7):
        page()


def test_who_may_not_open_the_list_is_told_why(sign_in, stranger):
    response = sign_in(stranger).get("/figures/?export=csv")
    assert response.status_code == 403


# --- saved views ----------------------------------------------------------------------


def save_view(client, **fields):
    data = {"list_key": "tests.figures", "name": "Reds", "query": "rag=red&sort=-budget", **fields}
    return client.post("/views/save/", data)


def test_a_view_is_saved_opened_and_replaced(page, sign_in, pmo, three):
    client = sign_in(pmo)
    response = save_view(client)
    view = SavedView.objects.get()
    assert response["Location"] == f"/figures/?rag=red&sort=-budget&view={view.pk}"
    assert codes(client.get(response["Location"])) == ["B-2"]
    assert client.get(f"/figures/?view={view.pk}")["Location"] == response["Location"]
    save_view(client, query="rag=amber")
    assert list(SavedView.objects.values_list("name", "query")) == [("Reds", "rag=amber")]


def test_the_default_view_opens_with_the_bare_list_alone(sign_in, pmo, three):
    client = sign_in(pmo)
    save_view(client, is_default="on")
    view = SavedView.objects.get()
    assert client.get("/figures/")["Location"] == f"/figures/?rag=red&sort=-budget&view={view.pk}"
    assert codes(client.get("/figures/?view=all")) == ["A-1", "B-2", "C-3"]
    cleared = re.search(
        r'class="list-clear" href="(.*?)"', client.get("/figures/?rag=red").content.decode()
    )
    assert codes(client.get(f"/figures/{cleared[1]}")) == ["A-1", "B-2", "C-3"]
    save_view(client, name="Ambers", query="rag=amber", is_default="on")
    assert list(SavedView.objects.filter(is_default=True).values_list("name")) == [("Ambers",)]


def test_private_views_are_private_and_shared_ones_are_not_for_others_to_change(
    client, pmo, manager, three
):
    client.force_login(pmo)
    save_view(client)
    view = SavedView.objects.get()
    client.get("/figures/")  # shows the message
    client.force_login(manager)
    assert b"Reds" not in client.get("/figures/").content
    assert client.get(f"/figures/?view={view.pk}").status_code == 200
    assert client.post(f"/views/{view.pk}/delete/").status_code == 404
    client.force_login(pmo)
    client.post(f"/views/{view.pk}/share/", {"is_shared": "1"})
    client.force_login(manager)
    assert b"Reds" in client.get("/figures/").content
    assert client.post(f"/views/{view.pk}/delete/").status_code == 403
    assert client.post(f"/views/{view.pk}/share/", {"is_shared": ""}).status_code == 403
    client.force_login(pmo)
    client.post(f"/views/{view.pk}/share/", {"is_shared": ""})
    assert not SavedView.objects.get().is_shared
    assert client.post(f"/views/{view.pk}/delete/")["Location"] == "/figures/?view=all"
    assert not SavedView.objects.exists()


def test_external_people_see_no_shared_views_of_staff(client, pmo, three):
    client.force_login(pmo)
    save_view(client, is_shared="on")
    view = SavedView.objects.get()
    client.get("/figures/")  # shows the message
    client.force_login(factories.user("Erik Outside", "external"))
    page = client.get("/figures/")
    assert page.status_code == 200
    assert b"Reds" not in page.content
    assert client.get(f"/figures/?view={view.pk}").status_code == 200, "no redirect to its query"
    assert client.post(f"/views/{view.pk}/delete/").status_code == 404


def test_a_view_keeps_neither_page_nor_view_nor_export(sign_in, pmo):
    save_view(sign_in(pmo), query="view=7&rag=red&page=3&export=csv&cols=code,name")
    assert SavedView.objects.get().query == "rag=red&cols=code,name"


def test_a_view_that_a_report_covers_cannot_be_deleted(sign_in, pmo):
    client = sign_in(pmo)
    save_view(client)
    view = SavedView.objects.get()
    ReportDefinition.objects.create(name="Reds, monthly", scope="saved_view", saved_view=view)
    page = client.post(f"/views/{view.pk}/delete/", follow=True).content.decode()
    assert "This view is used by: Reds, monthly" in page
    assert SavedView.objects.get() == view
    assert not Event.objects.filter(name="core.view_deleted").exists()


def test_sharing_needs_the_right(client, manager, stranger, three):
    client.force_login(manager)
    assert save_view(client, is_shared="on").status_code == 403
    client.force_login(stranger)
    assert save_view(client).status_code == 403, "who may not open the list keeps no view of it"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"name": " "}, {"name": "x" * 81}, {"query": "q=" + "x" * 2000}]
)
def test_a_view_that_cannot_be_kept_is_refused_with_a_message(client, pmo, fields):
    client.force_login(pmo)
    response = save_view(client, **fields)
    assert response.status_code == 302
    assert not SavedView.objects.exists()


def test_an_unknown_list_keeps_no_views(client, pmo):
    client.force_login(pmo)
    assert save_view(client, list_key="none").status_code == 404


def test_filters_not_named_stand_one_step_behind():
    every = [
        Facet("state", "State", "boxes", options=[Option("a", "Active", is_on=True)]),
        Facet("rag", "Status", "boxes"),
        Facet("finish", "Finish", "range", inputs=[Input("finish_min", "date", "2026-10-31")]),
        Facet("kept", "Kept", "hidden", inputs=[Input("kept", "text", "x")]),
        Facet("day", "Day", "input", errors=["Enter a valid date."]),
    ]
    found = facets.bar(every, ("rag", "day"))
    assert [facet.name for facet in found.at_hand] == ["rag", "day", "kept"]
    assert [facet.name for facet in found.more] == ["state", "finish"]
    assert (found.more_count, found.has_errors) == (2, False)
    assert facets.bar(every, ("rag",)).has_errors
    assert facets.bar(every, ()) == facets.FilterBar(every, [])
