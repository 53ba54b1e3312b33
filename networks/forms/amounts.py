"""Numbers as people write them: 71,5 and 1.200 in Danish, 71.5 and 1,200 in English."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import formats

from networks.selectors.goals import amount

SPACES = re.compile(r"[\s\u00a0\u202f]")
THOUSANDS = re.compile(r"-?\d{1,3}([.,]\d{3})+")


def plain_number(text: str) -> str:
    """`text` with a point for decimals and nothing for thousands.

    Groups of exactly three digits after the language's own separator are thousands, so '1.200' is
    1200 in Danish; any other comma or point is the decimal one, so '71,5' is understood in both.
    """
    text = SPACES.sub("", text)
    thousands = formats.get_format("THOUSAND_SEPARATOR") or ","
    decimal = formats.get_format("DECIMAL_SEPARATOR")
    groups = rf"-?\d{{1,3}}({re.escape(thousands)}\d{{3}})+({re.escape(decimal)}\d+)?"
    if re.fullmatch(groups, text):
        text = text.replace(thousands, "")
    return text.replace(",", ".")


class NumberInput(forms.TextInput):
    """A text field that brings up figures on a phone."""

    def __init__(self, keys: str) -> None:
        super().__init__(attrs={"inputmode": keys, "autocomplete": "off"})


class AmountField(forms.DecimalField):
    """A decimal number in the reader's way of writing."""

    widget = NumberInput("decimal")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(plain_number(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return amount(value, "") if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class WholeNumberField(forms.IntegerField):
    """A whole number; '25.000' and '25,000' are thousands in both languages and never 25."""

    widget = NumberInput("numeric")

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = SPACES.sub("", value)
            value = re.sub("[.,]", "", value) if THOUSANDS.fullmatch(value) else value
        whole: int | None = super().to_python(value)
        return whole

    def prepare_value(self, value: Any) -> Any:
        return amount(Decimal(value), "") if isinstance(value, int) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}
