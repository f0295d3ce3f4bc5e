"""The form of a report definition."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import time_zones
from accounts.models import User
from core.enums import Classification
from core.models import SavedView
from portfolio.models import Portfolio, Programme
from stakeholders import calendars
from stakeholders.enums import Cadence, PageSize, Scope, Section
from stakeholders.models import ReportDefinition
from stakeholders.selectors.audiences import external_ids
from stakeholders.selectors.scopes import PROJECT_LIST

COPIED = (
    "name",
    "scope",
    "portfolio",
    "programme",
    "saved_view",
    "sections",
    "language",
    "page_size",
    "classification",
    "cadence",
    "day",
    "at_time",
    "once_at",
    "time_zone",
    "is_shifted",
)
# Each must be filled wherever the chosen scope and cadence show it.
CONDITIONAL = ("portfolio", "programme", "saved_view", "day", "at_time", "once_at")


def countries() -> list[tuple[str, Any]]:
    """Nobody's holidays, then all countries."""
    return [("", _("None: weekends only")), *calendars.countries()]


class RecipientBoxes(forms.CheckboxSelectMultiple):
    """People to tick; external ones say so and are marked, for the warning beside them."""

    external: frozenset[int] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One person."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if getattr(value, "value", value) in self.external:
            option["label"] = _("%(name)s (external)") % {"name": option["label"]}
            option["attrs"]["data-external"] = True
        return option


class DefinitionForm(forms.Form):
    """What a report covers, how it looks, when it is due and who gets it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    scope = forms.ChoiceField(label=_("Covers"), choices=Scope.choices, widget=forms.RadioSelect)
    portfolio = forms.ModelChoiceField(
        label=_("Portfolio"), queryset=Portfolio.objects.none(), required=False
    )
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.none(), required=False
    )
    saved_view = forms.ModelChoiceField(
        label=_("Saved view of the project list"),
        queryset=SavedView.objects.none(),
        required=False,
        help_text=_("The filters count, each time with the rights of the reader."),
    )
    sections = forms.MultipleChoiceField(
        label=_("Sections"), choices=Section.choices, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    page_size = forms.ChoiceField(label=_("Page size"), choices=PageSize.choices)
    classification = forms.ChoiceField(
        label=_("Classification"),
        choices=Classification.choices,
        help_text=_(
            "Public and internal reports are attached to the mail; others are only linked."
        ),
    )
    recipients = forms.ModelMultipleChoiceField(
        label=_("Recipients"),
        queryset=User.objects.none(),
        required=False,
        widget=RecipientBoxes,
        help_text=_("Everyone gets only the projects that they may see."),
    )
    cadence = forms.ChoiceField(label=_("Due"), choices=Cadence.choices, widget=forms.RadioSelect)
    day = forms.IntegerField(
        label=_("Day"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=_("Day of the month, working day of the month, or weekday (1 is Monday)."),
    )
    at_time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    once_at = forms.DateTimeField(
        label=_("Date and time"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("On the clock of the time zone below."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    is_shifted = forms.BooleanField(
        label=_("Move to the next working day when nobody works on the due day"), required=False
    )
    country = forms.ChoiceField(label=_("Holidays of"), choices=countries, required=False)
    region = forms.CharField(
        label=_("Region"),
        required=False,
        max_length=10,
        help_text=_("Code of the region where its holidays differ, for example BY."),
    )

    def __init__(
        self, data: Any = None, *, user: User, shown: ReportDefinition | None = None
    ) -> None:
        initial = _defaults() if shown is None else _values(shown)
        super().__init__(data, initial=initial)
        self._offer("portfolio", Portfolio.objects.visible_to(user).order_by("name"))
        programmes = Programme.objects.visible_to(user).order_by("portfolio__name", "name")
        self._offer("programme", programmes)
        mine = Q(owner=user) | Q(is_shared=True) | Q(pk=shown.saved_view_id if shown else None)
        views = SavedView.objects.filter(mine, list_key=PROJECT_LIST)
        self._offer("saved_view", views.order_by("name"))
        people = User.objects.get_queryset().filter(is_active=True)
        if shown is not None:
            people = people | User.objects.filter(report_definitions=shown)
        self._offer("recipients", people.order_by("name", "pk").distinct())
        boxes = self.fields["recipients"].widget
        assert isinstance(boxes, RecipientBoxes)
        boxes.external = external_ids(people)
        for name in CONDITIONAL:
            self.fields[name].widget.attrs["aria-required"] = "true"

    def clean(self) -> dict[str, Any]:
        """Country and region become one code, which the library must know."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("once_at") and "time_zone" in cleaned:
            cleaned["once_at"] = cleaned["once_at"].replace(tzinfo=ZoneInfo(cleaned["time_zone"]))
        country, region = cleaned.pop("country", ""), cleaned.pop("region", "").strip().upper()
        cleaned["holidays"] = f"{country}-{region}" if country and region else country
        if cleaned["holidays"] and not calendars.is_known(cleaned["holidays"]):
            known = ", ".join(calendars.regions(country)) or _("none")
            self.add_error("region", _("Regions known here: %(codes)s.") % {"codes": known})
        return cleaned

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choices


def _values(shown: ReportDefinition) -> dict[str, Any]:
    country, _dash, region = shown.holidays.partition("-")
    values = {name: getattr(shown, name) for name in COPIED}
    recipients = list(shown.recipients.values_list("pk", flat=True))
    if shown.once_at:
        values["once_at"] = timezone.make_naive(shown.once_at, ZoneInfo(shown.time_zone))
    return {**values, "country": country, "region": region, "recipients": recipients}


def _defaults() -> dict[str, Any]:
    return {
        "scope": Scope.PORTFOLIO,
        "sections": [str(section) for section in Section],
        "language": settings.LANGUAGE_CODE,
        "page_size": PageSize.A4,
        "classification": Classification.INTERNAL,
        "cadence": Cadence.WORKING_DAY,
        "day": 7,
        "at_time": "07:00",
        "time_zone": settings.TIME_ZONE,
    }
