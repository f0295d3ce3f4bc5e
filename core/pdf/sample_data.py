"""A made-up portfolio of any size that is the same each time."""

from collections.abc import Collection
from dataclasses import dataclass
from random import Random

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
