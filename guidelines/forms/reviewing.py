"""Forms of reviews: submitting, commenting, deciding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.users import UserQuerySet
from accounts.roles import INTERNAL_ROLES
from guidelines.enums import Decision
from guidelines.models import GuidelineVersion
from guidelines.selectors.reviewing import Suggestion

SUGGESTION, COMMENT = "suggestion", "comment"


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SubmitForm(forms.Form):
    """Who reviews a draft: people proposed by rule, and others by choice."""

    proposed = forms.TypedMultipleChoiceField(
        label=_("Reviewers"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    others = forms.ModelMultipleChoiceField(
        label=_("Other people"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Who has no right to review yet receives it for this guideline."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    comment = forms.CharField(label=_("Note to the reviewers"), required=False, widget=_area())

    def __init__(
        self, *args: Any, proposals: Sequence[Suggestion], writers: set[int], needed: int, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        proposals = [one for one in proposals if one.person.pk not in writers]
        shown = [each.person.pk for each in proposals]
        proposed, others = self.fields["proposed"], self.fields["others"]
        assert isinstance(proposed, forms.TypedMultipleChoiceField)
        assert isinstance(others, forms.ModelMultipleChoiceField)
        proposed.choices = [(one.person.pk, f"{one.person}: {one.why}") for one in proposals]
        proposed.initial = shown[:needed]
        people = _internal().exclude(pk__in=[*shown, *writers])
        others.queryset = people.order_by("name")

    def reviewers(self) -> list[User]:
        """Everybody who was chosen."""
        proposed = User.objects.filter(pk__in=self.cleaned_data["proposed"])
        return sorted({*proposed, *self.cleaned_data["others"]}, key=lambda person: person.pk)


class CommentForm(forms.Form):
    """A remark on a passage, or another wording for it; the button pressed says which."""

    body = forms.CharField(label=_("Comment"), required=False, widget=_area())
    suggestion = forms.CharField(
        label=_("Other wording"), required=False, strip=False, widget=_area(5)
    )
    kind = forms.ChoiceField(choices=[(COMMENT, ""), (SUGGESTION, "")], required=False)
    quote = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    line = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def values(self, version: GuidelineVersion) -> dict[str, Any]:
        """What the service takes; line ends are those of the text."""
        data = self.cleaned_data
        is_wording = data["kind"] == SUGGESTION
        return {
            "body": _plain(data["body"]),
            "quote": _as_in(version.body, data["quote"]),
            "start": data["start"] or 0,
            "suggestion": _as_in(version.body, data["suggestion"]) if is_wording else None,
        }


class AnswerForm(forms.Form):
    """An answer to a comment."""

    body = forms.CharField(label=_("Answer"), widget=_area(2))


class ReasonForm(forms.Form):
    """Why something is taken back or declined."""

    reason = forms.CharField(label=_("Reason"), widget=_area(2))


class DecisionForm(forms.Form):
    """Approve, or ask for changes with a reason."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(Decision.APPROVED, _("Approve")), (Decision.CHANGES, _("Ask for changes"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=_area(),
        help_text=_("Needed when you ask for changes."),
    )
    seen_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReviewerForm(forms.Form):
    """One more reviewer."""

    person = forms.ModelChoiceField(label=_("Ask one more person"), queryset=User.objects.none())

    def __init__(self, *args: Any, without: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        people = _internal().exclude(pk__in=without)
        field.queryset = people.only("name", "email").order_by("name")


def _internal() -> UserQuerySet:
    """Drafts are for people who read internal things."""
    return User.objects.get_queryset().holding(*INTERNAL_ROLES)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _as_in(body: str, text: str) -> str:
    """Browsers send their own line ends; a passage is found with those of the text."""
    return _plain(text).replace("\n", "\r\n") if "\r\n" in body else _plain(text)
