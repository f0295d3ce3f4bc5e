"""Closed sets of values and the words that sources use for them."""

from collections.abc import Mapping

from portfolio.importing.missing import find_missing, unreadable
from portfolio.importing.outcomes import Outcome, Read
from portfolio.importing.wordlists import listed, reverse

_STATES: dict[str, tuple[str, ...]] = {
    "proposed": listed(
        "proposed, proposal, pipeline, idea, draft, planned, planning, initiation, new, requested, "
        "candidate, pre-approval, not started, not yet started, vorgeschlagen, idee, entwurf, "
        "geplant, beantragt, nicht gestartet, in planung"
    ),
    "active": listed(
        "active, running, ongoing, open, approved, started, progress, executing, execution, "
        "delivery, implementation, in progress, in-progress, in delivery, in execution, on track, "
        "under way, underway, in implementation, aktiv, laufend, läuft, gestartet, genehmigt, "
        "in arbeit, in umsetzung, in bearbeitung"
    ),
    "on_hold": listed(
        "on_hold, on hold, on-hold, paused, suspended, halted, stopped, deferred, pausiert, "
        "angehalten, ruhend, ausgesetzt, zurückgestellt"
    ),
    "closed": listed(
        "closed, complete, completed, finished, done, delivered, ended, archived, abgeschlossen, "
        "beendet, fertig, erledigt, geschlossen"
    ),
    "cancelled": listed(
        "cancelled, canceled, dropped, terminated, abandoned, withdrawn, rejected, abgebrochen, "
        "storniert, eingestellt, abgelehnt"
    ),
}
_CLASSES: dict[str, tuple[str, ...]] = {
    "A": listed("a, a light, light, klein, small, leicht"),
    "B": listed("b, b standard, standard, mittel, medium"),
    "C": listed("c, c full, full, groß, gross, large"),
    "D": listed("d, d enhanced, enhanced, erweitert, very large, mega"),
}
CHOICES: dict[str, dict[str, str]] = {
    "state": reverse(_STATES),
    "project_class": reverse(_CLASSES),
}


def read_choice(text: str, words: Mapping[str, str]) -> Outcome:
    """The code a word stands for, or the reason why it stands for none."""
    plain = " ".join(text.split()).casefold().rstrip(".*")
    if plain in words:
        return Read(words[plain])
    return find_missing(text) or unreadable(text, "choice_unknown")
