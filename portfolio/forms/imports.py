"""Forms of imports: the file, where its table lies, and how each column is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.service import day_input
from portfolio.importing.currencies import CODES
from portfolio.importing.fields import FIELDS, Kind
from portfolio.models import ImportMapping, PortfolioImport
from portfolio.selectors.import_words import ORDERS, SHAPES, label
from portfolio.services.imports_source import Choices

GROUPS: tuple[tuple[Any, tuple[Kind, ...], bool], ...] = (
    (gettext_lazy("Project"), (Kind.TEXT,), False),
    (gettext_lazy("Report"), (Kind.TEXT, Kind.CHOICE, Kind.PERCENT), True),
    (gettext_lazy("Dates"), (Kind.DATE,), True),
    (gettext_lazy("Money"), (Kind.MONEY,), True),
    (gettext_lazy("Status"), (Kind.RAG,), True),
    (gettext_lazy("Milestone"), (Kind.DATE,), False),
)
RULES: dict[Kind, tuple[str, ...]] = {
    Kind.DATE: ("order", "fiscal_year_end"),
    Kind.MONEY: ("scale", "currency", "decimal"),
    Kind.PERCENT: ("is_share", "decimal"),
    Kind.RAG: ("is_high_good", "levels", "reads_fill"),
}

# Conventions that only some columns need: the question that asks for them, and their usual value.
RARE: dict[str, tuple[str, Any]] = {
    "fiscal_year_end": ("ask_fiscal_year", 3),
    "is_high_good": ("ask_rag_direction", False),
    "levels": ("ask_rag_direction", 3),
    "reads_fill": ("ask_fill", False),
}


class YesNoField(forms.ChoiceField):
    """One of two named choices; the second one, "1", is yes."""

    def clean(self, value: Any) -> bool:
        """Whether yes was chosen."""
        return bool(super().clean(value) == "1")


class UploadForm(forms.Form):
    """The file to import."""

    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = _("CSV or Excel (XLSX), at most %(limit)s MB.")
        self.fields["file"].help_text = text % {"limit": settings.MAX_UPLOAD_MB}
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx"


class ArrangeForm(forms.Form):
    """Where the table lies and what holds for the whole file."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Row of the column names"), min_value=1, max_value=200_000
    )
    is_transposed = YesNoField(
        label=gettext_lazy("Direction"),
        choices=[
            ("", gettext_lazy("One record per row")),
            ("1", gettext_lazy("One record per column")),
        ],
        required=False,
    )
    shape = forms.ChoiceField(label=gettext_lazy("One record is"), required=False)
    report_date = forms.DateField(
        label=gettext_lazy("Report date"),
        widget=day_input(),
        help_text=gettext_lazy("For records without a date of their own."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), help_text=gettext_lazy("For amounts that name none.")
    )

    def __init__(self, *args: Any, made: PortfolioImport, **kwargs: Any) -> None:
        options = made.options
        kwargs["initial"] = {
            "sheet": options.get("sheet"),
            "header_row": options.get("found_header_row"),
            "is_transposed": "1" if options.get("found_transposed") else "",
            "shape": options.get("shape", ""),
            "report_date": parse_date(options.get("report_date") or ""),
            "currency": options.get("currency"),
        }
        super().__init__(*args, **kwargs)
        self.made = made
        found = SHAPES.get(options.get("found_shape", ""), "")
        self._choose("sheet", [(name, name) for name in options.get("sheets", [])])
        detected = _("as detected: %(shape)s") % {"shape": found}
        self._choose("shape", [("", detected), *SHAPES.items()])
        self._choose("currency", _currencies(str(options.get("currency", ""))))
        if len(options.get("sheets", [])) < 2:
            del self.fields["sheet"]

    def _choose(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def chosen(self) -> Choices:
        """The decisions for the whole file; a row of names that was merely found stays free."""
        values = self.cleaned_data
        options = self.made.options
        is_other_sheet = values.get("sheet", options.get("sheet")) != options.get("sheet")
        is_turned = values["is_transposed"] != bool(options.get("found_transposed"))
        row = None if is_other_sheet or is_turned else values["header_row"]
        same_shape = values["shape"] == options.get("shape", "")
        return Choices(
            sheet=values.get("sheet") or str(options.get("sheet", "")),
            header_row=row,
            is_transposed=None if is_other_sheet else values["is_transposed"],
            with_hidden=bool(options.get("with_hidden")),
            report_date=values["report_date"],
            currency=values["currency"],
            shape=values["shape"],
            key_headers=tuple(options.get("key_headers") or ()) if same_shape else (),
        )


class ColumnForm(forms.Form):
    """One column: its field, and the conventions that a field of this kind needs."""

    target = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    order = forms.ChoiceField(
        label=gettext_lazy("Date order"),
        choices=list(ORDERS.items()),
        required=False,
    )
    fiscal_year_end = forms.TypedChoiceField(
        label=gettext_lazy("Fiscal year ends in"), coerce=int, required=False
    )
    scale = forms.TypedChoiceField(
        label=gettext_lazy("Unit"),
        choices=[
            (1, gettext_lazy("as written")),
            (1_000, gettext_lazy("thousands")),
            (100_000, gettext_lazy("lakhs (100,000)")),
            (1_000_000, gettext_lazy("millions")),
            (10_000_000, gettext_lazy("crores (10,000,000)")),
            (1_000_000_000, gettext_lazy("billions (1,000 millions)")),
            (10**12, gettext_lazy("trillions (1,000 billions)")),
        ],
        coerce=int,
        required=False,
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    decimal = forms.ChoiceField(
        label=gettext_lazy("Decimal sign"),
        choices=[(".", gettext_lazy("point: 1,234.56")), (",", gettext_lazy("comma: 1.234,56"))],
        required=False,
    )
    is_share = YesNoField(
        label=gettext_lazy("Percentages"),
        choices=[("", gettext_lazy("0 to 100")), ("1", gettext_lazy("0 to 1"))],
        required=False,
    )
    is_high_good = YesNoField(
        label=gettext_lazy("Green end"),
        choices=[
            ("", gettext_lazy("low numbers or levels are green")),
            ("1", gettext_lazy("high numbers or levels are green")),
        ],
        required=False,
    )
    levels = forms.TypedChoiceField(
        label=gettext_lazy("Levels"), choices=[(3, "3"), (5, "5")], coerce=int, required=False
    )
    reads_fill = YesNoField(
        label=gettext_lazy("Colour of the cell"),
        choices=[("", gettext_lazy("is not read")), ("1", gettext_lazy("is read as status"))],
        required=False,
    )

    def __init__(
        self, *args: Any, entry: dict[str, Any], targets: list[Any], **kwargs: Any
    ) -> None:
        self.entry = entry
        kwargs["initial"] = {
            name: "1" if value is True else "" if value is False else value
            for name, value in entry.items()
        }
        super().__init__(*args, **kwargs)
        kind = FIELDS[entry["target"]].kind if entry.get("target") else None
        rules = RULES.get(kind, ()) if kind else ()
        for name in [name for name in self.fields if name not in {"target", *rules}]:
            del self.fields[name]
        self._choose("target", targets)
        self._choose("fiscal_year_end", list(MONTHS.items()))
        self._choose("currency", _currencies(str(entry.get("currency", ""))))
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {entry['header']}"

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def rules(self, asked: Iterable[str] = ()) -> list[forms.BoundField]:
        """The conventions that matter: the usual ones, and rare ones that are asked or set."""
        return [
            self[name] for name in self.fields if name != "target" and not self._rare(name, asked)
        ]

    def rare_rules(self, asked: Iterable[str] = ()) -> list[forms.BoundField]:
        """The conventions that cells of this column do not need."""
        return [self[name] for name in self.fields if name != "target" and self._rare(name, asked)]

    def _rare(self, name: str, asked: Iterable[str]) -> bool:
        if name not in RARE:
            return False
        question, usual = RARE[name]
        is_set = self.entry.get(name, usual) != usual
        return question not in asked and not is_set and not self[name].errors

    def value(self) -> dict[str, Any]:
        """The column as the mapping keeps it."""
        return {"header": self.entry["header"], **self.cleaned_data}


def column_forms(made: PortfolioImport, data: Any = None) -> list[ColumnForm]:
    """A form for each column of the file."""
    targets = target_choices()
    return [
        ColumnForm(data, prefix=f"c{position}", entry=entry, targets=targets)
        for position, entry in enumerate(made.mapping.get("columns", []))
    ]


def target_choices() -> list[Any]:
    """The fields by group, with "not imported" first."""
    groups = [
        (
            str(title),
            [
                (field.code, label(field.code))
                for field in FIELDS.values()
                if field.kind in kinds
                and field.is_figure == is_figure
                and not _is_moved(field.code)
            ],
        )
        for title, kinds, is_figure in GROUPS
    ]
    groups[-1][1].insert(0, ("milestone_name", label("milestone_name")))
    return [("", _("– not imported –")), *groups]


def _is_moved(code: str) -> bool:
    """A text that stands in the group of the milestones."""
    return code == "milestone_name"


def saved_mappings() -> list[tuple[int, str]]:
    """The saved mappings to choose from."""
    return list(ImportMapping.objects.order_by("name").values_list("pk", "name"))


def _currencies(current: str) -> list[tuple[str, str]]:
    codes = sorted(CODES | ({current} if current else set()))
    return [("", _("please choose")), *((code, code) for code in codes)]
