"""A small list page over project figures, for the tests of the list page itself."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.urls import include, path
from django.utils.translation import get_language

from core.listing import Column, ListPage
from core.registries import list_pages
from portfolio.enums import ProjectState, Rag
from portfolio.models import ProjectFigures


class FiguresFilter(django_filters.FilterSet):
    rag = django_filters.MultipleChoiceFilter("rag_overall", label="Status", choices=Rag.choices)
    state = django_filters.ChoiceFilter("state", label="State", choices=ProjectState.choices)
    finish = django_filters.DateFromToRangeFilter("finish_forecast", label="Finish")
    late = django_filters.BooleanFilter("finish_forecast", "isnull", label="No finish")

    class Meta:
        model = ProjectFigures
        fields = []


class FiguresList(ListPage):
    key = "tests.figures"
    title = "Figures"
    url_name = "tests_figures"
    filterset_class = FiguresFilter
    search_fields = ("project__code", "project__name")
    default_sort = "code"
    empty_text = "No figures yet."
    can_share = staticmethod(lambda user: user.name.startswith("Petra"))
    columns = (
        Column("code", "Code", path="project__code", sort=("project__code",)),
        Column("name", "Name", path="project__name"),
        Column("rag", "Status", kind="rag", path="rag_overall"),
        Column("budget", "Budget", kind="money", path="budget_baseline", help="Approved budget",
               currency="project__currency",
               reason=lambda row: row["reasons"].get("budget_baseline", "")),
        Column("done", "Complete", kind="percent", path="percent_complete"),
        Column("finish", "Finish", kind="date", path="finish_forecast"),
        Column("slip", "Slip", kind="number", paths=("finish_forecast", "finish_baseline"),
               value=lambda new, old: (new - old).days if new and old else None,
               sort=(), default=False),
        Column("state", "State", kind="choice", choices=ProjectState.choices, default=False),
        Column("changed", "Changed", kind="datetime", path="updated_at", default=False),
        Column("double", "Twice", kind="number", default=False,
               bulk=lambda pks: {pk: 2 * position for position, pk in enumerate(pks, 1)}, sort=()),
        Column("spoken", "Language", path="pk", value=lambda _pk: get_language(), default=False),
        Column("late", "Known", kind="bool", path="finish_forecast", default=False, sort=()),
    )  # fmt: skip
    row_paths = ("project_id", "reasons")

    def check(self, request):
        if request.user.name.startswith("Xaver"):
            raise PermissionDenied("Staff only.")

    def queryset(self, request):
        return ProjectFigures.objects.visible_to(request.user)

    def row_url(self, row):
        return f"/projects/{row['project_id']}/"


list_pages.add(FiguresList.entry())
urlpatterns = [
    path("figures/", FiguresList.as_view(), name="tests_figures"),
    path("accounts/", include("allauth.urls")),
    path("", include("core.urls")),
]
