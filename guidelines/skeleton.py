"""The sections that every guideline of the house has, with one line of advice each."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _

SECTIONS = (
    (_("Summary"), _("Three to five short points: what a busy reader must remember.")),
    (_("Purpose"), _("Why this exists and what goes wrong without it. Two or three sentences.")),
    (_("Scope and applicability"), _("For whom, in which projects, from when. Name exceptions.")),
    (_("Rules"), _("What must, should and may be done. One rule per sentence, with its limits.")),
    (_("Steps"), _("Who does what, in which order, until when. A numbered list.")),
    (_("Roles"), _("Who decides, who does the work, who is asked. A table is easy to read.")),
    (_("Tailoring by class"), _("What is lighter in class A and what is stricter in class D.")),
    (_("Example"), _("One short case with real figures.")),
    (_("Checklist"), _("Questions that a reader can answer with yes. A task list.")),
    (_("Templates and links"), _("Templates to fill in and guidelines to read next.")),
    (_("Terms"), _("Words used in a special sense. The glossary is linked by itself.")),
    (_("Change history"), _("The portal keeps the versions. Add only what they do not tell.")),
)


def skeleton(language: str) -> str:
    """The standard sections in this language; the advice is a comment that readers never see."""
    with translation.override(language):
        return "\n".join(f"## {title}\n\n<!-- {advice} -->\n" for title, advice in SECTIONS)
