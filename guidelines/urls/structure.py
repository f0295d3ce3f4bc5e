"""Addresses of handbooks, chapters, properties and access of guidelines."""

from django.urls import URLPattern, path

from guidelines.views import all_guidelines, ordering, properties, rights, structure

_CHAPTER = "guidelines/chapters/<int:pk>"
_HANDBOOK = "guidelines/handbooks/<int:pk>"
_GUIDELINE = "guidelines/<int:pk>"

PATHS: list[URLPattern] = [
    path("guidelines/all/", all_guidelines.GuidelineList.as_view(), name="guideline_list"),
    path("guidelines/handbooks/new/", structure.handbook_create, name="handbook_create"),
    path(f"{_HANDBOOK}/edit/", structure.handbook_edit, name="handbook_edit"),
    path(f"{_HANDBOOK}/delete/", structure.handbook_delete, name="handbook_delete"),
    path(f"{_HANDBOOK}/move/", ordering.handbook_move, name="handbook_move"),
    path(f"{_HANDBOOK}/order/", ordering.handbook_order, name="handbook_order"),
    path(f"{_HANDBOOK}/chapters/new/", structure.chapter_create, name="chapter_create"),
    path(f"{_CHAPTER}/edit/", structure.chapter_edit, name="chapter_edit"),
    path(f"{_CHAPTER}/delete/", structure.chapter_delete, name="chapter_delete"),
    path(f"{_CHAPTER}/move/", ordering.chapter_move, name="chapter_move"),
    path(f"{_CHAPTER}/access/", rights.chapter_access, name="chapter_access"),
    path(
        f"{_CHAPTER}/access/<str:right>/give/", rights.chapter_grant_add, name="chapter_grant_add"
    ),
    path(
        f"{_CHAPTER}/access/<str:right>/take/",
        rights.chapter_grant_remove,
        name="chapter_grant_remove",
    ),
    path(f"{_GUIDELINE}/move/", ordering.guideline_move, name="guideline_move"),
    path(f"{_GUIDELINE}/properties/", properties.guideline_properties, name="guideline_properties"),
    path(f"{_GUIDELINE}/access/", properties.guideline_access, name="guideline_access"),
    path(
        f"{_GUIDELINE}/access/<str:right>/give/",
        rights.guideline_grant_add,
        name="guideline_grant_add",
    ),
    path(
        f"{_GUIDELINE}/access/<str:right>/take/",
        rights.guideline_grant_remove,
        name="guideline_grant_remove",
    ),
    path(f"{_GUIDELINE}/translate/", properties.translation_start, name="translation_start"),
    path(f"{_GUIDELINE}/follow/", properties.translation_follow, name="translation_follow"),
]
