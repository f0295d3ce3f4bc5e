"""Addresses of versions and their comparison."""

from django.urls import URLPattern, path

from guidelines.views import versions

PATHS: list[URLPattern] = [
    path("guidelines/<int:pk>/versions/", versions.guideline_versions, name="guideline_versions"),
    path("guidelines/<int:pk>/compare/", versions.guideline_compare, name="guideline_compare"),
    path(
        "guidelines/<int:pk>/versions/<int:number>/",
        versions.guideline_version,
        name="guideline_version",
    ),
    path(
        "guidelines/<int:pk>/versions/<int:number>/restore/",
        versions.guideline_version_restore,
        name="guideline_version_restore",
    ),
]
