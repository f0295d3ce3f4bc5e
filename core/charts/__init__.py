"""Charts as server-side SVG: plain geometry in, marks out, one renderer for screen and paper."""

from core.charts.bars import Bar, HorizontalBar, Segment, horizontal_bars, stacked_bars
from core.charts.lines import Line, line_chart, sparkline
from core.charts.marks import MEDIUM, NARROW, WIDE, Chart, DataTable
from core.charts.render import PRINT, SCREEN, render
from core.charts.strips import Dot, dot_strip
from core.charts.timelines import Milestone, Span, timeline

__all__ = [
    "MEDIUM",
    "NARROW",
    "PRINT",
    "SCREEN",
    "WIDE",
    "Bar",
    "Chart",
    "DataTable",
    "Dot",
    "HorizontalBar",
    "Line",
    "Milestone",
    "Segment",
    "Span",
    "dot_strip",
    "horizontal_bars",
    "line_chart",
    "render",
    "sparkline",
    "stacked_bars",
    "timeline",
]
