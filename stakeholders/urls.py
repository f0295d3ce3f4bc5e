"""The addresses of reporting."""

from django.urls import path

from stakeholders.views import definitions, lists, reading, runs

urlpatterns = [
    path("reports/", lists.DefinitionList.as_view(), name="report_definitions"),
    path("reports/new/", definitions.report_definition_create, name="report_definition_create"),
    path("reports/<int:pk>/", definitions.report_definition, name="report_definition"),
    path(
        "reports/<int:pk>/edit/", definitions.report_definition_edit, name="report_definition_edit"
    ),
    path(
        "reports/<int:pk>/pause/",
        definitions.report_definition_pause,
        name="report_definition_pause",
    ),
    path(
        "reports/<int:pk>/resume/",
        definitions.report_definition_resume,
        name="report_definition_resume",
    ),
    path(
        "reports/<int:pk>/delete/",
        definitions.report_definition_delete,
        name="report_definition_delete",
    ),
    path("reports/<int:pk>/run/", runs.report_run_now, name="report_run_now"),
    path("reports/<int:pk>/preview/", runs.report_preview, name="report_preview"),
    path("reports/archive/", lists.Archive.as_view(), name="report_archive"),
    path("reports/runs/<int:pk>/", runs.report_run, name="report_run"),
    path("reports/runs/<int:pk>/again/", runs.report_run_again, name="report_run_again"),
    path("reports/editions/<int:pk>/", reading.report_edition, name="report_edition"),
    path(
        "reports/editions/<int:pk>/render-again/",
        runs.report_edition_render_again,
        name="report_edition_render_again",
    ),
    path("reports/mine/", reading.my_reports, name="my_reports"),
]
