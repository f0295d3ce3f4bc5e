"""Addresses of imports and exports."""

from django.urls import URLPattern, path

from guidelines.views import editor_converting, exports, imports, printing

PATHS: list[URLPattern] = [
    path("guidelines/imports/", imports.guideline_import_list, name="guideline_import_list"),
    path(
        "guidelines/handbooks/<int:pk>/import/",
        imports.guideline_import_upload,
        name="guideline_import_upload",
    ),
    path("guidelines/imports/<int:pk>/", imports.guideline_import, name="guideline_import"),
    path(
        "guidelines/imports/<int:pk>/run/",
        imports.guideline_import_run,
        name="guideline_import_run",
    ),
    path(
        "guidelines/imports/<int:pk>/discard/",
        imports.guideline_import_discard,
        name="guideline_import_discard",
    ),
    path(
        "guidelines/imports/<int:pk>/source/",
        imports.guideline_import_source,
        name="guideline_import_source",
    ),
    path("guidelines/<int:pk>/export/", exports.guideline_export, name="guideline_export"),
    path("guidelines/chapters/<int:pk>/export/", exports.chapter_export, name="chapter_export"),
    path("guidelines/handbooks/<int:pk>/export/", exports.handbook_export, name="handbook_export"),
    path("guidelines/<int:pk>/pdf/", printing.guideline_pdf, name="guideline_pdf"),
    path(
        "guidelines/<int:pk>/versions/<int:number>/pdf/",
        printing.guideline_version_pdf,
        name="guideline_version_pdf",
    ),
    path("guidelines/chapters/<int:pk>/pdf/", printing.chapter_pdf, name="chapter_pdf"),
    path("guidelines/handbooks/<int:pk>/pdf/", printing.handbook_pdf, name="handbook_pdf"),
    path("guidelines/pdf/<int:pk>/", printing.guideline_pdf_file, name="guideline_pdf_file"),
    path(
        "guidelines/<int:pk>/draft/convert/",
        editor_converting.guideline_draft_convert,
        name="guideline_draft_convert",
    ),
]
