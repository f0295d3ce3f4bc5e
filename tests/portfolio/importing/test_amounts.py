from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.importing.amounts import (
    NumberRule,
    decimal_evidence,
    read_money,
    read_percent,
    unit_of,
)
from portfolio.importing.outcomes import Missing, Money, Read, Unreadable

pytestmark = pytest.mark.pure

POINT = NumberRule()
COMMA = NumberRule(decimal=",")


@pytest.mark.parametrize(
    ("text", "rule", "amount", "currency"),
    [
        ("£32,614", POINT, "32614", "GBP"),
        ("£32,614", NumberRule(scale=10**6), "32614000000", "GBP"),
        ("1'234.56", POINT, "1234.56", ""),
        ("1 234,56", COMMA, "1234.56", ""),
        ("1.234.567,8 €", COMMA, "1234567.8", "EUR"),
        ("(1,234)", POINT, "-1234", ""),
        ("1234-", POINT, "-1234", ""),
        ("-£5", POINT, "-5", "GBP"),
        ("£-5.25", POINT, "-5.25", "GBP"),
        ("£12.3m", NumberRule(scale=1000), "12300000", "GBP"),
        ("12 Mio", COMMA, "12000000", ""),
        ("1,5 Mrd. EUR", COMMA, "1500000000", "EUR"),
        ("500 T€", POINT, "500000", "EUR"),
        ("TEUR 500", POINT, "500000", "EUR"),
        ("CHF 1'200.-", POINT, "1200", "CHF"),
        ("1,234*", POINT, "1234", ""),
        ("12[3]", POINT, "12", ""),
        ("12 (a)", POINT, "12", ""),
        ("£12.3m (whole life)", POINT, "12300000", "GBP"),
        ("12,34,567", POINT, "1234567", ""),
        ("1.5E+6", POINT, "1500000", ""),
        ("$7", NumberRule(currency="CAD"), "7", "CAD"),
        ("$7", NumberRule(currency="EUR"), "7", "USD"),
        ("0", POINT, "0", ""),
    ],
)
def test_amounts(text: str, rule: NumberRule, amount: str, currency: str) -> None:
    outcome = read_money(text, rule)
    assert isinstance(outcome, Read)
    assert outcome.value == Money(Decimal(amount).quantize(Decimal("0.0001")), currency)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234,56", "number_wrong_decimal"),
        ("1,5", "number_wrong_decimal"),
        ("50%", "money_is_percent"),
        ("10-12m", "number_several"),
        ("PNS", "code_word"),
        ("M465", "code_word"),
        ("5 apples", "number_unreadable"),
        ("£", "number_unreadable"),
        ("Early planning of this project", "text_instead"),
        ("9" * 20, "number_too_large"),
    ],
)
def test_what_is_no_amount_says_why(text: str, code: str) -> None:
    outcome = read_money(text, POINT)
    assert isinstance(outcome, Unreadable)
    assert outcome.code == code


def test_unknown_amounts_are_missing_and_never_zero() -> None:
    for text in ("", "-", "TBC", "n/a", "Exempt under Section 43"):
        assert isinstance(read_money(text, POINT), Missing)


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("45%", POINT, "45"),
        ("45,5 %", COMMA, "45.5"),
        ("0.45", NumberRule(is_share=True), "45"),
        ("45%", NumberRule(is_share=True), "45"),
        ("0.45", POINT, "0.45"),
        ("-52%", POINT, "-52"),
        ("0", POINT, "0"),
    ],
)
def test_percentages(text: str, rule: NumberRule, expected: str) -> None:
    assert read_percent(text, rule) == Read(Decimal(expected))


def test_evidence_for_the_decimal_sign() -> None:
    found = {t: decimal_evidence(t) for t in ("1,234.5", "1.234,5", "1,234", "1234", "0,5", "abc")}
    assert found == {
        "1,234.5": ".",
        "1.234,5": ",",
        "1,234": "either",
        "1234": "",
        "0,5": ",",
        "abc": "",
    }


def test_units_in_names() -> None:
    assert unit_of("Total costs (£m) (including Non-Government Costs)") == (10**6, ("GBP",))
    assert unit_of("Budget in TEUR") == (1000, ("EUR",))
    assert unit_of("Budget (k€)") == (1000, ("EUR",))
    assert unit_of("Budget $000")[0] == 1000
    assert unit_of("Budget") == (0, ())


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_written_amounts_are_read_back_in_both_conventions(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    expected = amount.quantize(Decimal("0.0001")) + 0
    for text, rule in ((english, POINT), (german, COMMA), (f"£{english}", POINT)):
        outcome = read_money(text, rule)
        assert isinstance(outcome, Read)
        assert isinstance(outcome.value, Money)
        assert outcome.value.amount == expected


@given(st.text(max_size=40) | st.from_regex(r"[£$€(-]?[0-9.,' ]{0,12}[a-zA-Z%)]{0,4}"))
def test_never_raises(text: str) -> None:
    for rule in (POINT, COMMA):
        assert isinstance(read_money(text, rule), Read | Missing | Unreadable)
        assert isinstance(read_percent(text, rule), Read | Missing | Unreadable)
