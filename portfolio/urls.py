"""The addresses of the portfolio."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [
    path("portfolios/<int:pk>/", lambda request, pk: HttpResponse(""), name="portfolio"),
    path("programmes/<int:pk>/", lambda request, pk: HttpResponse(""), name="programme"),
    path("projects/<int:pk>/", lambda request, pk: HttpResponse(""), name="project"),
]
