"""Amounts of money as people read and write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import formats


class AmountField(forms.DecimalField):
    """Shows thousands apart as the language does, and reads them with or without."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored amount without the zeros behind the point; what was typed stays as it is."""
        if not isinstance(value, Decimal):
            return value
        return formats.number_format(value.normalize(), force_grouping=True)

    def to_python(self, value: Any) -> Any:
        """The amount; a separator that stands where the language has none is refused."""
        return super().to_python(_plain(value) if isinstance(value, str) else value)


def _plain(text: str) -> str:
    """The digits with a decimal point, where the text is written as in the language."""
    group, point = (
        formats.get_format(name) for name in ("THOUSAND_SEPARATOR", "DECIMAL_SEPARATOR")
    )
    packed = re.sub(r"\s", "", text)
    apart = rf"-?\d{{1,3}}({re.escape(group)}\d{{3}})+"
    if re.fullmatch(rf"({apart}|-?\d+)({re.escape(point)}\d*)?", packed):
        return packed.replace(group, "").replace(point, ".")
    return packed
