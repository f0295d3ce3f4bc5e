"""Charts: geometry without collisions, unknown values, names, tables, speed."""

import itertools
import re
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import charts
from core.charts import scales, text
from core.charts.marks import Group, Path, Rect, Text

TODAY = date(2026, 10, 31)


def flat(marks):
    for mark in marks:
        if isinstance(mark, Group):
            yield from flat(mark.marks)
        else:
            yield mark


def of(chart, kind):
    return [mark for mark in flat(chart.marks) if isinstance(mark, kind)]


def bar(*values, label="by number", is_faint=False):
    keys = ("green", "amber", "red", "grey")
    parts = [
        charts.Segment(key, key.title(), value, f"{value} {key}", str(value))
        for key, value in zip(keys, values, strict=True)
    ]
    return charts.Bar(label, parts, is_faint)


@given(st.lists(st.integers(0, 10**7), min_size=4, max_size=4))
def test_stacked_segments_fill_the_bar_and_stay_visible(values):
    chart = charts.stacked_bars(title="T", conclusion="C", rows=[bar(*values)])
    boxes = of(chart, Rect)
    if not any(values):
        assert [(box.tone, box.x + box.width) for box in boxes] == [("line-2", chart.width)]
        return
    assert len(boxes) == sum(value > 0 for value in values)
    assert all(box.width >= 12 for box in boxes)
    assert boxes[-1].x + boxes[-1].width == pytest.approx(chart.width - 2, abs=0.01)
    for left, right in itertools.pairwise(boxes):
        assert left.x + left.width <= right.x


@given(st.lists(st.integers(0, 999), min_size=4, max_size=4).filter(any))
def test_text_in_a_segment_is_never_wider_than_the_segment(values):
    chart = charts.stacked_bars(title="T", conclusion="C", rows=[bar(*values)])
    for group in (mark for mark in chart.marks if isinstance(mark, Group)):
        box, *labels = group.marks
        assert all(text.width(label.text, label.size) <= box.width for label in labels)


def test_stacked_table_holds_the_numbers():
    rows = [bar(14, 6, 3, 1), bar(16, 6, 1, 1, label="30 Sep", is_faint=True)]
    chart = charts.stacked_bars(title="T", conclusion="C", rows=rows)
    assert chart.table == charts.DataTable(
        ("Measure", "Green", "Amber", "Red", "Grey"),
        (
            ("by number", "14 green", "6 amber", "3 red", "1 grey"),
            ("30 Sep", "16 green", "6 amber", "1 red", "1 grey"),
        ),
    )


def test_unknown_amount_has_no_bar_and_zero_has_one():
    rows = [charts.HorizontalBar("a", None, "n/a"), charts.HorizontalBar("b", 0, "0 €")]
    chart = charts.horizontal_bars(title="T", conclusion="C", rows=rows)
    assert [box.width for box in of(chart, Rect)] == [1]
    assert [mark.text for mark in of(chart, Text)] == ["a", "n/a", "b", "0 €"]


def test_negative_amounts_go_to_the_left_of_zero():
    rows = [charts.HorizontalBar("a", 10, "10"), charts.HorizontalBar("b", -10, "−10")]
    chart = charts.horizontal_bars(title="T", conclusion="C", rows=rows)
    right, left = of(chart, Rect)
    assert left.x + left.width == pytest.approx(right.x)
    assert left.width == pytest.approx(right.width)


def test_line_breaks_where_values_are_unknown():
    points = [(0, 1), (1, 2), (2, None), (3, 3), (4, 4)]
    chart = charts.line_chart(title="T", conclusion="C", lines=[charts.Line("a", "A", points)])
    drawn = [path.d.count("L") + 1 for path in of(chart, Path) if path.width == 2]
    assert drawn == [2, 2]
    assert chart.table.rows[2] == ("2", "n/a")


def test_line_chart_of_nothing_says_so():
    lines = [charts.Line("a", "A", [(TODAY, None)])]
    chart = charts.line_chart(title="T", conclusion="C", lines=lines)
    assert charts.render(chart) == '<p class="note">No figures yet.</p>'


