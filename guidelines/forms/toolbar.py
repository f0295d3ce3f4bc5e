"""The editor's buttons with their keys, and what its script needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.domain.rasters import MAX_BYTES
from guidelines.models import GuidelineVersion


@dataclass(frozen=True)
class Tool:
    """A button of the toolbar; `keys` as `aria-keyshortcuts` names them."""

    key: str
    label: Any
    icon: str
    keys: str = ""
    is_toggle: bool = False

    @property
    def shown_keys(self) -> str:
        """The keys as people read them."""
        return self.keys.replace("Control", "Ctrl")


GROUPS: tuple[tuple[Tool, ...], ...] = (
    (
        Tool("bold", gettext_lazy("Bold"), "bold", "Control+B"),
        Tool("italic", gettext_lazy("Italic"), "italic", "Control+I"),
        Tool("code", gettext_lazy("Code"), "code", "Control+E"),
    ),
    (
        Tool("heading2", gettext_lazy("Section heading"), "heading", "Control+Shift+2"),
        Tool("heading3", gettext_lazy("Heading inside a section"), "heading-3", "Control+Shift+3"),
    ),
    (
        Tool("list", gettext_lazy("Bulleted list"), "list", "Control+Shift+8"),
        Tool("ordered", gettext_lazy("Numbered list"), "list-ordered", "Control+Shift+7"),
        Tool("tasks", gettext_lazy("Task list"), "list-tasks", "Control+Shift+9"),
        Tool("definition", gettext_lazy("Definition list"), "list-terms", "Alt+Shift+D"),
    ),
    (
        Tool("quote", gettext_lazy("Quotation"), "quote", "Control+Shift+5"),
        Tool("admonition", gettext_lazy("Highlighted note"), "info", "Alt+Shift+N"),
    ),
    (
        Tool("link", gettext_lazy("Link"), "link", "Control+K"),
        Tool("picture", gettext_lazy("Picture"), "picture", "Alt+Shift+I"),
        Tool("table", gettext_lazy("Table"), "table", "Alt+Shift+T"),
        Tool("footnote", gettext_lazy("Footnote"), "footnote", "Alt+Shift+F"),
        Tool("block", gettext_lazy("Text block"), "block", "Alt+Shift+B"),
        Tool("word", gettext_lazy("Text from a Word document"), "upload", "Alt+Shift+W"),
    ),
    (
        Tool("undo", gettext_lazy("Undo"), "undo", "Control+Z"),
        Tool("redo", gettext_lazy("Redo"), "redo", "Control+Y"),
        Tool("find", gettext_lazy("Find and replace"), "search", "Control+F"),
    ),
    (
        Tool(
            "preview",
            gettext_lazy("Preview beside the text"),
            "columns",
            "Alt+Shift+P",
            is_toggle=True,
        ),
        Tool("full", gettext_lazy("Full screen"), "full", "Alt+Shift+M", is_toggle=True),
        Tool("help", gettext_lazy("Keys and marks"), "help", "Alt+Shift+H"),
    ),
)

SCRIPTS = tuple(
    f"js/editor/{name}.js"
    for name in (
        "core",
        "marks",
        "lists",
        "tables",
        "pictures",
        "paste",
        "pickers",
        "preview",
        "keeping",
        "find",
        "toolbar",
    )
)


def script_settings(draft: GuidelineVersion, person: Any) -> dict[str, Any]:
    """Addresses, limits and sentences for the editor's script."""
    pk = draft.guideline_id
    return {
        "store": f"draft-{draft.pk}-{person.pk}",
        "maxPicture": MAX_BYTES,
        "urls": {
            "keep": reverse("guideline_draft_keep", args=[pk]),
            "preview": reverse("guideline_draft_preview", args=[pk]),
            "picture": reverse("guideline_draft_picture", args=[pk]),
            "merge": reverse("guideline_draft_merge", args=[pk]),
            "convert": reverse("guideline_draft_convert", args=[pk]),
            "links": reverse("guideline_link_search"),
            "blocks": reverse("guideline_block_search"),
        },
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "typing": _("Not kept yet"),
        "offline": _("No connection: kept in this browser"),
        "signedOut": _("You are signed out: kept in this browser"),
        "refused": _("This draft can no longer be edited. Your text is kept in this browser."),
        "saving": _("Saving"),
        "noPreview": _("The preview could not be loaded. It follows with the next change."),
        "position": _("Line {line}, column {column}"),
        "found": _("{at} of {all}"),
        "notFound": _("Not found"),
        "replaced": _("Replaced: {all}"),
        "nothing": _("Nothing found"),
        "noAnswer": _("The portal did not answer. Please try again."),
        "tooLarge": _("The picture is larger than 10 MB. Save it smaller first."),
        "converting": _("Converting to Markdown"),
        "boldText": _("bold text"),
        "italicText": _("italic text"),
        "linkText": _("text of the link"),
        "term": _("Term"),
        "meaning": _("Its meaning"),
        "column": _("Column {number}"),
        "footnote": _("What the footnote says."),
        "note": _("What the reader should notice."),
    }
