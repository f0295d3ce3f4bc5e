"""A made-up report of any length with everything that reports use; the same each time."""

from core.pdf import AnyPart, Cell, Column, Part, Row, TablePart

RAGS = {"r": "◆ Red", "a": "▲ Amber", "g": "● Green", "n": "– No report"}
COLUMNS = (
    Column("Code", 20),
    Column("Project", 60),
    Column("Status", 30),
    Column("Slip days", 20, is_number=True),
)
CHART = (
    '<svg width="300" height="20" viewBox="0 0 300 20" role="img"><title>Two of three</title>'
    '<text x="0" y="14" font-size="10" fill="#4a5764">earned</text>'
    '<rect x="56" width="120" height="14" fill="#1f5fa8"/></svg>'
)


def sample_parts(projects: int, sheets: int, changed: frozenset[int] = frozenset()):
    """Cover, summary, long table, sheets and definitions; `changed` projects slip by a day more."""
    slips = {number: 7 * number % 60 + (number in changed) for number in range(projects)}
    parts: list[AnyPart] = [
        Part("cover", '<div class="cover"><h1>Report</h1></div>', has_running_lines=False),
        Part("summary", f'<h2 id="summary">Summary</h2>{CHART}<ul><li>One</li><li>Two</li></ul>'),
        TablePart(
            "projects",
            COLUMNS,
            [_row(number, slip, sheets) for number, slip in slips.items()],
            intro='<h2 id="projects">All projects</h2><p>Codes lead to the page.</p>',
            orientation="landscape",
        ),
    ]
    parts += [Part(f"sheet-{n}", _sheet(n, slips[n])) for n in range(sheets)]
    definitions = "<h2>Definitions</h2><dl><dt>Red</dt><dd>Needs a decision.</dd></dl>"
    return [*parts, Part("definitions", definitions)]


def _rag(number):
    return "ragn"[number % 4]


def _row(number, slip, sheets):
    rag = _rag(number)
    cells = (
        Cell(f"P-{number}", href=f"#sheet-{number}" if number < sheets else ""),
        Cell(f"Renewal of the northern harbour, stage {number}, with its depots and signals"),
        Cell(RAGS[rag], f"rag-{rag}"),
        Cell(str(slip), is_number=True),
    )
    return Row(cells, anchor=f"row-{number}")


def _sheet(number, slip):
    rag = _rag(number)
    cols = '<colgroup><col style="width:60mm"><col style="width:30mm"></colgroup>'
    drawn = f'<tr><th scope="row">Schedule</th><td class="rag-{rag}">{RAGS[rag]}</td></tr>'
    return (
        f'<h2 id="sheet-{number}">Project {number}</h2>{CHART}'
        f'<table class="tight plain">{cols}<tbody>{drawn}</tbody></table>'
        f"<table><thead><tr><th scope='col'>Slip</th></tr></thead><tbody><tr><td>{slip}</td></tr>"
        f'</tbody></table><p><a href="#row-{number}">Back to the table</a></p>'
    )
