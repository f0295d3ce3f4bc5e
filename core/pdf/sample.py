"""A made-up portfolio report of any length, for the benchmark and the tests of the PDF door."""

# ruff: noqa: E501 - markup reads better unbroken

from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import escape
from random import Random

from core.pdf.types import AnyPart, Cell, Column, Part, Row, TablePart

SHAPES = {"r": "◆ Red", "a": "▲ Amber", "g": "● Green", "n": "– No report"}
NOUNS = (
    "Gateway",
    "Ledger",
    "Harbour",
    "Registry",
    "Beacon",
    "Archive",
    "Depot",
    "Signal",
    "Campus",
)
ADJECTIVES = (
    "Northern",
    "Open",
    "Shared",
    "Digital",
    "Rural",
    "Central",
    "Coastal",
    "Joint",
    "Mobile",
)
ENDS = (
    "renewal",
    "consolidation",
    "pilot and roll-out",
    "replacement",
    "modernisation, second stage",
)
PEOPLE = ("Ada Brandt", "Jonas Weller", "Mira Okafor", "Luis Ortega", "Hanna Søby", "Paweł Żak")
PHASES = ("Initiation", "Planning", "Design", "Build", "Test", "Deployment")
DIMENSIONS = ("Schedule", "Cost", "Scope", "Benefits", "Risk", "Resources", "Quality")
CAUSES = (
    "Supplier delivered the interface six weeks late.",
    "Two testers are missing until the end of the quarter.",
    "On plan; the next gate is confirmed.",
    "The approved change added one work package.",
)


@dataclass(frozen=True)
class SampleProject:
    """One project of the made-up portfolio."""

    code: str
    name: str
    sponsor: str
    phase: str
    rag: str
    last_rag: str
    slip_days: int
    budget: int
    forecast: int
    spi: float
    cpi: float


def sample_projects(count: int, changed: Collection[int] = ()) -> list[SampleProject]:
    """Give the same projects each time; those named in `changed` report new figures."""
    projects = [_project(number, is_changed=number in changed) for number in range(count)]
    return sorted(projects, key=lambda project: ("ragn".index(project.rag), project.code))


def _project(number: int, *, is_changed: bool) -> SampleProject:
    random = Random(number)  # noqa: S311 - figures for show
    rag = "rrraaaaagggggggggggn"[number % 20]
    budget = random.randrange(200, 9000) * 1000
    forecast = int(budget * random.uniform(0.95, 1.3)) + (12_345 if is_changed else 0)
    name = f"{random.choice(ADJECTIVES)} {random.choice(NOUNS)} {random.choice(ENDS)}"
    return SampleProject(
        code=f"P-{number:04d}",
        name=name,
        sponsor=random.choice(PEOPLE),
        phase=random.choice(PHASES),
        rag=rag,
        last_rag=random.choice("ragg"),
        slip_days=random.randrange(0, 60) + (3 if is_changed else 0),
        budget=budget,
        forecast=forecast,
        spi=random.uniform(0.7, 1.08),
        cpi=random.uniform(0.75, 1.1),
    )


