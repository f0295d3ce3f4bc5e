"""Proposes the report date of a file from its title lines or its name."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from portfolio.importing.dates import DateRule, order_evidence, read_date
from portfolio.importing.months import MONTHS
from portfolio.importing.outcomes import Read

_LEAD = re.compile(
    r"(?:as of|as at|status|stand|stichtag|report date|reported on|snapshot|data date|per|vom|"
    r"date|dated|period|berichtsdatum)\W*(.+)",
    re.I | re.S,
)
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_IN_TEXT = (
    re.compile(r"(?<!\d)(?:19|20)\d{2}[-_.](?:0[1-9]|1[0-2])[-_.](?:0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}(?!\d)"),
    re.compile(
        rf"(?<![a-z\d])(?:\d{{1,2}}[ .]*)?(?:{_MONTH_NAMES})[ ,.]*(?:\d{{1,2}}, ?)?20\d{{2}}(?!\d)",
        re.I,
    ),
    re.compile(r"(?<![a-z\d])q[1-4] ?20\d{2}(?!\d)|(?<!\d)20\d{2} ?q[1-4](?!\d)", re.I),
    re.compile(r"(?<!\d)20\d{2}[-_.](?:0[1-9]|1[0-2])(?!\d)"),
)


def propose_report_date(
    filename: str, titles: Iterable[str] = (), order: str = "dmy"
) -> date | None:
    """The day that a title line or the file name states; None if neither does."""
    for title in titles:
        lead = _LEAD.search(title)
        found = _first_date(lead.group(1) if lead else title, order)
        if found:
            return found
    stem = PurePath(filename).stem
    return _first_date(stem, order) or _first_date(re.sub(r"[_\-]+", " ", stem), order)


def _first_date(text: str, order: str) -> date | None:
    for pattern in _IN_TEXT:
        match = pattern.search(text)
        if match:
            plain = match.group(0).replace("_", "-")
            proven = order_evidence(plain)
            outcome = read_date(plain, DateRule(proven if proven in {"dmy", "mdy"} else order))
            if isinstance(outcome, Read) and isinstance(outcome.value, date):
                return outcome.value
    return None
