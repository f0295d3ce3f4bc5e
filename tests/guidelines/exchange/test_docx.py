"""Word documents become clean Markdown; what is not safe is refused."""

from pathlib import Path

import pytest

from guidelines.exchange.problems import Refused
from guidelines.exchange.word import from_docx
from tests.guidelines.exchange.builders import PNG, item, p, picture, run, table, word, zipped

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.pure


def told(converted):
    return {problem.code: problem.params["count"] for problem in converted.problems}


def test_a_document_with_everything():
    link = f'<w:hyperlink r:id="rIdLink">{run("a link")}</w:hyperlink>'
    both = run(" and ", "b") + run("both", "b", "i")
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        "".join(
            [
                p("Change control", "Title"),
                p("Contents 1", "TOC1"),
                p("Rules", "Heading1"),
                p(f"{run('A ')}{run('bold', 'b')}{both}{link}{note}"),
                item("one"),
                item("inner", level=1),
                item("two"),
                p("between"),
                item("first", number=2),
                item("second", number=2),
                p("", ""),
                p("Deeper", "Heading2"),
                p("Said by many", "Quote"),
                table(["Class", "Who | what"], ["A", p("x") + p("y")], head=True),
                picture("The process"),
                p("1. not a list, <b> & *star*"),
            ]
        )
        .replace("<b>", "&lt;b&gt;")
        .replace(" & ", " &amp; ")
    )
    notes = f'<w:footnote w:id="2"><w:p>{run("See the annex.")}</w:p></w:footnote>'
    found = from_docx(word(body, notes=notes))
    key = next(iter(found.images))
    assert found.markdown == (
        "# Change control\n\n# Rules\n\n"
        "A **bold and *both***[a link](https://example.org/a)[^1]\n\n"
        "- one\n  - inner\n- two\n\nbetween\n\n1. first\n2. second\n\n"
        "## Deeper\n\n> Said by many\n\n"
        "| Class | Who \\| what |\n| --- | --- |\n| A | x<br>y |\n\n"
        f"![The process](image:{key})\n\n"
        "1\\. not a list, \\<b> & \\*star\\*\n\n[^1]: See the annex.\n"
    )
    assert found.images == {key: PNG}
    assert told(found) == {"word_contents": 1}


def test_merged_cells_are_spread_and_told():
    across, down = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    rows = [["Class", (across, "Limit")], [(down, "A"), "1", "2"], [("<w:vMerge/>", ""), "3", "4"]]
    found = from_docx(word(table(*rows)))
    assert found.markdown == (
        "| Class | Limit |  |\n| --- | --- | --- |\n| A | 1 | 2 |\n| A | 3 | 4 |\n"
    )
    assert told(found) == {"table_merged": 2}


def test_what_is_not_text_is_told():
    names = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    comments = f"<w:comments {names}><w:comment w:id='0'/></w:comments>"
    header = f"<w:hdr {names}><w:p><w:r><w:t>Secret</w:t></w:r></w:p></w:hdr>"
    body = (
        f'<w:p><w:ins w:author="A">{run("new")}</w:ins><w:del w:author="A"><w:r><w:delText>old'
        "</w:delText></w:r></w:del></w:p><w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"
        + picture()
        + picture("far", "r:link", "rIdFar")
        + table(["only one cell"])
    )
    found = from_docx(word(body, word__comments=comments, word__header1=header))
    assert found.markdown.startswith("new\n")
    assert "only one cell" in found.markdown
    assert "|" not in found.markdown
    assert told(found) == {
        "picture_without_text": 1,
        "table_layout": 1,
        "word_changes": 2,
        "word_comments": 1,
        "word_formula": 1,
        "word_headers": 1,
        "word_picture_linked": 1,
    }


def test_links_to_headings_lead_to_our_anchors():
    mark = '<w:bookmarkStart w:id="1" w:name="_Ref9"/>'
    link = f'<w:hyperlink w:anchor="_Ref9">{run("there")}</w:hyperlink>'
    gone = f'<w:hyperlink w:anchor="_Gone">{run("nowhere")}</w:hyperlink>'
    body = p(link + gone) + p("First", "Heading1") + p(mark + run("Über uns"), "Heading2")
    assert (
        from_docx(word(body)).markdown == "[there](#ueber-uns)nowhere\n\n# First\n\n## Über uns\n"
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"plain text", "word_not_document"),
        (b"PK\x03\x04 broken", "word_damaged"),
        (zipped({"a.md": "x"}), "word_not_document"),
        (word(p("x"), word__vbaProject=""), None),
        (zipped({"word/vbaProject.bin": "x"}), "word_macros"),
        (word(p("x"), word__extra="<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "word_unsafe"),
        (word("<w:p>"), "word_damaged"),
        (word(p("x" * 30_000_000)), "package_bomb"),
    ],
)
def test_files_that_are_no_safe_document_are_refused(data, code):
    if code is None:
        assert from_docx(data).markdown == "x\n"
        return
    with pytest.raises(Refused) as refusal:
        from_docx(data)
    assert refusal.value.code == code


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not here")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("45690.docm", "word_macros"),
        ("protected_agile.docx", "word_encrypted"),
        ("crash-517626e815e0afa9decd0ebb6d1dee63fb9907dd.docx", "word_damaged"),
        ("embedded-simple-2007.xlsx", "word_not_document"),
    ],
)
def test_hostile_files_of_others_are_refused(name, code):
    with pytest.raises(Refused) as refusal:
        from_docx((DATA / "nasty" / name).read_bytes())
    assert refusal.value.code == code


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not here")
def test_real_documents_become_clean_markdown():
    for path in sorted((DATA / "templates").glob("*.docx")):
        text = from_docx(path.read_bytes()).markdown
        lines = text.split("\n")
        assert len(text) > 5000, path.name
        assert [line for line in lines if line != line.rstrip()] == [], path.name
        assert "\n\n\n" not in text, path.name
        assert "\u00a0" not in text, path.name
        assert any(line.startswith("# ") for line in lines), path.name
