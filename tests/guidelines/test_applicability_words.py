"""What a guideline applies to, in words."""

from types import SimpleNamespace

import pytest

from guidelines.selectors.applicability import in_words, labels

pytestmark = pytest.mark.pure


def limits(**values):
    lists = dict.fromkeys(("methods", "classes", "phases", "project_kinds"), ())
    return SimpleNamespace(**{**lists, **values})


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (limits(), "Applies to all projects, in every phase."),
        (
            limits(classes=["D", "B", "C"], methods=["prince2", "waterfall"]),
            "Applies to projects of class B to D, run with Waterfall or PRINCE2, in every phase.",
        ),
        (
            limits(classes=["A", "C"], phases=["closing"]),
            "Applies to projects of class A and C, run with any method, in the phase Closing.",
        ),
        (
            limits(phases=["executing", "planning", "closing"]),
            "Applies to projects of every class, run with any method, "
            "in the phases Planning, Executing and Closing.",
        ),
        (
            limits(project_kinds=["Software", "Roads"], classes=["A"]),
            "Applies to projects of class A and of the kind Software and Roads, "
            "run with any method, in every phase.",
        ),
        (
            limits(project_kinds=["Roads"], methods=["scrum"]),
            "Applies to projects of the kind Roads, run with Scrum, in every phase.",
        ),
    ],
)
def test_the_sentence(version, expected):
    assert in_words(version) == expected


def test_labels_name_only_limits():
    assert labels(limits()) == []
    assert labels(
        limits(methods=["pm2"], classes=["B", "C", "D"], phases=["closing"], project_kinds=["IT"])
    ) == ["PM²", "Class B–D", "Closing", "IT"]
