"""The one base class of the portal: a list that its address describes completely."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View
from django_filters import FilterSet

from core import policy
from core.listing import cells, controls, export, facets, panels, saved
from core.listing.columns import Column, Reader, Row
from core.listing.filters import drop_needless_distinct
from core.listing.paging import read_page
from core.listing.state import ListOptions, ListState, read_state
from core.registries import ListPageEntry, Text

RESULTS_ID, LIST_ID = "list-results", "list"


class ListPage(View):
    """A filtered, sorted, paged table with columns to choose, saved views and exports.

    Declare `key`, `title`, `url_name`, `columns` and `queryset`; the rest has defaults. The page
    reads rows with `values_list`, never as model instances. To keep views, register the page in
    `apps.ready()`: `list_pages.add(MyList.entry())`.
    """

    key: ClassVar[str]
    title: ClassVar[Text]
    url_name: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    filterset_class: ClassVar[type[FilterSet] | None] = None
    hidden_filters: ClassVar[Collection[str]] = ()  # for links to the list, not for the form
    filters_at_hand: ClassVar[Sequence[str]] = ()  # the others stand behind "More filters"
    default_sort: ClassVar[str] = ""
    search_fields: ClassVar[Sequence[str]] = ()
    page_sizes: ClassVar[Sequence[int]] = (25, 50, 100)
    row_paths: ClassVar[Sequence[str]] = ()
    can_share: ClassVar[Callable[[Any], bool]] = staticmethod(policy.can_share_views)
    template_name: ClassVar[str] = "core/list_page.html"
    summary_template: ClassVar[str] = ""  # shown between controls and rows
    empty_text: ClassVar[Text] = _("There is nothing here yet.")

    def check(self, request: HttpRequest) -> None:
        """Raise PermissionDenied with the reason when the person may not open this list."""

    def queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Everything the person may see here, with the annotations that columns name."""
        raise NotImplementedError

    def row_url(self, row: Row) -> str | None:  # noqa: ARG002 - a hook
        """The page of a row; reads `row["pk"]` and the paths of `row_paths`."""
        return None

    def summary(self, request: HttpRequest, queryset: QuerySet[Any]) -> dict[str, Any]:  # noqa: ARG002
        """More template context about the filtered list, for `summary_template` and the page."""
        return {}

    @classmethod
    def entry(cls) -> ListPageEntry:
        """The page's entry in the registry of list pages."""
        return ListPageEntry(cls.key, cls.title, cls.url_name, cls)

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """The list, its results alone for htmx, or an export of all its rows."""
        self.check(request)
        views = saved.Views(request.user, self.key)
        if target := views.redirect_target(request.GET):
            return HttpResponseRedirect(f"{request.path}?{target}")
        state = read_state(request.GET, self._options())
        filterset = self._filterset(request)
        queryset = self._narrowed(request, filterset, state)
        if wanted := request.GET.get("export"):
            return export.respond(wanted, self._export_job(request, queryset, state, filterset))
        return self._page(request, queryset, state, filterset, views)

    def _page(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        state: ListState,
        filterset: FilterSet | None,
        views: saved.Views,
    ) -> HttpResponse:
        shown_facets = facets.facets(filterset, state, self.hidden_filters)
        reader = Reader(state.columns, also=self.row_paths)
        pages, tuples = read_page(reader, queryset, state)
        rows = cells.table_rows(reader, tuples, self.row_url)
        context = {
            "page": self,
            "state": state,
            "filters": facets.bar(shown_facets, self.filters_at_hand),
            "chips": facets.chips(shown_facets, state),
            "rows": rows,
            "pages": pages,
            "headers": panels.headers(state),
            "chooser": controls.columns(panels.chooser(self.columns, state)),
            "views": views.panel(state, can_share=type(self).can_share),
            **self.summary(request, queryset),
        }
        return self._rendered(request, context)

    def _rendered(self, request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
        """The whole page, or the part that htmx asked for, with its address."""
        htmx = getattr(request, "htmx", None)
        part = {RESULTS_ID: "#results", LIST_ID: "#list"}.get(getattr(htmx, "target", None) or "")
        if not htmx or not part:
            return render(request, self.template_name, dict(context))
        response = render(request, f"core/listing/list.html{part}", dict(context))
        response["HX-Push-Url"] = request.path + context["state"].current
        return response

    def _options(self) -> ListOptions:
        names = facets.filter_names(self.filterset_class)
        return ListOptions(self.columns, names, self.default_sort, self.page_sizes)

    def _filterset(self, request: HttpRequest) -> FilterSet | None:
        if self.filterset_class is None:
            return None
        filterset = self.filterset_class(request.GET, self.queryset(request), request=request)
        drop_needless_distinct(filterset)
        return filterset

    def _narrowed(
        self, request: HttpRequest, filterset: FilterSet | None, state: ListState
    ) -> QuerySet[Any]:
        """The person's rows, filtered, searched and in order, ties by pk."""
        queryset: QuerySet[Any] = self.queryset(request) if filterset is None else filterset.qs
        for word in state.search.split()[:8] if self.search_fields else ():
            anywhere = Q()
            for path in self.search_fields:
                anywhere |= Q(**{f"{path}__icontains": word})
            queryset = queryset.filter(anywhere)
        by_key = {column.key: column for column in self.columns}
        terms = [
            term
            for wanted in state.sort
            for term in by_key[wanted.removeprefix("-")].order_by(descending=wanted[0] == "-")
        ]
        return queryset.order_by(*terms, "pk")

    def _export_job(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        state: ListState,
        filterset: FilterSet | None,
    ) -> export.Export:
        chosen = facets.chips(facets.facets(filterset, state, self.hidden_filters), state)
        return export.Export(
            title=str(self.title),
            key=self.key,
            columns=state.columns,
            queryset=queryset,
            filters=[f"{chip.label}: {chip.value}" for chip in chosen],
            address=request.build_absolute_uri(request.path + state.current),
        )
