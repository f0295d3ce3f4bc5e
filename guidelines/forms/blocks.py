"""Forms of text blocks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.service import ServiceForm
from guidelines.models import TextBlock

BODY = forms.Textarea(attrs={"rows": 12, "spellcheck": "true"})


class NewBlockForm(ServiceForm):
    """A new block with its first text."""

    model = TextBlock
    model_fields = ("key", "title")

    body = forms.CharField(label=_("Text (Markdown)"), widget=BODY)


class ProposalForm(forms.Form):
    """Another title and text of a block."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(label=_("Text (Markdown)"), widget=BODY)

    @classmethod
    def of(cls, block: TextBlock) -> ProposalForm:
        """The form with what is proposed, else with what is released."""
        return cls(initial={"title": block.title, "body": block.proposed_body or block.body})
