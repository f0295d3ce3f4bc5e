"""Amounts in forms: shown and read as the language writes them."""

from decimal import Decimal as D

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portfolio.forms.amounts import AmountField


@pytest.mark.parametrize(
    ("language", "typed", "amount"),
    [
        ("en", "1,250,000.5", D("1250000.5")),
        ("en", "1 250 000", D(1250000)),
        ("en", "1250000", D(1250000)),
        ("en", "-1,250", D(-1250)),
        ("en", "1,25", None),
        ("en", "1.250.000", None),
        ("de", "1.250.000,5", D("1250000.5")),
        ("de", "1.250", D(1250)),
        ("de", "12,5", D("12.5")),
        ("de", "12.5", D("12.5")),
        ("de", "1,250,000", None),
    ],
)
def test_amounts_are_read_as_the_language_writes_them(language, typed, amount):
    with translation.override(language):
        form = forms.Form({"amount": typed})
        form.fields["amount"] = AmountField(max_digits=20, decimal_places=4)
        assert (form.is_valid(), form.cleaned_data.get("amount")) == (amount is not None, amount)


@given(st.decimals(-(10**15), 10**15, places=4, allow_nan=False), st.sampled_from(["en", "de"]))
def test_an_amount_that_is_shown_is_read_back(amount, language):
    with translation.override(language):
        field = AmountField(max_digits=20, decimal_places=4)
        assert field.clean(field.prepare_value(amount)) == amount