def sample_parts(
    projects: int = 300, sheets: int = 60, changed: Collection[int] = ()
) -> list[AnyPart]:
    """Cover, summary with charts, portfolio table, detail sheets and definitions."""
    rows = sample_projects(projects, changed)
    details = rows[:sheets]
    linked = {project.code for project in details}
    return [
        Part("cover", _cover(projects), has_running_lines=False),
        Part("summary", _summary(rows)),
        _table(rows, linked),
        *(Part(f"sheet-{project.code}", _sheet(project)) for project in details),
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


def _summary(rows: list[SampleProject]) -> str:
    counts = {letter: sum(row.rag == letter for row in rows) for letter in "ragn"}
    budget = sum(row.budget for row in rows)
    forecast = sum(row.forecast for row in rows)
    red_share = sum(row.budget for row in rows if row.rag == "r") / max(budget, 1)
    return f"""<h2 id="summary">Executive summary</h2>
<p class="lede"><b>{counts["r"]} of {len(rows)} projects are red</b>, {red_share:.0%} of the budget,
two more than in September. The forecast is {_money(forecast - budget)} above the approved budget.</p>
{_tiles(counts, budget, forecast)}
<h3>Confidence by number and by budget</h3>
{_bars(counts, len(rows))}
<h3>Decisions wanted</h3>
<table><colgroup><col style="width:9mm"><col><col style="width:52mm"><col style="width:26mm"></colgroup>
<thead><tr><th scope="col">No.</th><th scope="col">Question</th><th scope="col">Project</th>
<th scope="col">By</th></tr></thead><tbody>{"".join(_decision(i, r) for i, r in enumerate(rows[:4]))}
</tbody></table>
<h3>What changed since the last report</h3>
<ul><li>Three projects turned from amber to red, all because of one supplier.</li>
<li>Two projects passed their closing gate and left the portfolio.</li>
<li>Contingency left: 61 % of the approved amount, as in September.</li></ul>
<h3>Money by month</h3>{_curve()}
<p class="note">Cumulative figures in million EUR; the table of the figures is in the annex.</p>"""


def _tiles(counts: dict[str, int], budget: int, forecast: int) -> str:
    figures = (
        ("Red", str(counts["r"]), "September: 2 fewer"),
        ("Amber", str(counts["a"]), "September: the same"),
        ("Approved budget", _money(budget), "current baseline"),
        (
            "Forecast at completion",
            _money(forecast),
            f"{forecast / max(budget, 1) - 1:+.1%} of budget",
        ),
    )
    cells = "".join(
        f'<div class="tile"><p class="label">{label}</p><p class="figure">{figure}</p>'
        f'<p class="under">{under}</p></div>'
        for label, figure, under in figures
    )
    return f'<div class="tiles">{cells}</div>'


def _bars(counts: dict[str, int], total: int) -> str:
    colours = {"r": "#b3261e", "a": "#b45f06", "g": "#1e7b34", "n": "#5f6368"}
    shapes, x = [], 0.0
    for letter in "ragn":
        width = 680 * counts[letter] / max(total, 1)
        shapes.append(
            f'<rect x="{x:.1f}" y="0" width="{width:.1f}" height="22" fill="{colours[letter]}"/>'
        )
        if width > 40:
            shapes.append(
                f'<text x="{x + 8:.1f}" y="15" font-size="11" font-weight="600" fill="#fff">'
                f"{SHAPES[letter][2:]} {counts[letter]}</text>"
            )
        x += width
    told = ", ".join(f"{SHAPES[letter][2:]} {counts[letter]}" for letter in "ragn")
    return (
        f'<div class="chart"><svg width="680" height="24" viewBox="0 0 680 24" role="img">'
        f"<title>Projects by status: {told}</title>{''.join(shapes)}</svg></div>"
    )


def _curve(height: int = 150) -> str:
    months, top = 12, height - 24
    plan = [(i / months) ** 2 * (3 - 2 * i / months) for i in range(months + 1)]

    def path(values: list[float]) -> str:
        points = (f"{30 + i * 51:.0f},{top - v * (top - 12):.1f}" for i, v in enumerate(values))
        return "M" + " L".join(points)

    marks = "".join(
        f'<text x="{30 + i * 51}" y="{height - 8}" font-size="9" fill="#4a5764">M{i}</text>'
        for i in range(0, months + 1, 2)
    )
    return f"""<div class="chart"><svg width="680" height="{height}" viewBox="0 0 680 {height}" role="img">
<title>Planned value reaches 12 million in month 12; earned value is at 4.6 million in month 7</title>
<path d="M30 {top} H642 M30 {top / 2:.0f} H642" stroke="#dde2e8" fill="none"/>
<path d="{path(plan)}" stroke="#4a5764" stroke-width="1.6" fill="none"/>
<path d="{path([v * 0.8 for v in plan[:8]])}" stroke="#1f5fa8" stroke-width="2.2" fill="none"/>
<path d="{path([v * 0.95 for v in plan[:8]])}" stroke="#b45f06" stroke-width="1.8" fill="none"
 stroke-dasharray="5 3"/>{marks}
<text x="590" y="14" font-size="9" fill="#4a5764">planned</text></svg></div>"""


def _decision(index: int, row: SampleProject) -> str:
    question = "Release 240 000 EUR of contingency for the second supplier?"
    return (
        f'<tr><td>{index + 1}</td><td>{question}</td><td><a href="#sheet-{row.code}">{row.code}</a> '
        f"{escape(row.name)}</td><td>{12 + index} November 2026</td></tr>"
    )


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


def _sheet(row: SampleProject) -> str:
    return f"""<div class="sheet-head"><p class="code">{row.code} · {row.phase} · sponsor
{escape(row.sponsor)}</p><h2 id="sheet-{row.code}">{escape(row.name)}</h2></div>
<p class="banner rag-{row.rag}">{SHAPES[row.rag]}, last report {SHAPES[row.last_rag]}, worsening</p>
<p>Build is {
        row.slip_days
    } working days behind the baseline because the interface of the supplier came
late. The team re-plans the test phase and asks for two testers from the pool. With the decision below
the go-live in March can be kept.</p>
<div class="decision"><h3>Decision wanted by 12 November 2026</h3>
<p>Release 240 000 EUR of contingency, or accept a go-live in May.</p></div>
{
        _rows_table(
            "Status by dimension",
            ("Dimension", "Status", "Trend", "Key figure", "Cause"),
            (24, 24, 22, 30, 80),
            [_dimension(index, row) for index in range(len(DIMENSIONS))],
        )
    }
<div class="cols"><div class="col"><h3>Money</h3>{_money_table(row)}</div>
<div class="col"><h3>Planned, earned and actual</h3>{_small_curve(row)}</div></div>
{
        _rows_table(
            "Milestones",
            ("Milestone", "Baseline", "Last forecast", "Forecast", "Slip days"),
            (58, 28, 30, 28, 36),
            [_milestone(index, row) for index in range(5)],
        )
    }
<div class="cols"><div class="col"><h3>Done</h3>{_list("finished")}</div>
<div class="col"><h3>Next</h3>{_list("planned")}</div></div>
{
        _rows_table(
            "Top risks and issues",
            ("Risk or issue", "Owner", "Due", "Score"),
            (92, 34, 30, 24),
            [_risk(index) for index in range(5)],
        )
    }
<p class="back"><a href="#row-{row.code}">Back to {row.code} in the table</a></p>"""


def _rows_table(
    title: str, heads: tuple[str, ...], widths: tuple[int, ...], rows: list[str]
) -> str:
    cols = "".join(f'<col style="width:{width}mm">' for width in widths)
    head = "".join(f'<th scope="col">{label}</th>' for label in heads)
    return (
        f'<h3>{title}</h3><table class="tight plain"><colgroup>{cols}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _dimension(index: int, row: SampleProject) -> str:
    rag = "ragga"[(index + row.slip_days) % 5]
    return (
        f'<tr><th scope="row">{DIMENSIONS[index]}</th><td class="rag-{rag}">{SHAPES[rag]}</td>'
        f"<td>{('stable', 'worsening', 'improving')[index % 3]}</td><td>SPI(t) {row.spi:.2f}</td>"
        f"<td>{CAUSES[(index + row.slip_days) % 4]}</td></tr>"
    )


def _milestone(index: int, row: SampleProject) -> str:
    return (
        f'<tr><th scope="row">{PHASES[index]} approved</th><td>{3 + index} Mar 2026</td>'
        f"<td>{8 + index} Mar 2026</td><td>{9 + index} Mar 2026</td><td>{row.slip_days // (index + 1)}</td></tr>"
    )


def _risk(index: int) -> str:
    return (
        f'<tr><th scope="row">The supplier may deliver release {index + 1} late</th>'
        f"<td>{PEOPLE[index]}</td><td>{14 + index} Nov 2026</td><td>{16 - index}</td></tr>"
    )


def _money_table(row: SampleProject) -> str:
    figures: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Budget (BAC)", lambda: _money(row.budget)),
        ("Earned value (EV)", lambda: _money(row.budget * 0.5)),
        ("Actual cost (AC)", lambda: _money(row.budget * 0.56)),
        ("Forecast (EAC)", lambda: _money(row.forecast)),
        ("CPI, SPI(t)", lambda: f"{row.cpi:.2f}, {row.spi:.2f}"),
    )
    body = "".join(
        f'<tr><th scope="row">{label}</th><td class="num">{value()}</td></tr>'
        for label, value in figures
    )
    cols = '<colgroup><col style="width:46mm"><col style="width:38mm"></colgroup>'
    return f'<table class="tight plain">{cols}<tbody>{body}</tbody></table>'


def _small_curve(row: SampleProject) -> str:
    bars = (
        ("planned", 1.0, "#4a5764"),
        ("earned", row.spi, "#1f5fa8"),
        ("actual", row.cpi, "#b45f06"),
    )
    shapes = "".join(
        f'<text x="0" y="{14 + 26 * i}" font-size="10" fill="#4a5764">{label}</text>'
        f'<rect x="56" y="{4 + 26 * i}" width="{180 * share:.1f}" height="14" fill="{colour}"/>'
        f'<text x="{62 + 180 * share:.1f}" y="{15 + 26 * i}" font-size="10" fill="#16202b">{share:.2f}</text>'
        for i, (label, share, colour) in enumerate(bars)
    )
    return (
        f'<svg width="300" height="84" viewBox="0 0 300 84" role="img"><title>Planned 1.00, earned '
        f"{row.spi:.2f}, actual {row.cpi:.2f} of the plan to date</title>{shapes}</svg>"
    )


def _list(word: str) -> str:
    items = "".join(
        f"<li>Work package {letter} {word} with the operations team.</li>" for letter in "ABC"
    )
    return f"<ul>{items}</ul>"


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


def _money(amount: float) -> str:
    return f"{amount / 1_000_000:,.1f} m EUR"
