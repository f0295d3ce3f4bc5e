"""What people write as a project's method, and the family that is meant."""

import pytest

from guidelines.enums import Method
from portfolio.domain.methods import NAMES, method_of

pytestmark = pytest.mark.pure


def test_the_codes_are_those_of_the_guidelines():
    assert set(NAMES) == set(Method.values)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Waterfall", "waterfall"),
        ("Wasserfall-Modell", "waterfall"),
        ("V-Modell XT", "waterfall"),
        ("klassisch", "waterfall"),
        ("PRINCE2®", "prince2"),
        ("Prince 2, 7th edition", "prince2"),
        ("PRINCE2 (waterfall)", "prince2"),
        ("PM²", "pm2"),
        ("OpenPM2", "pm2"),
        ("Scrum", "scrum"),
        ("agil", "scrum"),
        ("SAFe 6.0", "release_train"),
        ("Scaled Agile Framework", "release_train"),
        ("Hybrid (Scrum in a stage gate frame)", "hybrid"),
        ("Agile / Waterfall", "hybrid"),
        ("Stage-Gate", "stage_gate"),
        ("PRINCE2 and PM2", None),
        ("Kanban", None),
        ("scrumptious", None),
        ("", None),
        ("?" * 80, None),
    ],
)
def test_free_text_is_understood_or_left_unknown(text, code):
    assert method_of(text) == code
