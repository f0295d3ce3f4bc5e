"""What went in comes out: the same bytes where nobody edited, the rest mapped back."""

import io
import zipfile
from pathlib import Path

import pytest

from guidelines.exchange import reading, writing
from tests.guidelines.exchange.builders import PNG, exchanged, package

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "guides"
FOLDERS = sorted(path.name for path in DATA.iterdir()) if DATA.is_dir() else []
pytestmark = pytest.mark.pure

META = {"title": "Change: control", "kind": "standard", "methods": ["pm2"], "tags": []}


@pytest.mark.skipif(not FOLDERS, reason="the shared data are not here")
@pytest.mark.parametrize("name", FOLDERS)
def test_the_guides_of_others_come_out_byte_for_byte(name):
    folder = DATA / name
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    written, problems = exchanged(reading.read_folder(folder))
    assert written == files
    assert all(str(problem) for problem in problems)


@pytest.mark.skipif(not FOLDERS, reason="the shared data are not here")
def test_what_the_guides_lose_is_told():
    _, problems = exchanged(reading.read_folder(DATA / "18f"))
    assert {(each.path, each.line, each.code) for each in problems} == {
        ("agile-based-project-approach.md", 30, "liquid"),
        ("federal-field-guide-2-basic-principles.md", 34, "liquid"),
        ("federal-field-guide-2-basic-principles.md", 110, "html_attribute"),
        ("federal-field-guide-2-basic-principles.md", 114, "link_site"),
        ("stakeholder-influence-mapping.md", 29, "markdown_in_html"),
    }


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\n\r\n# T\r\n\r\ntext  \r\n\r\n\r\n",
        b"# T\n\ntext",
        b"\n\n   \n## Sub\n\ntext\n",
        b"> quote\n\n# T #\n\ntext\n",
        b"Gr\xf6\xdfe\n",
        b"",
        b"---\n---\nx\n",
        b"# T\n",
    ],
)
def test_odd_files_come_out_byte_for_byte(data):
    assert exchanged(package({"a.md": data}))[0] == {"a.md": data}


def test_a_guideline_of_our_own_gets_our_front_matter():
    body = "## Rules\n\n![Chart](image:abc)\n\n[x](guideline:GL-2#rules)"
    text = writing.Text(
        "GL-16",
        "Control",
        body,
        META,
        {"review_months": 12},
        "order: 3\ntitle: Old\n",
        {},
        {"abc": writing.Picture(PNG, "image/png")},
    )
    assert writing.files([text]) == {
        "control/gl-16-change-control.md": (
            b"---\ncode: GL-16\ntitle: 'Change: control'\nchapter: Control\nkind: standard\n"
            b"methods: [pm2]\ntags: []\nreview_months: 12\norder: 3\n---\n\n"
            b"## Rules\n\n![Chart](images/gl-16-abc.png)\n\n[x](guideline:GL-2#rules)\n"
        ),
        "control/images/gl-16-abc.png": PNG,
    }


def test_a_changed_title_changes_head_and_heading():
    origin = {"path": "a.md", "head": "---\ntitle: Old\nx: 1\n---\n", "cut": "# Old\n\n"}
    origin |= {"cut_at": 0, "meta": {**META, "title": "Old"}, "trail": "\n"}
    text = writing.Text("GL-1", "C", "text", META, {}, "title: Old\nx: 1\n", origin)
    assert writing.files([text])["a.md"].decode() == (
        "---\ncode: GL-1\ntitle: 'Change: control'\nchapter: C\nkind: standard\n"
        "methods: [pm2]\ntags: []\nx: 1\n---\n\n# Change: control\n\ntext\n"
    )


def test_two_texts_never_share_a_file():
    texts = [writing.Text(code, "C", "x", META, origin={"path": "a.md"}) for code in ("A", "B")]
    assert sorted(writing.files(texts)) == ["a-2.md", "a.md"]


def test_the_archive_is_the_same_every_time():
    content = {"b.md": b"x", "a/ü.md": b"y"}
    first = writing.archive(content)
    assert first == writing.archive(dict(reversed(content.items())))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == content
        assert archive.namelist() == ["a/ü.md", "b.md"]
