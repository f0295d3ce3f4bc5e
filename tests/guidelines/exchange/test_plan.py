"""Which guideline each file becomes; nothing is overwritten."""

import pytest

from guidelines.exchange.plan import Known, Options, make
from tests.guidelines.exchange.builders import package

pytestmark = pytest.mark.pure


def planned(files, known=(), **options):
    made = make(package(files), known, Options(**options))
    rows = [(entry.path, entry.code, entry.chapter, entry.outcome.value) for entry in made.entries]
    return rows, [(each.path, each.code) for each in made.problems]


def test_codes_chapters_and_order_of_a_handbook():
    files = {
        "book/10-end/last.md": "# Last\n",
        "book/2-start/b.md": "---\norder: 2\n---\n# B\n",
        "book/2-start/c.md": "---\norder: 1\n---\n# C\n",
        "book/2-start/README.md": "# The start\n",
        "book/2-start/deeper/d.md": "---\nchapter: Other\ncode: GL-07\n---\n# D\n",
        "book/index.md": "# Front\n",
    }
    assert planned(files, prefix="HB") == (
        [
            ("book/index.md", "HB-01", "General", "new"),
            ("book/2-start/README.md", "HB-02", "The start", "new"),
            ("book/2-start/c.md", "HB-03", "The start", "new"),
            ("book/2-start/b.md", "HB-04", "The start", "new"),
            ("book/2-start/deeper/d.md", "GL-07", "Other", "new"),
            ("book/10-end/last.md", "HB-05", "10 end", "new"),
        ],
        [],
    )


def test_codes_that_cannot_be_used_are_replaced_and_told():
    files = {
        "a.md": "---\ncode: GL-1\n---\n",
        "b.md": "---\ncode: gl-1\n---\n",
        "c.md": "---\ncode: a b\n---\n",
        "d.md": "---\ncode: FOREIGN\n---\n",
        "e.md": "---\ncode: IMP-01\n---\n",
    }
    rows, problems = planned(files, [Known("FOREIGN", is_ours=False)])
    assert [code for _, code, _, _ in rows] == ["GL-1", "IMP-02", "IMP-03", "IMP-04", "IMP-01"]
    assert problems == [
        ("b.md", "code_taken"),
        ("c.md", "code_invalid"),
        ("d.md", "code_elsewhere"),
    ]


def test_known_guidelines_get_a_draft_or_stay_as_they_are():
    files = {"a.md": "# A\n", "b.md": "# B\n", "c.md": "---\ncode: GL-3\n---\n# C\n", "d.md": "x"}
    same = package(files).files[0].digest
    known = [
        Known("GL-1", "a.md", same, "Plan"),
        Known("GL-2", "b.md", "other", "Plan"),
        Known("GL-3", "", "", "Control"),
        Known("GL-4", "d.md", "other", "Control", is_writable=False),
    ]
    rows, _ = planned(files, known)
    assert rows == [
        ("a.md", "GL-1", "Plan", "unchanged"),
        ("b.md", "GL-2", "Plan", "draft"),
        ("c.md", "GL-3", "Control", "draft"),
        ("d.md", "GL-4", "Control", "blocked"),
    ]


def test_the_chosen_chapter_wins():
    rows, _ = planned({"x/a.md": "---\nchapter: Y\n---\n", "b.md": "x"}, chapter="Mine")
    assert [chapter for _, _, chapter, _ in rows] == ["Mine", "Mine"]
