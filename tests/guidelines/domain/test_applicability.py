"""Which projects a guideline applies to."""

import pytest

from guidelines.domain.applicability import Applicability, Facts, Match, match

pytestmark = pytest.mark.pure

ANY = Applicability()
SCRUM_B = Applicability(methods=("scrum", "hybrid"), classes=("B",))
ROADS = Applicability(project_kinds=("Road works",))


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        (ANY, Facts(), Match()),
        (ANY, Facts("scrum", "A", "Software"), Match()),
        (SCRUM_B, Facts("scrum", "B"), Match(met=("method", "class"))),
        (SCRUM_B, Facts("scrum", "C"), None),
        (SCRUM_B, Facts("waterfall", None), None),
        (SCRUM_B, Facts("hybrid", None), Match(met=("method",), unknown=("class",))),
        (SCRUM_B, Facts(), Match(unknown=("method", "class"))),
        (ROADS, Facts(kind="ROAD works"), Match(met=("kind",))),
        (ROADS, Facts(kind="Bridges"), None),
    ],
)
def test_known_facts_decide_and_unknown_ones_leave_it_open(rule, facts, expected):
    assert match(rule, facts) == expected
