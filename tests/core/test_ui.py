"""Values as text, marks, components, page frame, home and error pages."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core import events, formatting, money, shell
from core.models import Notification
from core.registries import HomeTile, NavItem, Tile, home_tiles
from tests import factories

N = formatting.NBSP


def render(source, **context):
    request = RequestFactory().get("/list/?page=2&sort=name")
    return engines["django"].from_string(source).render(context, request).strip()


@pytest.mark.parametrize(
    ("amount", "currency", "english", "german"),
    [
        (None, "EUR", "n/a", "n/a"),
        (0, "EUR", f"0{N}€", f"0{N}€"),
        (950, "EUR", f"950{N}€", f"950{N}€"),
        (9999, "EUR", f"9,999{N}€", f"9.999{N}€"),
        (9400000, "CHF", f"9.40{N}M{N}CHF", None),
        (999949999, "EUR", f"999.9{N}M{N}€", None),
        (999950000, "EUR", f"1.00{N}bn{N}€", None),
        (999949, "EUR", f"999.9{N}k{N}€", None),
        (999950, "EUR", f"1.00{N}M{N}€", None),
        (-40300, "GBP", f"−£40.3{N}k", None),
        (112500000, "", f"112.5{N}M", None),
    ],
)
def test_short_money(amount, currency, english, german):
    value = None if amount is None else Decimal(amount)
    assert money.short(value, currency) == english
    if german:
        with translation.override("de"):
            assert money.short(value, currency).replace("k. A.", "n/a") == german


def test_full_money_shows_cents_only_where_there_are_some():
    texts = [money.full(Decimal(text), "EUR") for text in ("9400000", "12.5", "-0.004", "0.005")]
    assert texts == [f"9,400,000{N}€", f"12.50{N}€", f"0{N}€", f"0.01{N}€"]


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=4))
def test_short_money_has_at_most_four_digits_before_the_point(amount):
    text = money.short(amount)
    whole = text.replace(",", "").lstrip("−").split(".")[0].split(N)[0]
    assert len(whole) <= (7 if "bn" in text else 3 if N in text else 4)


def test_differences_carry_their_sign():
    values = [Decimal("3600000"), Decimal("-3600000"), Decimal(0)]
    assert [money.short(value, "EUR", plus=True) for value in values] == [
        f"+3.60{N}M{N}€",
        f"−3.60{N}M{N}€",
        f"0{N}€",
    ]
    assert [formatting.signed(value) for value in (34, -8, 0, None)] == ["+34", "−8", "0", "n/a"]
    assert [formatting.slip(days) for days in (34, 1, 0, -2)] == [
        f"+34{N}days",
        f"+1{N}day",
        "on time",
        f"−2{N}days",
    ]


def test_shares_and_points_are_rounded_half_up():
    shown = [formatting.percent(Decimal("0.125")), formatting.percent_points(Decimal("61.5"), 1)]
    assert shown == [f"13{N}%", f"61.5{N}%"]
    assert formatting.percent(None) == "n/a"


def test_unknown_value_says_why_and_a_known_one_stays():
    source = '{{ amount|money:"EUR"|na:reason }}'
    assert render(source, amount=Decimal(5), reason="late") == f"5{N}€"
    assert render(source, amount=None, reason="<late>") == (
        '<span class="na" title="&lt;late&gt;">n/a<span class="sr">: &lt;late&gt;</span></span>'
    )
    assert render("{{ day|date_or_na }}", day=None) == '<span class="na">n/a</span>'
    assert render("{{ day|date_or_na }}", day=date(2026, 10, 31)) == f"31{N}Oct{N}2026"


@pytest.mark.parametrize(
    ("value", "key", "letter", "word"),
    [
        ("red", "red", "R", "Red"),
        ("amber", "amber", "A", "Amber"),
        ("green", "green", "G", "Green"),
        ("", "grey", "–", "No report"),
        (None, "grey", "–", "No report"),
        ("purple", "grey", "–", "No report"),
    ],
)
def test_status_mark_has_shape_letter_and_word(value, key, letter, word):
    assert render("{% rag value %}", value=value) == (
        f'<span class="rag rag-{key}" title="{word}"><span aria-hidden="true">{letter}</span>'
        f'<span class="sr">{word}</span></span>'
    )


def test_card_escapes_its_title_and_keeps_its_content():
    source = '{% card title span=4 href="/x" link="All" %}<b>in</b>{% endcard %}'
    assert render(source, title="<T>") == (
        '<section class="card span-4"><header class="card-head"><h2>&lt;T&gt;</h2>'
        '<a href="/x">All</a></header><b>in</b></section>'
    )


def test_breadcrumb_ends_with_this_page():
    assert render('{% crumbs "Home" "/" "Here" %}') == (
        '<nav class="crumbs" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li>'
        '<li aria-current="page">Here</li></ol></nav>'
    )


def test_side_bar_marks_the_item_with_the_longest_matching_address():
    inbox = NavItem("b", "home", "Inbox", "inbox", covers=("search",))
    items = [NavItem("a", "home", "Home", "home"), inbox]
    gone = NavItem("c", "home", "Gone", "no_such_page")

    def current(path):
        (section,) = shell.sections([("", [*items, gone])], path)
        return [(link.label, link.is_current) for link in section.links]

    assert current("/inbox/5/") == [("Home", False), ("Inbox", True)]
    assert current("/search/") == [("Home", False), ("Inbox", True)]
    assert current("/") == [("Home", True), ("Inbox", False)]
    assert current("/elsewhere/") == [("Home", False), ("Inbox", False)]


def test_gallery_shows_every_component(sign_in, member):
    response = sign_in(member).get("/ui/")
    assert response.status_code == 200
    assert b"style=" not in response.content
    assert b"onclick" not in response.content


def test_query_count_of_the_frame(sign_in, member, django_assert_num_queries):
    client = sign_in(member)
    client.get("/ui/")
    with django_assert_num_queries(4):  # session, person, roles, unread notifications
        client.get("/ui/")


def test_home_names_unread_notifications_and_shows_tiles(sign_in, member, monkeypatch):
    factories.user("Other Person")
    event = events.record("core.view_saved", member, by=None)
    Notification.objects.create(recipient=member, event=event)
    monkeypatch.setattr(home_tiles, "_entries", {})
    home_tiles.add(
        HomeTile("a", lambda _user: None),
        HomeTile(
            "b", lambda _user: Tile("A tile", "core/components/empty_state.html", {"title": "T"})
        ),
    )
    response = sign_in(member).get("/")
    shown = [(tile.title, tile.span) for tile in response.context["tiles"]]
    assert shown == [("A tile", 4)]
    assert len(response.context["news"]) == 1
    assert "<b>1 thing</b> is new for you." in response.content.decode()


def test_what_may_not_be_seen_is_a_page_of_ours(sign_in, member, client):
    client.raise_request_exception = False
    assert "Page not found" in sign_in(member).get("/no/such/page/").content.decode()


def test_old_form_is_explained(member):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    response = client.post("/inbox/read-all/")
    assert response.status_code == 403
    assert "The page was too old" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_last_pages_need_no_context(name):
    assert "To the first page" in engines["django"].get_template(name).render()


def test_fields_tie_label_help_and_error_together():
    from core.gallery import SampleForm

    form = SampleForm({"budget": "-1"}, auto_id="f_%s")
    html = str(form["name"].as_field_group())
    assert 'aria-describedby="f_name_helptext f_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label for="f_name">' in html
    assert 'id="f_name_error"' in html
    assert 'id="f_name_helptext"' in html


def test_only_what_can_stay_empty_is_marked_as_required():
    class Form(forms.Form):
        name = forms.CharField()
        note = forms.CharField(required=False)
        phase = forms.ChoiceField(choices=[("p", "Planning")])
        unit = forms.ChoiceField(choices=[("", "Choose"), ("it", "IT")])
        units = forms.MultipleChoiceField(choices=[("it", "IT")])
        size = forms.ChoiceField(choices=[("s", "Small")], widget=forms.RadioSelect)
        colour = forms.ChoiceField(choices=[("r", "Red")], widget=forms.RadioSelect, initial="r")

    form = Form()
    marked = [field.name for field in form if 'class="required"' in field.as_field_group()]
    assert marked == ["name", "unit", "units", "size"]


def test_a_slip_in_a_narrow_column():
    assert [formatting.slip_short(days) for days in (34, 1, 0, -2, None)] == [
        f"+34{N}d",
        f"+1{N}d",
        f"0{N}d",
        f"−2{N}d",
        "n/a",
    ]


def test_a_hash_is_shown_in_short_and_copied_in_full():
    html = render("{% short_hash value %}", value="0123456789abcdef")
    assert re.findall(r"<code title=\"(\w+)\">(\w+)</code>", html) == [
        ("0123456789abcdef", "0123456789ab")
    ]
    assert 'data-copy="0123456789abcdef"' in html
