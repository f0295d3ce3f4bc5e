"""The page of hits, the suggestions and the index built anew."""

import importlib
import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from core import jobs, search
from core.models import Job, SearchEntry
from core.registries import SearchDocument
from core.services import search_index
from tests import factories
from tests.core import searching
from tests.core.searching import TRAM, fill


@pytest.fixture(autouse=True)
def _things(db):
    searching.begin()


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def test_hits_are_grouped_and_marked_and_more_are_offered(sign_in, manager):
    fill({pk: (f"Thing {pk}", "body") for pk in range(1, 13)}, seen=set(range(1, 12)))
    content = body(sign_in(manager).get("/search/?q=thing"))
    assert content.count("<mark>Thing</mark>") == 5
    assert "11 hits" in content
    assert f"?q=thing&amp;type={TRAM}" in content
    assert "Show all 11" in content
    more = body(sign_in(manager).get(f"/search/?q=thing&type={TRAM}"))
    assert more.count("<mark>Thing</mark>") == 11
    assert "Thing</mark> 12" not in more, "12 is not visible to this person"


def test_without_words_and_without_hits(sign_in, manager):
    client = sign_in(manager)
    assert "Nothing was found." in body(client.get("/search/?q=zzz"))
    assert "Nothing was found." not in body(client.get("/search/"))


def test_a_part_is_shown_with_its_passage_and_the_other_parts(sign_in, manager):
    title = "GL-16 <Change>"
    fill(
        {
            1: [
                SearchDocument(title, "", "/g/1/", language="de"),
                SearchDocument(title, "Ämter & co", "/g/1/#a", "a", "Who", language="de"),
                SearchDocument(title, "ämter", "/g/1/#b", "b", "How", language="de"),
            ]
        }
    )
    content = body(sign_in(manager).get("/search/?q=amter"))
    assert '<li lang="de">' in content
    assert "GL-16 &lt;Change&gt; <span" in content
    assert "<mark>Ämter</mark> &amp; co" in content or "<mark>ämter</mark>" in content
    assert 'href="/g/1/#a"' in content
    assert 'href="/g/1/#b"' in content


def test_an_object_found_by_its_keywords_shows_a_passage_of_its_parts(sign_in, manager):
    fill(
        {
            1: [
                SearchDocument("GL-16", "", "/g/1/", keywords="tram"),
                SearchDocument("GL-16", "The tram waits.", "/g/1/#a", "a", "Who"),
            ]
        }
    )
    content = body(sign_in(manager).get("/search/?q=tram"))
    assert '<a class="hit-title" href="/g/1/">GL-16</a>' in content
    assert "The <mark>tram</mark> waits." in content


def test_rare_values_of_a_filter_stand_behind(sign_in, manager):
    fill({pk: SearchDocument("Tram", "", "/", facets={"kind": [f"k{pk}"]}) for pk in range(1, 9)})
    content = body(sign_in(manager).get(f"/search/?q=tram&type={TRAM}&kind=k8"))
    at_hand, _, behind = content.partition("<summary>2 more</summary>")
    assert (at_hand.count('name="kind"'), behind.count('name="kind"')) == (6, 2)
    assert 'value="k8" checked' in at_hand


def test_a_correction_is_told(sign_in, manager):
    content = body(sign_in(manager).get("/search/?q=sigmals"))
    assert "Showing results for “signals”." in content
    assert "zephyr" not in body(sign_in(manager).get("/search/?q=zephyt"))


def test_filters_and_pages_of_one_kind(sign_in, manager):
    fill(
        {
            pk: SearchDocument(f"Thing {pk:02}", "", "/", facets={"kind": ["ab"[pk % 2]]})
            for pk in range(1, 46)
        }
    )
    client = sign_in(manager)
    content = body(client.get(f"/search/?q=thing&type={TRAM}"))
    assert content.count('class="hit-title"') == 20
    assert 'name="kind" value="a"> A <span class="note">22</span>' in content
    assert "page=3" in content
    narrowed = body(client.get(f"/search/?q=thing&type={TRAM}&kind=a&page=2"))
    assert narrowed.count('class="hit-title"') == 2
    assert 'name="kind" value="a" checked> A <span class="note">22</span>' in narrowed
    for odd in ("99", "0", "-1", "x", "9" * 30, "²"):
        response = client.get("/search/", {"q": "thing", "type": TRAM, "page": odd})
        assert 'class="hit-title"' in body(response)
    nothing = body(client.get(f"/search/?q=thing&type={TRAM}&kind=zz"))
    assert "Nothing matches these filters." in nothing


@pytest.mark.parametrize("number", [1, 3])
def test_query_count(sign_in, manager, monkeypatch, django_assert_num_queries, number):
    only_these(monkeypatch)
    fill({pk: SearchDocument("Tram", "", "/", facets={"kind": ["a"]}) for pk in range(number)})
    client = sign_in(manager)
    client.get("/search/?q=tram")
    with django_assert_num_queries(8):
        client.get("/search/?q=tram")
    with django_assert_num_queries(9):  # and the facets
        client.get(f"/search/?q=tram&type={TRAM}")
    with django_assert_num_queries(6):
        client.get("/search/suggest/?q=tram")


def only_these(monkeypatch):
    from core.registries import search_sources

    monkeypatch.setattr(search_sources, "_entries", {TRAM: search_sources[TRAM]})


def test_suggestions_are_the_best_titles(sign_in, manager):
    fill({pk: (f"GL-{pk} Change", "risk") for pk in range(10, 20)} | {30: ("Other", "change")})
    content = body(sign_in(manager).get("/search/suggest/?q=gl-1"))
    assert content.count('role="option"') == 7
    assert "All hits for “gl-1”" in content
    assert 'href="/thing/30/"' not in content
    assert body(sign_in(manager).get("/search/suggest/?q=risk")).strip() == ""
    assert body(sign_in(manager).get("/search/suggest/")).strip() == ""


def test_the_index_is_built_anew_as_a_job_and_as_a_command(pmo):
    portfolio = factories.portfolio("Harbour")
    SearchEntry.objects.create(
        source="portfolio.portfolio", object_id=0, title="Gone", url="/gone/"
    )
    jobs.enqueue(search_index.REBUILD, key="again", by=pmo)
    jobs.run(Job.objects.get().pk)
    job = Job.objects.get()
    found = search.find(pmo, "harbour", source="portfolio.portfolio")
    assert [entry.object_id for group in found for entry in group.entries] == [portfolio.pk]
    assert not SearchEntry.objects.filter(title="Gone").exists()
    assert (job.state, search_index.summary(job)) == (
        "done",
        f"{job.result['objects']} objects indexed",
    )
    out = io.StringIO()
    call_command("rebuild_search", stdout=out)
    assert "Portfolios: 1\n" in out.getvalue()


def test_an_index_from_before_the_full_text_is_built_anew_by_the_next_ticks():
    migration = importlib.import_module("core.migrations.0004_full_text_search")
    migration.empty(apps, None)
    assert SearchEntry.objects.count() == 0
    Job.objects.update(sent_at=timezone.now() - 2 * jobs.RESEND_AFTER)
    assert jobs.sweep() == 1
    assert list(Job.objects.values_list("kind", "state")) == [(search_index.REBUILD, "done")]
