"""Forms of readers: the filters of the library, feedback and its answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.enums import Kind, Method, Phase, ProjectClass
from guidelines.models import Feedback
from guidelines.selectors.library import Wanted

ANY = ("", _("Any"))


class LibraryFilter(forms.Form):
    """What the library is narrowed by; anything that cannot be read counts as not asked for."""

    q = forms.CharField(label=_("Search in the library"), required=False, max_length=200)
    method = forms.ChoiceField(label=_("Method"), required=False, choices=[ANY, *Method.choices])
    project_class = forms.ChoiceField(
        label=_("Class"), required=False, choices=[ANY, *ProjectClass.choices]
    )
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=[ANY, *Phase.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *Kind.choices])
    tag = forms.CharField(label=_("Tag"), required=False, max_length=100)

    def wanted(self) -> Wanted:
        """The filters at work."""
        self.is_valid()
        values = self.cleaned_data
        names = ("method", "project_class", "phase", "kind", "tag")
        return Wanted(text=values.get("q", ""), **{name: values.get(name, "") for name in names})


class FeedbackForm(forms.Form):
    """Helpful or not, with a comment."""

    is_helpful = forms.TypedChoiceField(
        label=_("Was this helpful?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    comment = forms.CharField(
        label=_("Comment for the owner"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def of(cls, given: Feedback | None) -> FeedbackForm:
        """The form with what the person said before."""
        if given is None:
            return cls()
        said = "yes" if given.is_helpful else "no"
        return cls(initial={"is_helpful": said, "comment": given.comment})


class AnswerForm(forms.Form):
    """The owner's answer to a reader."""

    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 3}))
