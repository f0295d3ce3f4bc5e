"""The decisions of a person whose draft was saved by somebody else meanwhile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines.selectors.collisions import Collision

SIDES = [("ours", gettext_lazy("Mine")), ("theirs", gettext_lazy("Theirs"))]
BOTH = ("both", gettext_lazy("Both, mine first"))
OWN_SIDES = [("ours", gettext_lazy("Not saved yet")), ("theirs", gettext_lazy("Saved"))]
OWN_BOTH = ("both", gettext_lazy("Both, the saved one last"))


class MergeForm(forms.Form):
    """One decision for each place that both changed, and the revision they are about."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Collision, **kwargs: Any) -> None:
        self.found = found
        kwargs["initial"] = {"revision": found.draft.revision}
        super().__init__(*args, **kwargs)
        sides, both = (OWN_SIDES, OWN_BOTH) if found.is_own else (SIDES, BOTH)
        for choice in found.choices:
            self.fields[choice.name] = _radio(choice.label, sides)
        for number, passage in enumerate(found.passages, start=1):
            label = _("Passage %(number)s") % {"number": number}
            self.fields[passage.name] = _radio(label, [*sides, both])

    def decisions(self) -> dict[str, Any]:
        """The side that wins, by name of the place."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


def _radio(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
