"""The filters of a list page as plain data, so that a page of them renders quickly."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_filters import FilterSet

from core import formatting
from core.listing import controls
from core.listing.state import ListState

SUFFIXES = ("_min", "_max", "_after", "_before")


@dataclass(frozen=True)
class Option:
    """One value that a filter offers."""

    value: str
    label: str
    is_on: bool


@dataclass(frozen=True)
class Input:
    """A field to type in; `word` tells the two ends of a range apart."""

    name: str
    type: str
    value: str
    word: str = ""


@dataclass(frozen=True)
class Facet:
    """One filter control: a group of boxes, a select, one input or the two of a range."""

    name: str
    label: str
    control: str  # boxes | select | range | input | hidden
    options: list[Option] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many values are switched on."""
        typed = sum(bool(each.value) for each in self.inputs)
        return typed + sum(option.is_on for option in self.options)

    @property
    def boxes(self) -> SafeString:
        """The options as tick boxes."""
        return controls.boxes(self.name, self.options)

    @property
    def select_options(self) -> SafeString:
        """The options as those of a select."""
        return controls.options_of_select(self.label, self.options)

    @property
    def is_hidden(self) -> bool:
        """Whether the control only carries its value on."""
        return self.control == "hidden"


@dataclass(frozen=True)
class FilterBar:
    """The controls that stand at hand, and those behind "More filters"."""

    at_hand: list[Facet]
    more: list[Facet]

    @property
    def more_count(self) -> int:
        """How many values are switched on among those behind."""
        return sum(facet.count for facet in self.more)

    @property
    def has_errors(self) -> bool:
        """Whether a control behind could not be read, so that it must be seen."""
        return any(facet.errors for facet in self.more)


def bar(shown: list[Facet], at_hand: Sequence[str]) -> FilterBar:
    """The named controls in their order at hand, the rest behind; without names all at hand."""
    if not at_hand:
        return FilterBar(shown, [])
    by_name = {facet.name: facet for facet in shown}
    hidden = [facet for facet in shown if facet.is_hidden]
    rest = [facet for facet in shown if facet.name not in at_hand and not facet.is_hidden]
    return FilterBar([by_name[name] for name in at_hand] + hidden, rest)


@dataclass(frozen=True)
class Chip:
    """A filter at work, with the address that takes it off."""

    label: str
    value: str
    remove_url: str


def filter_names(filterset_class: type[FilterSet] | None) -> frozenset[str]:
    """The address parameters that a filter set reads, with those of range filters."""
    if filterset_class is None:
        return frozenset()
    names = set(filterset_class.base_filters)
    return frozenset(names | {f"{name}{suffix}" for name in names for suffix in SUFFIXES})


def facets(
    filterset: FilterSet | None, state: ListState, hidden: Collection[str] = ()
) -> list[Facet]:
    """The filter set's controls in the state of the address; hidden ones only carry on."""
    if filterset is None:
        return []
    form = filterset.form
    return [_facet(form[name], state, is_hidden=name in hidden) for name in form.fields]


def chips(shown: list[Facet], state: ListState) -> list[Chip]:
    """One chip for each filter value at work, and one for the search text."""
    made = [
        Chip(*_words(name, value, shown), state.without(name, value))
        for name, values in state.filters.items()
        for value in values
    ]
    if state.search:
        made.append(Chip(_("Search"), state.search, state.query(q=None)))
    return made


def _facet(bound: forms.BoundField, state: ListState, *, is_hidden: bool) -> Facet:
    chosen = set(state.filters.get(bound.name, ()))
    control = "hidden" if is_hidden else _control(bound.field)
    has_options = control in {"boxes", "select"}
    return Facet(
        name=bound.name,
        label=str(bound.label),
        control=control,
        options=_options(bound.field, chosen) if has_options else [],
        inputs=[] if has_options else _inputs(bound, state),
        errors=[str(error) for error in bound.errors],
    )


def _control(form_field: forms.Field) -> str:
    if isinstance(form_field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return "boxes"
    if isinstance(form_field.widget, forms.Select):
        return "select"
    return "range" if isinstance(form_field, forms.MultiValueField) else "input"


def _inputs(bound: forms.BoundField, state: ListState) -> list[Input]:
    """The field's input, or the two of a range with the names that its filter reads."""
    form_field: Any = bound.field
    if not isinstance(form_field, forms.MultiValueField):
        return [Input(bound.name, _input_type(form_field), _typed(state, bound.name))]
    widget: Any = form_field.widget
    names = [widget.suffixed(bound.name, suffix) for suffix in widget.suffixes]
    return [
        Input(name, _input_type(each), _typed(state, name), _bound_word(name, bound.name))
        for name, each in zip(names, form_field.fields, strict=True)
    ]


def _input_type(form_field: forms.Field) -> str:
    if isinstance(form_field, forms.DateField | forms.DateTimeField):
        return "date"
    return "number" if isinstance(form_field, forms.DecimalField | forms.IntegerField) else "text"


def _typed(state: ListState, name: str) -> str:
    return next(iter(state.filters.get(name, ())), "")


def _options(form_field: Any, chosen: set[str]) -> list[Option]:
    """The choices, each asked for once: a model's choices are a query."""
    if isinstance(form_field, forms.NullBooleanField):
        choices: Any = [("", _("Any")), ("true", _("Yes")), ("false", _("No"))]
    else:
        choices = form_field.choices
    options = []
    for value, label in choices:
        for key, text in label if isinstance(label, list | tuple) else [(value, label)]:
            shown = str(text) if key not in ("", None) else _("Any")
            options.append(Option(str(key or ""), shown, str(key) in chosen))
    return options


def _words(name: str, value: str, shown: list[Facet]) -> tuple[str, str]:
    """Label and value of a chip in words."""
    facet = next((each for each in shown if _belongs(name, each.name)), None)
    if facet is None:
        return name, value
    for option in facet.options:
        if option.value == value:
            return facet.label, option.label
    return facet.label + _bound_word(name, facet.name), _as_day(value)


def _belongs(name: str, facet_name: str) -> bool:
    return name == facet_name or (
        name.startswith(facet_name) and name[len(facet_name) :] in SUFFIXES
    )


def _bound_word(name: str, facet_name: str) -> str:
    words = {
        "_min": _("at least"),
        "_max": _("at most"),
        "_after": _("from"),
        "_before": _("until"),
    }
    word = words.get(name[len(facet_name) :])
    return f" {word}" if word else ""


def _as_day(value: str) -> str:
    try:
        return formatting.day(forms.DateField(input_formats=["%Y-%m-%d"]).to_python(value))
    except forms.ValidationError:
        return value
