"""The side bar names few places; what belongs to one stands in tabs, as far as a person may."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.grants import grant
from tests.guidelines import factories

NAMES = {
    "pmo": (
        ["Guidelines", "Glossary", "Guideline work", "Confirmations"],
        [
            *("In work", "Ageing", "Broken links", "Feedback"),
            *("Text blocks", "Shipped updates", "Imports"),
        ],
        ["Mine", "Campaigns"],
    ),
    "auditor": (
        ["Guidelines", "Glossary", "Confirmations"],
        ["In work", "Ageing"],
        ["Mine", "Campaigns"],
    ),
    "member": (["Guidelines", "Glossary", "Confirmations"], [], []),
}


def links(page, begin):
    """Texts of the links from this mark to the end of its list; the current one by its mark."""
    text = page.content.decode()
    if begin not in text:
        return [], None
    part = text[text.index(begin) :]
    part = part[: part.index("</ul>")]
    found = re.findall(r"<a href=\"[^\"]*\"( aria-current=\"page\")?>([^<]*)</a>", part)
    current = [strip_tags(label).strip() for mark, label in found if mark]
    return [strip_tags(label).strip() for _mark, label in found], current


@pytest.mark.parametrize("who", NAMES)
def test_each_person_has_the_entries_and_tabs_that_open(who, request, sign_in):
    client = sign_in(request.getfixturevalue(who))
    method, work, confirming = NAMES[who]
    home = client.get(reverse("home"))
    assert links(home, ">Method</p>") == (method, [])
    for name, mark, wanted in (
        ("guideline_workbench", '<nav class="tabs" aria-label="Guideline work"', work),
        ("my_confirmations", '<nav class="tabs" aria-label="Confirmations"', confirming),
    ):
        page = client.get(reverse(name))
        assert links(page, mark)[0] == wanted
        for address in re.findall(r'<li><a href="(/guidelines/[^"]+)"', page.content.decode()):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("name", "entry", "tab"),
    [
        ("guideline_workbench", "Guideline work", "In work"),
        ("guideline_ageing", "Guideline work", "Ageing"),
        ("broken_links", "Guideline work", "Broken links"),
        ("guideline_feedback", "Guideline work", "Feedback"),
        ("text_blocks", "Guideline work", "Text blocks"),
        ("shipped_updates", "Guideline work", "Shipped updates"),
        ("guideline_import_list", "Guideline work", "Imports"),
        ("my_confirmations", "Confirmations", "Mine"),
        ("campaigns", "Confirmations", "Campaigns"),
    ],
)
def test_entry_and_tab_of_the_page_are_marked(name, entry, tab, sign_in, pmo):
    page = sign_in(pmo).get(reverse(name))
    assert links(page, ">Method</p>")[1] == [entry]
    assert links(page, '<nav class="tabs"')[1] == [tab]


def test_a_page_below_a_tab_keeps_the_entry(sign_in, pmo):
    page = sign_in(pmo).get(reverse("text_block_create"))
    assert links(page, ">Method</p>")[1] == ["Guideline work"]


def test_one_grant_opens_the_tabs_of_those_who_care(sign_in, member):
    grant("write_guideline", factories.published(), member)
    page = sign_in(member).get(reverse("guideline_workbench"))
    assert links(page, '<nav class="tabs"')[0] == ["In work", "Ageing", "Broken links"]
