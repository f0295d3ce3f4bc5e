"""Addresses of the editor."""

from django.urls import URLPattern, path

from guidelines.views import (
    editor,
    editor_merging,
    editor_new,
    editor_parts,
    editor_pictures,
)

PATHS: list[URLPattern] = [
    path("guidelines/chapters/<int:pk>/new/", editor_new.guideline_new, name="guideline_new"),
    path("guidelines/new/", editor_new.guideline_begin, name="guideline_begin"),
    path("guidelines/links/", editor_parts.guideline_link_search, name="guideline_link_search"),
    path(
        "guidelines/links/blocks/",
        editor_parts.guideline_block_search,
        name="guideline_block_search",
    ),
    path(
        "guidelines/images/<slug:token>/", editor_pictures.guideline_image, name="guideline_image"
    ),
    path("guidelines/<int:pk>/edit/", editor.guideline_edit, name="guideline_edit"),
    path(
        "guidelines/<int:pk>/draft/start/",
        editor.guideline_draft_start,
        name="guideline_draft_start",
    ),
    path(
        "guidelines/<int:pk>/draft/discard/",
        editor.guideline_draft_discard,
        name="guideline_draft_discard",
    ),
    path(
        "guidelines/<int:pk>/draft/keep/",
        editor_parts.guideline_draft_keep,
        name="guideline_draft_keep",
    ),
    path(
        "guidelines/<int:pk>/draft/preview/",
        editor_parts.guideline_draft_preview,
        name="guideline_draft_preview",
    ),
    path(
        "guidelines/<int:pk>/draft/images/",
        editor_pictures.guideline_draft_picture,
        name="guideline_draft_picture",
    ),
    path(
        "guidelines/<int:pk>/draft/compare/",
        editor_merging.guideline_draft_compare,
        name="guideline_draft_compare",
    ),
    path(
        "guidelines/<int:pk>/draft/forget/",
        editor_merging.guideline_draft_forget,
        name="guideline_draft_forget",
    ),
    path(
        "guidelines/<int:pk>/draft/merge/",
        editor_merging.guideline_draft_merge,
        name="guideline_draft_merge",
    ),
]