def test_single_report_is_a_dot():
    lines = [charts.Line("a", "A", [(TODAY, Decimal("5.5"))])]
    chart = charts.line_chart(title="T", conclusion="C", lines=lines)
    assert [path.fill for path in of(chart, Path) if path.fill] == ["accent"]
    assert chart.table.rows == (("31\u00a0Oct\u00a02026", "5.5"),)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_labels_at_line_ends_keep_their_distance(wanted):
    placed = sorted(text.spread(wanted, 14, 0, 100))
    assert all(b - a >= 13.999 for a, b in itertools.pairwise(placed))
    assert placed[-1] <= 100.001


@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from(["red", "amber", "green", "grey"]))))
def test_milestone_names_never_touch(days):
    dots = [
        charts.Dot(TODAY + timedelta(days=day), f"Milestone {index}", tone)
        for index, (day, tone) in enumerate(days)
    ]
    chart = charts.dot_strip(
        title="T", conclusion="C", dots=dots, start=TODAY, end=TODAY + timedelta(days=90)
    )
    names = [mark for mark in of(chart, Text) if mark.text.startswith("Milestone")]
    boxes = [(n.y, n.x, n.x + text.width(n.text, n.size)) for n in names]
    for index, (y, left, right) in enumerate(boxes):
        others = [box for other, box in enumerate(boxes) if other != index and box[0] == y]
        assert all(right <= a or left >= b for _y, a, b in others)
    assert len(chart.table.rows if chart.table else ()) == len(dots)


def test_worst_milestone_is_named_first():
    dots = [charts.Dot(TODAY, f"Green {index}") for index in range(9)]
    dots.append(charts.Dot(TODAY, "Red one", "red", "+34 days"))
    chart = charts.dot_strip(
        title="T", conclusion="C", dots=dots, start=TODAY, end=TODAY + timedelta(days=90)
    )
    assert "Red one, +34 days" in [mark.text for mark in of(chart, Text)]


def spans(count):
    for index in range(count):
        start = TODAY + timedelta(days=index % 200 - 100)
        end = start + timedelta(days=200)
        yield charts.Span(
            f"P-{index} Project",
            start,
            end,
            "green",
            "+34 days",
            (start, end),
            [charts.Milestone(start + timedelta(days=100), "Gate")],
            "/p",
        )


def test_timeline_of_500_bars_is_quick():
    started = time.process_time()
    chart = charts.timeline(title="T", conclusion="C", rows=list(spans(500)), today=TODAY)
    html = charts.render(chart)
    assert time.process_time() - started < 0.3
    assert html.count("<rect") == 1000


def test_timeline_names_rows_without_dates():
    rows = [*spans(1), charts.Span("Undated", None, None)]
    chart = charts.timeline(title="T", conclusion="C", rows=rows, today=TODAY)
    assert "no dates" in [mark.text for mark in of(chart, Text)]
    assert chart.table.rows[1] == ("Undated", "n/a", "n/a", "–")


def test_screen_has_classes_only_and_paper_has_colours_only():
    chart = charts.stacked_bars(title="T", conclusion="C", rows=[bar(1, 2, 3, 4)])
    screen, paper = charts.render(chart), charts.render(chart, charts.PRINT, with_table=False)
    assert "#" not in screen
    assert 'class="fill-red"' in screen
    assert 'fill="#b3261e"' in paper
    assert 'class="fill' not in paper
    assert "var(" not in paper
    assert "style" not in screen + paper


def test_drawing_has_a_name_and_escapes_what_it_is_given():
    rows = [charts.HorizontalBar("<b>", 1, "1 & 2", href="/x?a=1&b=2")]
    html = charts.render(charts.horizontal_bars(title='A "title"', conclusion="C", rows=rows))
    assert "<title>A &quot;title&quot;: C</title>" in html
    assert 'href="/x?a=1&amp;b=2"' in html
    assert "<b>" not in html
    assert re.search(r'role="group" aria-label="A &quot;title&quot;: C"', html)


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_ticks_enclose_the_range(low, size):
    marks = scales.ticks(low, low + size)
    hair = max(1e-3, 1e-9 * size)  # far less than a pixel
    assert marks[0] <= low + hair
    assert marks[-1] >= low + size - hair
    assert 2 <= len(marks) <= 8


def test_month_names_carry_the_year_where_it_is_new():
    names = [name for _day, name in scales.month_ticks(date(2026, 10, 15), date(2027, 2, 1), 6)]
    assert names == ["Nov 2026", "Dec", "Jan 2027", "Feb"]
