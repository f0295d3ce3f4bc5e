"""The form that reports a project's figures for one date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.service import ServiceForm, day_input
from portfolio.enums import Dimension, Rag
from portfolio.forms.amounts import AmountField
from portfolio.models import ProjectFigures
from portfolio.services.figure_rules import DATES, MONEY, RAGS

STANDING = ("state", "phase", "project_class", "percent_complete")
TOLD = (*STANDING, "narrative", *RAGS, *DATES, *MONEY)


_WORDS = {Rag.GREY: gettext_lazy("Not rated")}


class FiguresForm(ServiceForm):
    """All figures of one report date; starts from the report before it, but not its narrative."""

    model = ProjectFigures
    model_fields = TOLD
    field_classes = dict.fromkeys(MONEY, AmountField)
    report_on = forms.DateField(label=gettext_lazy("Report date"), widget=day_input())

    def __init__(self, *args: Any, before: ProjectFigures | None, **kwargs: Any) -> None:
        comments = before.comments if before else {}
        said = {f"comment_{name}": comments.get(name, "") for name in Dimension.values}
        kwargs["initial"] = {**kwargs.get("initial", {}), **said}
        self.is_new = before is None or before.report_on != kwargs["initial"].get("report_on")
        if self.is_new:
            kwargs["initial"]["narrative"] = ""  # what was said then is no word on today
        super().__init__(*args, obj=before, **kwargs)
        self.before = before
        for name in RAGS:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(rag, _WORDS.get(rag, rag.label)) for rag in Rag]
        for dimension in Dimension:
            self.fields[f"comment_{dimension}"] = forms.CharField(
                label=_("Comment on %(dimension)s") % {"dimension": dimension.label},
                required=False,
                max_length=2000,
            )

    def clean_report_on(self) -> date:
        """Reports are about what was, not about what will be."""
        day: date = self.cleaned_data["report_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The report date is in the future."))
        return day

    def values(self) -> dict[str, Any]:
        """What the service takes; reasons stay with figures that are still empty."""
        found = {name: self.cleaned_data[name] for name in TOLD}
        said = {name: self.cleaned_data[f"comment_{name}"] for name in Dimension.values}
        found["comments"] = {name: text for name, text in said.items() if text}
        found["reasons"] = dict(self.before.reasons) if self.before else {}
        return found

    def dimensions(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Status and comment of each dimension."""
        for name in Dimension.values:
            yield self[f"rag_{name}"], self[f"comment_{name}"]

    def dates(self) -> Iterator[BoundField]:
        """The six dates."""
        return (self[name] for name in DATES)

    def money(self) -> Iterator[BoundField]:
        """The amounts."""
        return (self[name] for name in MONEY)
