"""The addresses of the portfolio."""

from django.urls import path

from portfolio.views import (
    figures,
    guidelines,
    history,
    imports,
    milestones,
    portfolios,
    programmes,
    projects,
    team,
)
from portfolio.views.lists import ProjectList

urlpatterns = [
    path("portfolios/", portfolios.portfolio_list, name="portfolio_list"),
    path("portfolios/new/", portfolios.portfolio_create, name="portfolio_create"),
    path("portfolios/<int:pk>/", portfolios.portfolio, name="portfolio"),
    path("portfolios/<int:pk>/edit/", portfolios.portfolio_edit, name="portfolio_edit"),
    path("portfolios/<int:pk>/delete/", portfolios.portfolio_delete, name="portfolio_delete"),
    path("portfolios/<int:pk>/access/", portfolios.portfolio_access, name="portfolio_access"),
    path(
        "portfolios/<int:pk>/access/add/",
        portfolios.portfolio_grant_add,
        name="portfolio_grant_add",
    ),
    path(
        "portfolios/<int:pk>/access/remove/",
        portfolios.portfolio_grant_remove,
        name="portfolio_grant_remove",
    ),
    path(
        "portfolios/<int:pk>/programmes/new/",
        programmes.programme_create,
        name="programme_create",
    ),
    path("portfolios/<int:pk>/projects/new/", projects.project_create, name="project_create"),
    path("portfolios/<int:pk>/imports/", imports.import_list, name="import_list"),
    path("portfolios/<int:pk>/imports/new/", imports.import_upload, name="import_upload"),
    path("imports/<int:pk>/", imports.portfolio_import, name="portfolio_import"),
    path("imports/<int:pk>/mapping/", imports.import_mapping, name="import_mapping"),
    path("imports/<int:pk>/check/", imports.import_check, name="import_check"),
    path("imports/<int:pk>/preview/", imports.import_preview, name="import_preview"),
    path("imports/<int:pk>/commit/", imports.import_commit, name="import_commit"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<int:pk>/source/", imports.import_source, name="import_source"),
    path("imports/<int:pk>/problems.csv", imports.import_problems_csv, name="import_problems_csv"),
    path("programmes/<int:pk>/", programmes.programme, name="programme"),
    path("programmes/<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("programmes/<int:pk>/delete/", programmes.programme_delete, name="programme_delete"),
    path("projects/", ProjectList.as_view(), name="project_list"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("projects/<int:pk>/edit/", projects.project_edit, name="project_edit"),
    path("projects/<int:pk>/move/", projects.project_move, name="project_move"),
    path("projects/<int:pk>/delete/", projects.project_delete, name="project_delete"),
    path("projects/<int:pk>/figures/", figures.project_figures, name="project_figures"),
    path("projects/<int:pk>/report/", figures.project_report, name="project_report"),
    path(
        "projects/<int:pk>/report/<int:figures_pk>/withdraw/",
        figures.project_report_withdraw,
        name="project_report_withdraw",
    ),
    path("projects/<int:pk>/team/", team.project_team, name="project_team"),
    path("projects/<int:pk>/team/add/", team.project_member_add, name="project_member_add"),
    path(
        "projects/<int:pk>/team/<int:user_pk>/remove/",
        team.project_member_remove,
        name="project_member_remove",
    ),
    path("projects/<int:pk>/access/", team.project_access, name="project_access"),
    path("projects/<int:pk>/access/add/", team.project_grant_add, name="project_grant_add"),
    path(
        "projects/<int:pk>/access/remove/", team.project_grant_remove, name="project_grant_remove"
    ),
    path("projects/<int:pk>/guidelines/", guidelines.project_guidelines, name="project_guidelines"),
    path("projects/<int:pk>/history/", history.project_history, name="project_history"),
    path("projects/<int:pk>/milestones/new/", milestones.milestone_add, name="milestone_add"),
    path("milestones/", milestones.MilestoneList.as_view(), name="milestone_list"),
    path("milestones/<int:pk>/edit/", milestones.milestone_edit, name="milestone_edit"),
    path("milestones/<int:pk>/delete/", milestones.milestone_delete, name="milestone_delete"),
]
