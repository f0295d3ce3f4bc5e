"""Addresses of the library and the reader's page."""

from django.urls import URLPattern, path

from guidelines.views import feedback, library, reader

PATHS: list[URLPattern] = [
    path("guidelines/", library.guideline_library, name="guideline_library"),
    path("guidelines/handbooks/<int:pk>/", library.handbook, name="handbook"),
    path("guidelines/chapters/<int:pk>/", library.chapter, name="chapter"),
    path("guidelines/feedback/", feedback.guideline_feedback, name="guideline_feedback"),
    path(
        "guidelines/feedback/<int:pk>/answer/",
        feedback.guideline_feedback_answer,
        name="guideline_feedback_answer",
    ),
    path("guidelines/code/<str:code>/", reader.guideline_by_code, name="guideline_by_code"),
    path("guidelines/<int:pk>/", reader.guideline, name="guideline"),
    path("guidelines/<int:pk>/favourite/", reader.guideline_favourite, name="guideline_favourite"),
    path("guidelines/<int:pk>/watch/", reader.guideline_watch, name="guideline_watch"),
    path(
        "guidelines/<int:pk>/feedback/",
        reader.guideline_feedback_give,
        name="guideline_feedback_give",
    ),
]
