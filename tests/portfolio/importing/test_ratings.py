import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.importing.choices import CHOICES, read_choice
from portfolio.importing.outcomes import Missing, Read, Unreadable
from portfolio.importing.ratings import RatingRule, read_fill, read_rating

pytestmark = pytest.mark.pure

RISK_LIKE = RatingRule()
CONFIDENCE = RatingRule(is_high_good=True, levels=5)


@pytest.mark.parametrize(
    ("text", "rule", "colour"),
    [
        ("Amber", RISK_LIKE, "amber"),
        ("g", RISK_LIKE, "green"),
        ("grün", RISK_LIKE, "green"),
        ("ROT", RISK_LIKE, "red"),
        ("gelb", RISK_LIKE, "amber"),
        ("🟢", RISK_LIKE, "green"),
        ("Amber/Red", RISK_LIKE, "red"),
        ("AMBER - GREEN", RISK_LIKE, "amber"),
        ("Amber – needs a plan", RISK_LIKE, "amber"),
        ("Green (a)", RISK_LIKE, "green"),
        ("1", RISK_LIKE, "green"),
        ("3", RISK_LIKE, "red"),
        ("High", RISK_LIKE, "red"),
        ("High", CONFIDENCE, "green"),
        ("Medium-Low", CONFIDENCE, "red"),
        ("5", CONFIDENCE, "green"),
        ("1", CONFIDENCE, "red"),
        ("not rated", RISK_LIKE, "grey"),
    ],
)
def test_colours(text: str, rule: RatingRule, colour: str) -> None:
    outcome = read_rating(text, rule)
    assert isinstance(outcome, Read)
    assert outcome.value == colour


def test_what_is_no_colour() -> None:
    assert read_rating("Green Infrastructure", RISK_LIKE) == Unreadable(
        "rag_unknown", "Green Infrastructure"
    )
    assert read_rating("4", RISK_LIKE) == Unreadable("rag_unknown", "4")
    assert read_rating("Exempt", RISK_LIKE) == Missing("missing_exempt", "Exempt")
    assert read_fill("00B050", RISK_LIKE) is None
    assert read_fill("00B050", RatingRule(reads_fill=True)).value == "green"  # type: ignore[union-attr]


def test_states() -> None:
    words = CHOICES["state"]
    found = [read_choice(t, words) for t in ("In-Progress", "Dropped", "Abgeschlossen", "on_hold")]
    assert found == [Read("active"), Read("cancelled"), Read("closed"), Read("on_hold")]
    assert read_choice("TBD", words) == Missing("missing_undecided", "TBD")
    assert read_choice("whatever", words) == Unreadable("choice_unknown", "whatever")


@given(st.text(max_size=40))
def test_never_raises(text: str) -> None:
    assert isinstance(read_rating(text, CONFIDENCE), Read | Missing | Unreadable)
    assert isinstance(read_choice(text, CHOICES["state"]), Read | Missing | Unreadable)
