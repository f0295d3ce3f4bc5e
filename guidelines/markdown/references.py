"""References to things of the portal, in the one form that Markdown links carry them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

HREF = re.compile(r"([a-z][a-z0-9_]*):([^#\s/?][^#\s]*)(?:#(\S*))?\Z")
# Addresses of the web and of this package; every other lower-case word is a registry's prefix.
WEB_SCHEMES = "about blob data file ftp ftps geo http https javascript mailto sftp sms ssh tel"
OWN_SCHEMES = "block image ref urn vbscript ws wss"
SCHEMES = frozenset(f"{WEB_SCHEMES} {OWN_SCHEMES}".split())


@dataclass(frozen=True, order=True)
class Reference:
    """One thing of the portal, and a place in it: guideline:GL-16#rules."""

    prefix: str
    code: str
    anchor: str = ""

    @property
    def href(self) -> str:
        """The form that stands in Markdown."""
        place = f"#{quote(self.anchor, safe='-_.:~')}" if self.anchor else ""
        return f"{self.prefix}:{quote(self.code, safe='-_.:~@+')}{place}"


def parse(href: str) -> Reference | None:
    """The reference that this address names; None for addresses of the web and anything else."""
    found = HREF.match(href.strip())
    if found is None or found[1] in SCHEMES:
        return None
    return Reference(found[1], unquote(found[2]), unquote(found[3] or ""))
