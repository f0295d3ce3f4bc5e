"""The report built from a snapshot: figures, pages, languages; no database for rendering."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.enums import Rag
from portfolio.selectors.dashboard import dashboard
from stakeholders.models import ReportRun
from stakeholders.report import data, document, sentences
from stakeholders.report.figures import ReportFigures
from stakeholders.selectors.audiences import distribution_of
from stakeholders.services import snapshots
from stakeholders.services.rendering import render
from tests import factories
from tests.stakeholders import builders, samples

DAY, EARLIER = date(2026, 11, 10), date(2026, 10, 5)


def pages_of(snapshot):
    reader = pypdf.PdfReader(BytesIO(render(snapshot).content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


# --- snapshot -------------------------------------------------------------------------


@settings(deadline=None)
@given(st.integers(0, 5), st.sampled_from(["en", "de"]), st.booleans())
def test_a_snapshot_comes_back_equal_from_its_canonical_text(count, language, is_long):
    snapshot = samples.snapshot(count, language=language, is_long=is_long)
    text = data.to_json(snapshot)
    assert data.from_json(text) == snapshot
    assert data.to_json(data.from_json(text)) == text


def test_canonical_text_has_no_spaces_sorted_keys_and_plain_decimals():
    point = data.Point(date(2026, 10, 31), "red", None, Decimal("1000000.0000"))
    project = replace(samples.project(0), history=(point,), now=None, before=None)
    text = data.to_json(replace(samples.snapshot(0), projects=(project,)))
    assert (
        '"history":[{"budget_forecast":"1000000","finish_forecast":null,'
        '"rag":"red","report_on":"2026-10-31"}]'
    ) in text


def random_portfolio(seed):
    """Projects with reports on two dates, some gaps, some closed, several currencies."""
    chance, portfolio = random.Random(seed), factories.portfolio(f"Random {seed}")
    for number in range(30):
        code = f"P-{number:02}"
        project = factories.project(portfolio, code, currency=chance.choice(["EUR", "EUR", "GBP"]))
        days = [date(2026, 9, 30), date(2026, 10, 31)][chance.choice([0, 0, 0, 1]) :]
        days = days[:1] if chance.random() < 0.1 else days
        for day, end in zip(days, [*days[1:], None], strict=True):
            ends = {} if end is None else {"superseded_on": end}
            factories.figures(project, day, **ends, **random_figures(chance))
    return portfolio


def random_figures(chance):
    def maybe(value, share=0.85):
        return value if chance.random() < share else None

    baseline = date(2026, 11, 1) + timedelta(days=chance.randrange(300))
    budget = Decimal(chance.randrange(1, 50) * 100000)
    return {
        "rag_overall": chance.choice([Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREEN, Rag.GREY]),
        "state": chance.choice(["active"] * 6 + ["closed", "on_hold"]),
        "finish_baseline": maybe(baseline),
        "finish_forecast": maybe(baseline + timedelta(days=chance.choice([-9, 0, 0, 5, 40]))),
        "finish_actual": maybe(baseline, 0.1),
        "budget_baseline": maybe(budget),
        "budget_forecast": maybe(budget * chance.randrange(90, 130) / 100),
        "spent": maybe(budget / 4),
        "reasons": {"spent": "n/a in the file"} if chance.random() < 0.2 else {},
    }


@pytest.mark.parametrize("seed", range(4))
def test_the_report_says_what_the_dashboard_says(db, pmo, seed):
    portfolio = random_portfolio(seed)
    run = ReportRun.objects.create(
        definition=builders.definition(portfolio, by=pmo),
        due_at=datetime(2026, 11, 10, 6, tzinfo=UTC),
        as_of=DAY,
        compared_with=EARLIER,
    )
    [audience] = distribution_of(run).audiences
    report = ReportFigures(snapshots.take(run, audience))
    board = dashboard(pmo, DAY, portfolio, compare=EARLIER)
    now = board.now
    assert len(report.open) == board.total
    for rag in ("red", "amber", "green", "grey"):
        assert report.counts[rag] == now.count(rag=rag)
        assert report.counts_before[rag] == board.then.count(rag_then=rag)
    assert [
        (m.currency, m.budget, m.forecast, m.spent, m.overrun, m.overrun_percent, m.compared)
        for m in report.money
    ] == [
        (
            m.currency,
            m.budget,
            m.forecast,
            m.spent,
            m.variance,
            m.variance_percent,
            m.variance_known,
        )
        for m in board.money
    ]
    time, changes, quality = report.time, report.changes, report.quality
    assert (time.known, time.known - time.on_time) == (now.count("slip_known"), now.count("late"))
    assert len(time.finishing) == now.count("finishing")
    assert {p.id for p in time.worst} == {row["project_id"] for row in board.slips} or len(
        {row["slip_days"] for row in board.slips}
    ) < len(board.slips)
    assert {name: len(getattr(changes, name)) for name in ("worse", "better", "new_red")} == {
        name: now.count(name) for name in ("worse", "better", "new_red")
    }
    assert (len(changes.entered), len(changes.left)) == (now.count("entered"), board.left)
    assert len(changes.money_jumps) == now.count("forecast_jump")
    assert len(changes.date_jumps) == now.count("date_jump")
    assert len(quality.overdue) == now.count("overdue")
    assert len(quality.watermelons) == now.count("watermelon")
    assert quality.unreadable == board.unreadable
    assert quality.without_budget == now.count("missing_budget_baseline")


def test_figures_reported_after_the_day_are_not_in_it(db, pmo):
    portfolio = factories.portfolio()
    project = builders.reported_project(portfolio, "P-1", Rag.RED)
    never = factories.project(portfolio, "P-0")
    run = ReportRun.objects.create(
        definition=builders.definition(portfolio, by=pmo),
        due_at=datetime(2026, 10, 10, 6, tzinfo=UTC),
        as_of=date(2026, 10, 10),
    )
    type(never).objects.filter(pk=never.pk).update(created_at=datetime(2026, 10, 1, tzinfo=UTC))
    [audience] = distribution_of(run).audiences
    report = ReportFigures(snapshots.take(run, audience))
    assert [(p.id, p.rag, p.now.report_on) for p in report.open] == [
        (project.pk, "green", date(2026, 9, 30))
    ]
    assert [p.code for p in report.never_reported] == ["P-0"]


# --- sentences ------------------------------------------------------------------------


def test_the_summary_answers_in_sentences():
    figures = ReportFigures(samples.small())
    assert sentences.lede(figures) == (
        "1 of 3 projects is red, 50\N{NO-BREAK SPACE}% of the known budget, "
        "1 more than on 30\N{NO-BREAK SPACE}Sep\N{NO-BREAK SPACE}2026."
    ).replace("projects is", "projects are")
    assert sentences.health(figures) == "1 red, 0 amber, 1 green; 1 without a current status."
    assert [answer.question for answer in sentences.answers(figures)] == [
        "Are we healthy?",
        "What changed?",
        "Will we be on time?",
        "Will the money do?",
        "Can I trust this?",
    ]
    assert "Newly red: P-1." in " ".join(sentences.changes(figures))


def test_unknown_money_is_never_zero():
    project = samples.project(1)
    bare = replace(project.now, budget_baseline=None, budget_forecast=None, spent=None)
    snapshot = replace(samples.small(), projects=(replace(project, now=bare),))
    [one] = ReportFigures(snapshot).money
    assert (one.budget, one.forecast, one.spent, one.overrun, one.share("red")) == (None,) * 5
    assert sentences.money_sentence(one) == ("No project in EUR has both a budget and a forecast.")


# --- pages ----------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "language"), [("A4", "en"), ("Letter", "en"), ("A4", "de")])
def test_every_red_and_amber_project_has_exactly_one_page_however_much_it_says(size, language):
    snapshot = samples.snapshot(10, language=language, size=size, is_long=True)
    wanted = {project.id for project in ReportFigures(snapshot).with_page}
    built = document.build(snapshot)
    rendered = render(snapshot)
    starts = [rendered.first_page[part.key] for part in built.parts]
    ends = [*starts[1:], rendered.pages + 1]
    lengths = {
        part.key: end - start for part, start, end in zip(built.parts, starts, ends, strict=True)
    }
    sheets = {key: pages for key, pages in lengths.items() if key.startswith("project-")}
    assert sheets == {f"project-{number}": 1 for number in wanted}
    assert rendered.missing_links == ()


def test_red_comes_first_and_links_lead_there_and_back():
    snapshot = samples.snapshot(10)
    reader = pypdf.PdfReader(BytesIO(render(snapshot).content))
    titles = [reader.get_destination_page_number(item) for item in flat(reader.outline)]
    assert titles == sorted(titles)
    [(_cover, chapters)] = [reader.outline]
    assert [item.title for item in chapters if not isinstance(item, list)] == [
        "Executive summary",
        "All projects, red first",
        "Money",
        "Schedule",
        "Red and amber projects",
        "Definitions and data quality",
    ]
    table = next(page.extract_text() for page in reader.pages if "red first" in page.extract_text())
    states = [word for word in table.split() if word in {"◆", "▲", "●"}]
    assert states[0] == "◆"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"


def flat(outline):
    for item in outline:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item


def test_a_preview_says_so_on_every_page():
    texts = pages_of(samples.snapshot(6, kind="preview"))
    assert all("Preview" in text or "PREVIEW" in text for text in texts)


def test_an_empty_report_explains_itself():
    texts = pages_of(samples.snapshot(0))
    assert "There is no open project in this report." in texts[1]


def test_only_the_wanted_sections_are_there():
    built = document.build(samples.snapshot(5, sections=("table",)))
    assert [part.key for part in built.parts] == ["cover", "table"]


def test_equal_snapshots_give_equal_bytes():
    snapshot = samples.snapshot(6)
    again = data.from_json(data.to_json(snapshot))
    assert render(snapshot).content == render(again).content


@pytest.mark.parametrize("count", [1, 3])
def test_taking_a_snapshot_costs_the_same_queries_for_any_number_of_projects(
    db, pmo, django_assert_num_queries, count
):
    portfolio = factories.portfolio()
    for number in range(count):
        builders.reported_project(portfolio, f"P-{number}", Rag.RED)
    run = ReportRun.objects.create(
        definition=builders.definition(portfolio, by=pmo),
        due_at=datetime(2026, 11, 10, 6, tzinfo=UTC),
        as_of=DAY,
        compared_with=EARLIER,
    )
    [audience] = distribution_of(run).audiences
    with django_assert_num_queries(7):
        taken = snapshots.take(run, audience)
    assert len(taken.projects) == count


# --- what a newcomer misread ----------------------------------------------------------

NBSP = "\N{NO-BREAK SPACE}"


def test_an_extract_says_so_on_cover_summary_and_annex_and_the_whole_does_not():
    notice = "Extract: only the projects that its readers may see"
    whole = pages_of(samples.snapshot(3))
    extract = pages_of(samples.snapshot(3, is_extract=True, edition="B"))
    assert [notice in page for page in extract[:2]] == [True, True]
    assert "Only the projects that its readers may see." in extract[-1]
    assert "7, edition B" in extract[0]
    assert "Report no. 7, edition B" in extract[1]
    assert not any("xtract" in page or "edition" in page for page in whole)


def test_the_first_report_of_a_series_has_no_columns_for_the_one_before():
    first = replace(samples.small(), header=samples.header(compared_with=None))
    texts = pages_of(first)
    assert not any("Last report" in text or "not reported" in text for text in texts)
    table = next(part for part in document.build(first).parts if part.key == "table")
    later = next(part for part in document.build(samples.small()).parts if part.key == "table")
    assert [len(part.columns) for part in (table, later)] == [9, 10]
    assert {len(row.cells) for row in table.rows} == {9}
    assert sum(c.width_mm for c in table.columns) == pytest.approx(
        sum(c.width_mm for c in later.columns)
    )


def test_the_newest_report_stands_beside_the_day():
    texts = pages_of(samples.small())
    told = "10 Nov 2026 (newest report 31 Oct 2026)"
    assert [told in text.replace(NBSP, " ") for text in texts[:2]] == [True, True]
    assert sentences.as_of(ReportFigures(samples.snapshot(0))) == f"10{NBSP}Nov{NBSP}2026"


@pytest.mark.parametrize(
    ("days", "state", "actual", "is_told"),
    [
        (-1, "active", None, True),
        (0, "active", None, False),
        (-1, "closed", None, False),
        (-1, "active", date(2026, 11, 1), False),
    ],
)
def test_an_open_project_past_its_forecast_finish_is_told(days, state, actual, is_told):
    finish = samples.AS_OF + timedelta(days=days)
    now = samples.figures("green", finish_forecast=finish, state=state, finish_actual=actual)
    projects = (replace(samples.project(1), now=now), samples.project(2))
    figures = ReportFigures(replace(samples.small(), projects=projects))
    told = "1 open project is past its forecast finish: P-1."
    assert sentences.past_finish(figures) == (told if is_told else "")
    assert (told in list(sentences.trust(figures))) is is_told
    if is_told:
        texts = pages_of(replace(samples.small(), projects=projects))
        assert sum(told in text for text in texts) == 2


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (None, "No project is red."),
        ("green", "No project is red."),
        ("red", f"No project is red, 1 fewer than on 30{NBSP}Sep{NBSP}2026."),
    ],
)
def test_no_red_project_is_told_as_such(before, told):
    header = samples.header(compared_with=before and samples.COMPARED)
    snapshot = data.Snapshot(header, (samples.project(1, before=before),))
    assert sentences.lede(ReportFigures(snapshot)) == told


@pytest.mark.parametrize(
    ("size", "language", "digits", "is_shown"),
    [
        ("A4", "en", 2, True),
        ("A4", "de", 2, True),
        ("A4", "de", 10, True),
        ("Letter", "en", 2, True),
        ("Letter", "de", 10, True),
        ("A4", "en", 16, False),
    ],
)
def test_the_largest_slips_stand_on_the_summary_where_they_fit_on_its_page(
    size, language, digits, is_shown
):
    heading = {"en": "Largest slips", "de": "Größter Verzug"}[language]
    made = samples.snapshot(30, language=language, size=size, sections=("summary",))
    projects = tuple(replace(one, code=f"{one.id:0{digits}}") for one in made.projects)
    texts = pages_of(replace(made, projects=projects))
    assert [heading in text for text in texts[1:]] == [is_shown] + [False] * (len(texts) - 2)
