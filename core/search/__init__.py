"""The search index: full text over what a person may see, the same on every database."""

from core.search.finding import Hit, ResultGroup, Results, find, search
from core.search.index import facet_lines, rebuild, rebuildable, refresh
from core.search.text import fold

__all__ = [
    "Hit",
    "ResultGroup",
    "Results",
    "facet_lines",
    "find",
    "fold",
    "rebuild",
    "rebuildable",
    "refresh",
    "search",
]
