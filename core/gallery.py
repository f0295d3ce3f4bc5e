"""Made-up content that shows every component in its states: none, one, many, long, unknown."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from core import charts

TODAY = date(2026, 10, 31)
LONG = "Renewal of the tram control centre including the depot in the northern industrial district"
STATES = ("red", "amber", "green", "grey", "blue")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="As it stands on the order.", max_length=80)
    finish = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    budget = forms.DecimalField(min_value=0, required=False)
    phase = forms.ChoiceField(choices=[("p", "Planning"), ("e", "Executing")])
    units = forms.MultipleChoiceField(
        choices=[("it", "IT"), ("hr", "Human resources")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    size = forms.ChoiceField(choices=[("s", "Small"), ("l", "Large")], widget=forms.RadioSelect)
    comment = forms.CharField(widget=forms.Textarea, required=False)
    source = forms.FileField(required=False, help_text="CSV or XLSX, up to 25 MB.")
    is_restricted = forms.BooleanField(required=False, label="Restricted to members")


def context() -> dict[str, Any]:
    """Everything the gallery page shows."""
    return {
        "states": STATES,
        "tones": ("neutral", *STATES),
        "long": LONG,
        "nothing": None,
        "money": [Decimal("950"), Decimal("40300"), Decimal("9400000"), Decimal("-1250000000")],
        "tabs_many": _tabs(9),
        "tabs_one": _tabs(1),
        "steps": _steps(),
        "page": _page(),
        "rows": _rows(),
        "form_new": SampleForm(auto_id="new_%s"),
        "form_wrong": SampleForm({"budget": "-1"}, auto_id="wrong_%s"),
        "charts": list(_charts()),
        "roadmap": _roadmap(),
        "trend": charts.sparkline([3, 4, None, 6, 5, 7], title="Six months, rising"),
        "icons": sorted(_icon_names()),
    }


def _icon_names() -> list[str]:
    from core.icons import PATHS

    return list(PATHS)


def _tabs(count: int) -> list[dict[str, Any]]:
    names = [
        "Cockpit",
        "Figures",
        "Schedule",
        "Risks",
        "Documents",
        "Team",
        "Reports",
        "Log",
        "More",
    ]
    return [
        {"label": name, "url": f"#tab-{index}", "is_current": index == 0, "count": index or None}
        for index, name in enumerate(names[:count])
    ]


def _steps() -> list[dict[str, str]]:
    return [
        {"label": "Initiating", "state": "done"},
        {"label": "Planning", "state": "now"},
        {"label": "Executing", "state": "next"},
        {"label": "Closing", "state": "next"},
    ]


def _page() -> Page[int]:
    return Paginator(range(200), 10).page(7)


def _rows() -> list[dict[str, Any]]:
    spent = [Decimal("11300000"), None, Decimal("4220000")]
    names = ["TRM-07 Tram control", f"LNG-01 {LONG}", "EFL-02 e-File"]
    return [
        {"name": name, "rag": rag, "amount": amount, "finish": TODAY + timedelta(days=40 * index)}
        for index, (name, rag, amount) in enumerate(zip(names, STATES, spent, strict=False))
    ]


def _parts(*values: int) -> list[charts.Segment]:
    words = (("green", "green"), ("amber", "amber"), ("red", "red"), ("grey", "no report"))
    return [
        charts.Segment(key, word.capitalize(), value, f"{value} {word}", str(value), "#charts")
        for (key, word), value in zip(words, values, strict=True)
    ]


def _charts() -> list[charts.Chart]:
    return [
        charts.stacked_bars(
            title="Confidence",
            conclusion="3 of 24 projects are red, two more than in September.",
            rows=[
                charts.Bar("by number", _parts(14, 6, 3, 1)),
                charts.Bar("30 Sep", _parts(16, 6, 1, 1), is_faint=True),
                charts.Bar("by budget", _parts(48, 33, 19, 0)),
                charts.Bar("30 Sep", _parts(60, 31, 8, 1), is_faint=True),
            ],
        ),
        _curve(),
        charts.dot_strip(
            title="Next 90 days",
            conclusion="Five of seven milestones are on time.",
            dots=_dots(),
            start=TODAY,
            end=TODAY + timedelta(days=90),
        ),
        charts.horizontal_bars(
            title="Worst slips",
            conclusion="Tram control slips most.",
            rows=[
                charts.HorizontalBar(LONG, 34, "+34 days", "red"),
                charts.HorizontalBar("e-File", 8, "+8 days", "amber"),
                charts.HorizontalBar("Smart lighting", -6, "−6 days", "green"),
                charts.HorizontalBar("Citizen account", None, "n/a"),
            ],
        ),
        charts.line_chart(title="No figures", conclusion="", lines=[]),
    ]


def _curve() -> charts.Chart:
    days = [TODAY + timedelta(days=31 * index) for index in range(-8, 9)]
    plan = [Decimal(index) ** 2 / 3 for index in range(17)]
    known = [(day, value) for day, value in zip(days, plan, strict=True)]
    spent = [(day, value * Decimal("1.2") if day <= TODAY else None) for day, value in known]
    earned = [(day, value * Decimal("0.9") if day <= TODAY else None) for day, value in known]
    return charts.line_chart(
        title="Cost over time",
        conclusion="More is spent than earned.",
        lines=[
            charts.Line("plan", "planned", known, "ink-3"),
            charts.Line("spent", "spent 25.6", spent, "red", "dashed"),
            charts.Line("earned", "earned 19.2", earned, "accent"),
        ],
        marked=TODAY,
    )


def _dots() -> list[charts.Dot]:
    tones = ("green", "green", "amber", "red", "green", "green", "green")
    offsets = (4, 11, 20, 38, 40, 66, 80)
    return [
        charts.Dot(
            TODAY + timedelta(days=offset),
            f"Milestone {index}",
            tone,
            "+34 days" if tone == "red" else "",
            "#charts",
        )
        for index, (tone, offset) in enumerate(zip(tones, offsets, strict=True), start=1)
    ]


def _roadmap() -> charts.Chart:
    rows = [
        charts.Span(
            name,
            TODAY + timedelta(days=start),
            TODAY + timedelta(days=end),
            tone,
            remark,
            (TODAY + timedelta(days=start - 20), TODAY + timedelta(days=end - 60)),
            [charts.Milestone(TODAY + timedelta(days=(start + end) // 2), "Gate 3")],
            "#charts",
        )
        for name, start, end, tone, remark in (
            ("TRM-07 Tram control", -300, 200, "red", "+60 days"),
            ("EFL-02 e-File", -90, 30, "amber", "Executing"),
            (LONG, 10, 400, "green", "Planning"),
        )
    ]
    rows.append(charts.Span("CIT-20 Citizen account", None, None))
    return charts.timeline(
        title="Roadmap", conclusion="Three of four projects have dates.", rows=rows, today=TODAY
    )
