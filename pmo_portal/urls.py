"""All addresses, by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("core.urls")),
    path("", include("guidelines.urls")),
    path("", include("portfolio.urls")),
    path("", include("stakeholders.urls")),
]
