"""Many terms at once from a table: all of them, or none with what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.models import Guideline, Term
from guidelines.services import glossary
from guidelines.term_tables import TermLine

MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Outcome:
    """How many terms were added and how many were changed."""

    added: int
    changed: int


@transaction.atomic
def bring_in(lines: Iterable[TermLine], *, by: Any) -> Outcome:
    """Add new terms and update those of the same name; refuses the whole table for one mistake."""
    known = {(term.language, term.name.casefold()): term for term in Term.objects.all()}
    added = changed = 0
    problems: list[str] = []
    for line in lines:
        term = known.get((line.language, line.name.casefold()))
        try:
            values = _values(line, by)
            if term is None:
                made = glossary.add(by=by, language=line.language, name=line.name, **values)
                known[made.language, made.name.casefold()] = made
                added += 1
            else:
                before = (term.definition, term.synonyms, term.guideline_id, term.is_linked)
                glossary.update(term, by=by, **values)
                now = (term.definition, term.synonyms, term.guideline_id, term.is_linked)
                changed += before != now
        except ValidationError as refusal:
            problems += [
                _("Line %(line)d: %(problem)s") % {"line": line.number, "problem": each}
                for each in refusal.messages
            ]
    if problems:
        raise ValidationError(problems[:MOST_PROBLEMS])
    return Outcome(added, changed)


def _values(line: TermLine, by: Any) -> dict[str, Any]:
    if line.language not in dict(settings.LANGUAGES):
        raise ValidationError(_("“%(code)s” is no language here.") % {"code": line.language})
    values: dict[str, Any] = {"definition": line.definition, "synonyms": list(line.synonyms)}
    if line.linked is not None:
        values["is_linked"] = line.linked
    if line.rule:
        values["guideline"] = _rule(line, by)
    return values


def _rule(line: TermLine, by: Any) -> Guideline:
    """The guideline of this code, in the term's language where there is one."""
    rows = list(Guideline.objects.visible_to(by).filter(code__iexact=line.rule))
    if not rows:
        raise ValidationError(_("There is no guideline %(code)s.") % {"code": line.rule})
    return min(rows, key=lambda row: (row.language != line.language, row.pk))
