"""Conflicts decided passage by passage give one text in which every decision stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.merging import merge, settle

pytestmark = pytest.mark.pure
LINES = st.lists(st.sampled_from(["", "a", "b", "c d e", "# f"]), max_size=6).map("\n".join)


def test_each_passage_is_decided_by_itself():
    found = merge("a\n1\nb\n2\nc\n3\nd", "a\n1x\nb\n2x\nc\n3x\nd", "a\n1y\nb\n2y\nc\n3y\nd")

    assert len(found.conflicts) == 3
    assert settle(found, ["ours", "theirs", "both"]) == "a\n1x\nb\n2y\nc\n3x\n3y\nd"


def test_a_deletion_can_win_and_can_lose():
    found = merge("a\nb c d\nz", "a\nz", "a\nb C d\nz")

    assert settle(found, ["ours"]) == "a\nz"
    assert settle(found, ["theirs"]) == "a\nb C d\nz"
    assert settle(found, ["both"]) == "a\nb C d\nz"
    found = merge("a\nb c d\nz", "a\nb C d\nz", "a\nz")
    assert settle(found, ["theirs"]) == "a\nz"


@given(LINES, LINES, LINES)
def test_one_side_everywhere_is_a_merge_in_which_that_side_wins(base, ours, theirs):
    found, mirrored = merge(base, ours, theirs), merge(base, theirs, ours)
    number = len(found.conflicts)

    assert settle(found, ["ours"] * number) == found.text
    assert settle(found, ["theirs"] * number) == mirrored.text


@given(LINES, LINES, LINES)
def test_both_keeps_every_line_of_either_conflict(base, ours, theirs):
    found = merge(base, ours, theirs)
    settled = settle(found, ["both"] * len(found.conflicts))

    for conflict in found.conflicts:
        assert conflict.ours in settled
        assert conflict.theirs in settled
