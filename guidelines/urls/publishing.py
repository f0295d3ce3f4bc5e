"""Addresses of publishing, retiring and care."""

from django.urls import URLPattern, path

from guidelines.views import care, publishing

PATHS: list[URLPattern] = [
    path("guidelines/work/", care.guideline_workbench, name="guideline_workbench"),
    path("guidelines/ageing/", care.AgeingList.as_view(), name="guideline_ageing"),
    path("guidelines/broken-links/", care.broken_links, name="broken_links"),
    path("guidelines/<int:pk>/publish/", publishing.guideline_publish, name="guideline_publish"),
    path(
        "guidelines/<int:pk>/unschedule/",
        publishing.guideline_unschedule,
        name="guideline_unschedule",
    ),
    path("guidelines/<int:pk>/retire/", publishing.guideline_retire, name="guideline_retire"),
    path("guidelines/<int:pk>/restore/", publishing.guideline_restore, name="guideline_restore"),
    path("guidelines/<int:pk>/care/", care.guideline_care, name="guideline_care"),
]
