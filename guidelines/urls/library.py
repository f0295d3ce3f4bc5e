"""Addresses of the glossary and of text blocks."""

from django.urls import URLPattern, path

from guidelines.views import blocks, glossary

PATHS: list[URLPattern] = [
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/new/", glossary.term_create, name="term_create"),
    path("glossary/export/", glossary.glossary_export, name="glossary_export"),
    path("glossary/import/", glossary.glossary_import, name="glossary_import"),
    path("glossary/<int:pk>/", glossary.term, name="term"),
    path("glossary/<int:pk>/edit/", glossary.term_edit, name="term_edit"),
    path("glossary/<int:pk>/delete/", glossary.term_delete, name="term_delete"),
    path("glossary/<int:pk>/merge/", glossary.term_merge, name="term_merge"),
    path("guidelines/blocks/", blocks.text_blocks, name="text_blocks"),
    path("guidelines/blocks/new/", blocks.text_block_create, name="text_block_create"),
    path("guidelines/blocks/<int:pk>/", blocks.text_block, name="text_block"),
    path(
        "guidelines/blocks/<int:pk>/propose/", blocks.text_block_propose, name="text_block_propose"
    ),
    path(
        "guidelines/blocks/<int:pk>/release/", blocks.text_block_release, name="text_block_release"
    ),
    path(
        "guidelines/blocks/<int:pk>/take-back/",
        blocks.text_block_take_back,
        name="text_block_take_back",
    ),
    path("guidelines/blocks/<int:pk>/delete/", blocks.text_block_delete, name="text_block_delete"),
]
