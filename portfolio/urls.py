"""The addresses of the portfolio."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [
    path("projects/<int:pk>/", lambda request, pk: HttpResponse(""), name="project"),
]
