"""The pages of the made-up report: executive summary with charts, and one sheet per project."""

# ruff: noqa: E501 - markup reads better unbroken

from collections.abc import Callable
from html import escape

from core.pdf.sample_data import PEOPLE, PHASES, SHAPES, SampleProject

DIMENSIONS = ("Schedule", "Cost", "Scope", "Benefits", "Risk", "Resources", "Quality")
CAUSES = (
    "Supplier delivered the interface six weeks late.",
    "Two testers are missing until the end of the quarter.",
    "On plan; the next gate is confirmed.",
    "The approved change added one work package.",
)


def summary(rows: list[SampleProject]) -> str:
    """Return the executive summary."""
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


def sheet(row: SampleProject) -> str:
    """Return the detail sheet of one project."""
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


def _money(amount: float) -> str:
    return f"{amount / 1_000_000:,.1f} m EUR"
