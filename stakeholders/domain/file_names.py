"""Names of report files: organisation, subject, type, number, title, version, date."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

LONGEST = 120
FOLDED = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "ł": "l", "æ": "ae"})


def slug(text: str, longest: int = 30) -> str:
    """The text in ASCII letters, digits and hyphens."""
    folded = unicodedata.normalize("NFC", text.lower()).translate(FOLDED)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")


def report_file_name(
    *, organisation: str, subject: str, title: str, number: int, as_of: date, edition: str = ""
) -> str:
    """For example `PMO-DIGITAL-CITY-PR-012_monthly-report-edition-b_v1.0_2026-11-09.pdf`."""
    place = "-".join(slug(part).upper() for part in (organisation, subject) if slug(part))
    name = f"{place or 'PMO'}-PR-{number:03}"
    letter = f"-edition-{edition.lower()}" if edition else ""
    end = f"{letter}_v1.0_{as_of.isoformat()}.pdf"
    room = LONGEST - len(name) - len(end) - 1
    return f"{name}_{slug(title, room) or 'report'}{end}"
