"""Forms of the editor: a draft, and a new guideline."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.service import ServiceForm
from guidelines.enums import Kind, Method, Phase, ProjectClass
from guidelines.markdown.documents import LIMIT
from guidelines.models import GuidelineVersion, WorkingCopy
from guidelines.models.structure import code_format
from guidelines.selectors.beginning import chapters_to_write_in, in_handbook
from guidelines.services.drafts import FIELDS

LISTS = ("methods", "classes", "phases")
WORDS = ("project_kinds", "tags")
LINES = ("title", "audience")
BLANK, STANDARD = "blank", "standard"
HIGHEST = 999_999_999  # revision of a draft


def plain(text: str) -> str:
    """The text with one kind of line end and without characters that no database keeps."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def words_of(text: str) -> list[str]:
    """Words between commas, each once."""
    found = (" ".join(word.split()) for word in text.split(","))
    return list(dict.fromkeys(word for word in found if word))


class WordsField(forms.CharField):
    """A list of words, written with commas."""

    def prepare_value(self, value: Any) -> Any:
        """The words as a line."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The line as words."""
        return value if isinstance(value, list) else words_of(value or "")

    def validate(self, value: Any) -> None:
        """Nothing is demanded."""

    def run_validators(self, value: Any) -> None:
        """The length counts for each word."""
        if any(len(word) > 60 for word in value):
            raise forms.ValidationError(_("A word may have at most 60 characters."))


def _boxes(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class DraftForm(ServiceForm):
    """All that a draft says. Not ticked means: applies to all."""

    model = GuidelineVersion
    model_fields = tuple(name for name in FIELDS if name not in (*LISTS, *WORDS))

    methods = _boxes(gettext_lazy("Methods"), Method.choices)
    classes = _boxes(gettext_lazy("Classes"), ProjectClass.choices)
    phases = _boxes(gettext_lazy("Phases"), Phase.choices)
    project_kinds = WordsField(label=gettext_lazy("Kinds of project"), required=False)
    tags = WordsField(label=gettext_lazy("Tags"), required=False)
    base_revision = forms.IntegerField(min_value=0, max_value=HIGHEST, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, draft: GuidelineVersion, copy: WorkingCopy | None = None, **kwargs: Any
    ) -> None:
        self.draft, self.copy = draft, copy
        kept = {**copy.values, "base_revision": copy.base_revision} if copy else {}
        own = {name: getattr(draft, name) for name in (*LISTS, *WORDS)}
        initial = {"base_revision": draft.revision, **own, **kept}
        super().__init__(*args, obj=draft, initial=initial, **kwargs)
        body = self.fields["body"]
        assert isinstance(body, forms.CharField)
        body.strip = False
        body.widget.attrs.update({"rows": 24, "data-editor": "", "lang": draft.guideline.language})
        for name in WORDS:
            self.fields[name].help_text = _("Separated by commas")

    def clean_body(self) -> str:
        """Line ends as they were where only the browser changed them; at most 500 kB."""
        text = plain(self.cleaned_data["body"])
        if len(text.encode()) > LIMIT:
            raise forms.ValidationError(_("The text is longer than 500 kB. Split the guideline."))
        return self.draft.body if text == plain(self.draft.body) else text

    def values(self) -> dict[str, Any]:
        """What the draft is to say."""
        return {name: self.cleaned_data[name] for name in FIELDS}


def kept_values(data: QueryDict, draft: GuidelineVersion) -> dict[str, Any]:
    """What was typed, as it was typed: a text that breaks a rule is kept as well."""
    kept: dict[str, Any] = {}
    for name in FIELDS:
        if name in LISTS:
            kept[name] = [plain(word) for word in data.getlist(name)]
        elif name in WORDS:
            kept[name] = words_of(plain(data.get(name, "")))
        elif name == "is_material":
            kept[name] = data.get(name, "") in ("on", "True", "true")
        else:
            text = plain(data.get(name, ""))
            kept[name] = text if name == "body" else text.strip()
    if kept["body"] == plain(draft.body):
        kept["body"] = draft.body
    return kept


class NewGuidelineForm(forms.Form):
    """A new guideline: what it is called, and what its text starts from."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        validators=[code_format],
        help_text=gettext_lazy("The next free one is proposed."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind, initial=Kind.GUIDELINE)
    skeleton = forms.ChoiceField(
        label=gettext_lazy("Start with"),
        choices=[
            (STANDARD, gettext_lazy("The standard sections, with a line of advice in each")),
            (BLANK, gettext_lazy("An empty page")),
        ],
        initial=STANDARD,
        widget=forms.RadioSelect,
    )


class PlaceForm(forms.Form):
    """The chapter of a new guideline."""

    chapter: Any = forms.ModelChoiceField(label=gettext_lazy("Chapter"), queryset=None)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chapter"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = chapters_to_write_in(person)
        field.label_from_instance = in_handbook  # type: ignore[assignment]


class PictureForm(forms.Form):
    """A picture with the words that stand for it."""

    picture = forms.FileField(label=gettext_lazy("Picture"))
    alt = forms.CharField(
        label=gettext_lazy("What does the picture show?"), max_length=400, required=False
    )
    decorative = forms.BooleanField(
        label=gettext_lazy("Only decoration: nothing to describe"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Words are left out only on purpose."""
        data = super().clean() or {}
        if not data.get("decorative") and not data.get("alt", "").strip():
            self.add_error("alt", _("Say what the picture shows, or tick that it only decorates."))
        return data
