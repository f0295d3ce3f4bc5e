"""The family of a project's method from what people wrote; None where it cannot be told.

The codes are those of `guidelines.enums.Method`. A text that names an agile and a plan-driven
method is hybrid; a special form of waterfall (PRINCE2, PM², stage-gate) is meant before waterfall;
any other pair is ambiguous.
"""

from __future__ import annotations

import re
import unicodedata

NAMES: dict[str, tuple[str, ...]] = {
    "hybrid": ("hybrid", "hybride", "water scrum fall", "waterscrumfall", "wagile"),
    "release_train": ("safe", "scaled agile", "agile release train", "release train"),
    "scrum": ("scrum", "scrumban", "agile", "agil"),
    "prince2": ("prince2", "prince 2"),
    "pm2": ("pm2", "pm 2", "openpm2", "openpm 2"),
    "stage_gate": ("stage gate", "stagegate", "phase gate", "gate process"),
    "waterfall": (
        "waterfall",
        "wasserfall",
        "v model",
        "v modell",
        "classic",
        "classical",
        "klassisch",
        "traditional",
        "predictive",
        "plan driven",
        "sequential",
    ),
}
AGILE = frozenset({"scrum"})
PLANNED = frozenset({"prince2", "pm2", "stage_gate", "waterfall"})


def method_of(text: str) -> str | None:
    """The code of the method family that the text names."""
    words = f" {_plain(text)} "
    found = {code for code, names in NAMES.items() if any(f" {name} " in words for name in names)}
    for code in ("hybrid", "release_train"):
        if code in found:
            return code
    if found & AGILE and found & PLANNED:
        return "hybrid"
    special = found - {"waterfall"}
    found = special or found
    return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    """Lower case words without accents; PM² is pm2."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.findall(r"[a-z0-9]+", flat))
