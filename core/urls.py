"""Core's addresses."""

from django.urls import path

from core.views import saved_views

urlpatterns = [
    path("views/save/", saved_views.saved_view_save, name="saved_view_save"),
    path("views/<int:pk>/share/", saved_views.saved_view_share, name="saved_view_share"),
    path("views/<int:pk>/delete/", saved_views.saved_view_delete, name="saved_view_delete"),
]
