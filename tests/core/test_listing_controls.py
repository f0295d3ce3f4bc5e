"""Controls that are written in Python: everything that comes from outside is escaped."""

from django.utils import translation

from core.listing import controls
from core.listing.columns import Column
from core.listing.facets import Facet, Option
from core.listing.panels import Choice

NASTY = '"><b>&'
SAFE = "&quot;&gt;&lt;b&gt;&amp;"


def test_boxes():
    facet = Facet(NASTY, "Status", "boxes", [Option(NASTY, NASTY, is_on=True)])
    assert facet.boxes == (
        f'<label><input type="checkbox" name="{SAFE}" value="{SAFE}" checked> {SAFE}</label>'
    )


def test_options_of_a_select():
    options = [Option("", "Any", is_on=False), Option("7", NASTY, is_on=True)]
    assert Facet("owner", NASTY, "select", options).select_options == (
        f'<option value="">{SAFE}: Any</option><option value="7" selected>{SAFE}</option>'
    )


def test_columns_with_their_moves():
    with translation.override("de"):
        made = controls.columns(
            [
                Choice(Column("a", NASTY), is_on=True, earlier_url="", later_url="?cols=b&cols=a"),
                Choice(Column("c", "C"), is_on=False, earlier_url="", later_url=""),
            ]
        )
    assert made == (
        f'<li><label><input type="checkbox" name="cols" value="a" checked> {SAFE}</label>'
        f'<a href="?cols=b&amp;cols=a" aria-label="{SAFE} nach rechts verschieben">↓</a></li>'
        '<li><label><input type="checkbox" name="cols" value="c"> C</label></li>'
    )
