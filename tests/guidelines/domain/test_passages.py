"""A passage is found again where it stands now, or not at all."""

import pytest

from guidelines.domain import passages

pytestmark = pytest.mark.pure
TEXT = "One must ask. Two must answer. Three must wait."


@pytest.mark.parametrize(
    ("quote", "before", "start", "found"),
    [
        ("must answer", "Two ", 18, 18),
        ("must", "", 15, 18),
        ("must", "", 0, 4),
        ("must", "Three ", 4, 37),
        ("gone", "", 0, None),
        ("", "", 0, None),
    ],
    ids=["in place", "nearest", "first", "by its context", "gone", "no quote"],
)
def test_find(quote, before, start, found):
    assert passages.find(TEXT, quote, before=before, start=start) == found


def test_context_is_what_stands_before():
    assert passages.context(TEXT, 18, 4) == "Two "
    assert passages.context(TEXT, 2) == "On"
