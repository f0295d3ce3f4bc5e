"""Pasted HTML of Word, LibreOffice, Google Docs and Excel to Markdown."""

from __future__ import annotations

from guidelines.exchange.problems import Refused
from guidelines.exchange.word.converted import Converted, Notes
from guidelines.exchange.word.lists import rebuild_lists
from guidelines.exchange.word.markdown import to_markdown
from guidelines.exchange.word.notes import numbered_notes
from guidelines.exchange.word.office import clean_office
from guidelines.exchange.word.tidy import parse, tidy

LIMIT = 2_000_000


def from_html(html: str) -> Converted:
    """The text of the clipboard as Markdown; pictures of other sites are not taken over."""
    if len(html) > LIMIT:
        raise Refused("html_too_long")
    notes = Notes()
    soup = parse(html)
    clean_office(soup, notes)
    numbered_notes(soup)
    rebuild_lists(soup, notes)
    tidy(soup, notes, keeps_pictures=False)
    return Converted(to_markdown(soup), {}, notes.problems())
