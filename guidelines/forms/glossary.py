"""Forms of the glossary."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.service import ServiceForm
from guidelines.exchange.encodings import decode, is_binary
from guidelines.models import Guideline, Term
from guidelines.term_tables import read

LARGEST = 2 * 1024 * 1024


class LinesField(forms.CharField):
    """A list with one entry on each line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list."""
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


class _RuleChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # generic in stubs alone
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.current.title} ({obj.get_language_display()})"


class TermForm(ServiceForm):
    """A term; a rule that the person may not see stays as it is."""

    model = Term
    model_fields = ("language", "name", "definition", "synonyms", "guideline", "is_linked")

    def __init__(self, *args: Any, person: Any, obj: Term | None = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        self.fields["synonyms"] = LinesField(
            label=gettext_lazy("Also called"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=gettext_lazy("One name on each line. Texts link to these, too."),
        )
        rules = Guideline.objects.visible_to(person).in_force().select_related("current")
        self.fields["guideline"] = _RuleChoice(
            label=gettext_lazy("Rule stands in"),
            queryset=rules.defer("current__body").order_by("code", "language"),
            required=False,
        )
        if obj is not None:
            del self.fields["language"]
            if obj.guideline_id and not rules.filter(pk=obj.guideline_id).exists():
                del self.fields["guideline"]
        self.order_fields(self.model_fields)


class MergeForm(forms.Form):
    """The term that stays."""

    into = forms.ModelChoiceField(label=gettext_lazy("Merge into"), queryset=Term.objects.none())

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Term.objects.filter(language=term.language).exclude(pk=term.pk)
        self.fields["into"].queryset = others.order_by("name")  # type: ignore[attr-defined]


class TermsFileForm(forms.Form):
    """A table of terms."""

    file = forms.FileField(label=gettext_lazy("CSV file"))

    def clean_file(self) -> Any:
        """The lines of the table."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large."))
        data = file.read()
        if is_binary(data):
            raise forms.ValidationError(_("This is no text file."))
        lines, missing = read(decode(data).text)
        if missing:
            told = _("These columns are missing: %(names)s.")
            raise forms.ValidationError(told % {"names": ", ".join(missing)})
        return lines
