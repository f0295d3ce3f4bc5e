"""Sheets that did not change are not laid out again."""

import os
import time
from dataclasses import replace

import pytest

from core.pdf import FileSheetCache, PageSetup, Part

from .conftest import SETUP, SHEET
from .sample import sample_parts

pytestmark = pytest.mark.pure


@pytest.fixture
def cache(tmp_path):
    return FileSheetCache(tmp_path / "sheets")


def test_a_second_run_lays_out_nothing_and_gives_the_same_bytes(render, cache):
    parts = sample_parts(projects=20, sheets=4)
    first = render(*parts, cache=cache)
    second = render(*parts, cache=cache)

    assert (first.rendered, first.from_cache) == (10, 0)
    assert (second.rendered, second.from_cache) == (0, 10)
    assert second.content == first.content


def test_only_what_changed_is_laid_out_again(render, cache):
    render(*sample_parts(projects=20, sheets=4), cache=cache)
    # Project 0 has a sheet and a row; rows are drawn anew in any case.
    assert render(*sample_parts(20, 4, changed={0}), cache=cache).rendered == 1


def test_style_paper_and_language_are_part_of_the_key(render, cache):
    render(SHEET, cache=cache)
    rendered = [
        render(SHEET, cache=cache).rendered,
        render(SHEET, cache=cache, stylesheet="p { color: red }").rendered,
        render(SHEET, cache=cache, setup=replace(SETUP, margin_side_mm=25)).rendered,
        render(SHEET, cache=cache, assets={"asset:x": b"1"}).rendered,  # it names no asset
        # Other running lines change only themselves.
        render(SHEET, cache=cache, setup=replace(SETUP, header_left="New")).rendered,
    ]

    assert rendered == [0, 3, 3, 0, 2]


@pytest.mark.parametrize("damage", [b"", b"PMOF2", b"x" * 500, None])
def test_a_damaged_entry_is_laid_out_again_and_replaced(render, cache, tmp_path, damage):
    first = render(SHEET, cache=cache)
    for path in (tmp_path / "sheets").glob("*/*"):
        data = path.read_bytes()
        path.write_bytes(data[:-3] + b"???" if damage is None else damage)

    second = render(SHEET, cache=cache)
    assert (second.rendered, second.content) == (3, first.content)
    assert render(SHEET, cache=cache).rendered == 0


def test_a_cache_that_cannot_be_written_costs_only_speed(render, tmp_path):
    (tmp_path / "file").write_text("in the way")

    assert render(SHEET, cache=FileSheetCache(tmp_path / "file")).pages == 1


def test_prune_drops_what_is_old_and_the_least_recently_used(tmp_path):
    cache = FileSheetCache(tmp_path, max_bytes=250, max_age_s=1000)
    for age, key in ((2000, "aa1"), (500, "bb2"), (100, "cc3"), (0, "dd4")):
        cache.put(key, b"x" * 100)
        moment = time.time() - age
        os.utime(tmp_path / key[:2] / key, (moment, moment))

    assert cache.prune() == 2
    kept = [key for key in ("aa1", "bb2", "cc3", "dd4") if cache.get(key)]
    assert kept == ["cc3", "dd4"]


def test_the_portals_cache_lies_in_the_data_folder(settings):
    FileSheetCache.in_data_dir().put("ab12", b"1")

    assert (settings.DATA_DIR / "pdf-sheets" / "ab" / "ab12").read_bytes() == b"1"


def test_progress_counts_up_to_the_total(render):
    seen = []
    render(SHEET, setup=PageSetup(), progress=lambda done, total: seen.append((done, total)))

    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_an_asset_is_part_of_the_key_where_it_is_named(render, cache):
    blank = b'<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="9"/>'
    picture = Part("a", '<p><img src="asset:a" alt="A"></p>')
    rendered = [
        render(picture, SHEET, cache=cache, assets={"asset:a": blank % 9}).rendered,
        render(
            picture, SHEET, cache=cache, assets={"asset:a": blank % 9, "asset:b": b"2"}
        ).rendered,
        render(picture, SHEET, cache=cache, assets={"asset:a": blank % 8}).rendered,
    ]

    assert rendered == [4, 0, 1]
