"""Forms of imports: the file, and what is decided before it is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.models import GuidelineImport, Handbook
from guidelines.services.imports import Choices

ENDINGS = ["zip", "md", "markdown", "docx"]


class UploadForm(forms.Form):
    """A file and where its guidelines go."""

    file = forms.FileField(label=gettext_lazy("File"), validators=[FileExtensionValidator(ENDINGS)])
    chapter = forms.CharField(
        label=gettext_lazy("Chapter"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Empty: as the files or their folders say."),
    )
    code_prefix = forms.CharField(
        label=gettext_lazy("Codes begin with"),
        max_length=30,
        initial="IMP",
        help_text=gettext_lazy("For files that name no code: IMP-01, IMP-02 and so on."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, handbook: Handbook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = _("A zip archive of Markdown files, one Markdown file or a Word document (DOCX).")
        limit = _("At most %(limit)s MB.") % {"limit": settings.MAX_UPLOAD_MB}
        self.fields["file"].help_text = f"{text} {limit}"
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{end}" for end in ENDINGS)
        self.fields["chapter"].widget.attrs["list"] = "chapters"
        self.handbook = handbook

    def clean_file(self) -> Any:
        """The file, if it is not too large."""
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_MB * 1024 * 1024:
            raise forms.ValidationError(_("The file is too large."))
        return file

    def choices(self) -> Choices:
        """What was decided."""
        values = self.cleaned_data
        return Choices(
            name=values["file"].name[-200:],
            chapter=values["chapter"],
            prefix=values["code_prefix"],
            language=values["language"],
        )


class RunForm(forms.Form):
    """What is decided after a look at the plan: chapters, and whether it is published at once."""

    is_published = forms.BooleanField(
        label=gettext_lazy("Publish at once, without review"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Why no review is needed"), required=False, max_length=300
    )

    def __init__(self, *args: Any, made: GuidelineImport, can_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made = made
        if not can_publish:
            del self.fields["is_published"], self.fields["reason"]
        for number, entry in enumerate(made.plan.get("entries", [])):
            if entry["outcome"] == "new":
                self.fields[f"chapter_{number}"] = _chapter(entry)

    def rows(self) -> list[dict[str, Any]]:
        """Each file of the plan, with the field of its chapter where that can be chosen."""
        return [
            {**entry, "field": self[name] if (name := f"chapter_{number}") in self.fields else None}
            for number, entry in enumerate(self.made.plan.get("entries", []))
        ]

    def choices(self) -> Choices:
        """What was decided, with what was decided before."""
        values = self.cleaned_data
        chapters = {
            entry["path"]: values[f"chapter_{number}"].strip()
            for number, entry in enumerate(self.made.plan.get("entries", []))
            if values.get(f"chapter_{number}", "").strip()
        }
        return Choices.of(
            {
                **self.made.options,
                "chapters": chapters,
                "is_published": values.get("is_published", False),
                "reason": values.get("reason", ""),
            }
        )


def _chapter(entry: dict[str, Any]) -> forms.CharField:
    label = _("Chapter of %(path)s") % {"path": entry["path"]}
    attributes = {"list": "chapters", "aria-label": label}
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(
        label=label, max_length=200, initial=entry["chapter"], required=False, widget=widget
    )
