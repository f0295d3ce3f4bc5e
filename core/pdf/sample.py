"""A made-up portfolio report of any length, for the benchmark and the tests of the PDF door."""

# ruff: noqa: E501 - markup reads better unbroken

from collections.abc import Collection

from core.pdf.sample_data import SHAPES, SampleProject, sample_projects
from core.pdf.sample_pages import sheet, summary
from core.pdf.types import AnyPart, Cell, Column, Part, Row, TablePart


def sample_parts(
    projects: int = 300, sheets: int = 60, changed: Collection[int] = ()
) -> list[AnyPart]:
    """Cover, summary with charts, portfolio table, detail sheets and definitions."""
    rows = sample_projects(projects, changed)
    details = rows[:sheets]
    linked = {project.code for project in details}
    return [
        Part("cover", _cover(projects), has_running_lines=False),
        Part("summary", summary(rows)),
        _table(rows, linked),
        *(Part(f"sheet-{project.code}", sheet(project)) for project in details),
        Part("definitions", _definitions()),
    ]


def _cover(count: int) -> str:
    return f"""<div class="cover" id="cover"><p class="brand">PMO Portal</p><div class="rule"></div>
<h1>Portfolio report</h1><p class="subtitle">Public Services Portfolio · {count} projects</p>
<table class="facts"><colgroup><col style="width:45mm"><col></colgroup><tbody>
<tr><th scope="row">Reporting period</th><td>October 2026</td></tr>
<tr><th scope="row">Data date</th><td>31 October 2026</td></tr>
<tr><th scope="row">Version</th><td>1.0</td></tr>
<tr><th scope="row">Distribution</th><td>Portfolio board, programme offices</td></tr>
<tr><th scope="row">Classification</th><td><span class="mark">Internal</span></td></tr>
</tbody></table></div>"""


COLUMNS = (
    Column("Code", 17),
    Column("Project", 48),
    Column("Sponsor", 27),
    Column("Phase", 20),
    Column("Status now", 22),
    Column("Last", 20),
    Column("Slip days", 12, is_number=True),
    Column("Budget k EUR", 17, is_number=True),
    Column("Forecast k EUR", 18, is_number=True),
    Column("Variance", 15, is_number=True),
    Column("SPI(t)", 12, is_number=True),
    Column("CPI", 12, is_number=True),
    Column("Next gate", 27),
)


def _table(rows: list[SampleProject], linked: set[str]) -> TablePart:
    return TablePart(
        key="projects",
        intro='<h2 id="projects">All projects, red first</h2><p>Codes lead to the detail page.</p>',
        columns=COLUMNS,
        rows=[_row(row, has_sheet=row.code in linked) for row in rows],
        orientation="landscape",
    )


def _row(row: SampleProject, *, has_sheet: bool) -> Row:
    variance = 1 - row.forecast / row.budget
    return Row(
        anchor=f"row-{row.code}",
        cells=(
            Cell(row.code, href=f"#sheet-{row.code}" if has_sheet else ""),
            Cell(row.name),
            Cell(row.sponsor),
            Cell(row.phase),
            Cell(SHAPES[row.rag], f"rag-{row.rag}"),
            Cell(SHAPES[row.last_rag], "quiet"),
            Cell(str(row.slip_days), is_number=True),
            Cell(f"{row.budget // 1000:,}", is_number=True),
            Cell(f"{row.forecast // 1000:,}", is_number=True),
            Cell(f"{variance:+.1%}", "worse" if variance < -0.1 else "", is_number=True),
            Cell(f"{row.spi:.2f}", is_number=True),
            Cell(f"{row.cpi:.2f}", is_number=True),
            Cell("G3 12 Jan 2027"),
        ),
    )


def _definitions() -> str:
    terms = {
        "SPI(t)": "Earned schedule divided by the time that has passed. Below 1 the work is behind plan.",
        "CPI": "Earned value divided by actual cost. Below 1 the work costs more than planned.",
        "Variance": "Budget less forecast, as a share of the budget. Below zero the budget is exceeded.",
        "Red": "At least one threshold of the portfolio is broken and needs a decision.",
        "No report": "The last report is older than one and a half reporting periods.",
    }
    rows = "".join(
        f'<tr><th scope="row">{term}</th><td>{text}</td></tr>' for term, text in terms.items()
    )
    return (
        '<h2 id="definitions">Definitions</h2><table class="terms"><colgroup><col style="width:40mm">'
        '<col></colgroup><thead><tr><th scope="col">Term</th><th scope="col">Meaning</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
