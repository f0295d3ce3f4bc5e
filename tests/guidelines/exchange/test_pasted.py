"""What office programs put on the clipboard becomes clean Markdown."""

import pytest

from guidelines.exchange.problems import Refused
from guidelines.exchange.word import from_html

pytestmark = pytest.mark.pure


def of(html):
    found = from_html(html)
    return found.markdown, {problem.code: problem.params["count"] for problem in found.problems}


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8>
<style><!-- p.MsoNormal {margin:0} --></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head><body lang=EN>
<!--StartFragment--><p class=MsoTitle>Change control</p>
<h1><span style='mso-bookmark:_Toc1'>Rules</span><o:p></o:p></h1>
<p class=MsoNormal>The <st1:place w:st="on">manager</st1:place>&nbsp;<b><span>must</span></b><b>
record</b> it.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span
class=MsoFootnoteReference>[1]</span></a><o:p>&nbsp;</o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph
style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times"'>&nbsp; </span></span><![endif]>one</p>
<p class=MsoListParagraph
style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>in</p>
<p class=MsoListParagraph
style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>two</p>
<p class=MsoNormal>x</p>
<p class=MsoListParagraph
style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3. </span>three</p>
<p class=MsoListParagraph
style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>4. </span>four</p>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a href="#_ftnref1"><span>[1]</span></a> See the annex.</p></div></div>
<!--EndFragment--></body></html>"""


def test_word():
    assert of(WORD) == (
        "# Change control\n\n# Rules\n\nThe manager **must record** it.[^1]\n\n"
        "- one\n  - in\n- two\n\nx\n\n3. three\n4. four\n\n[^1]: See the annex.\n",
        {},
    )


def test_google_docs():
    html = (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">'
        '<h2 dir="ltr"><span style="font-weight:400">Steps</span></h2><p dir="ltr">'
        '<span style="font-weight:700">Bold</span><span style="font-style:italic"> slanted</span>'
        "</p><ul><li dir=ltr><p>one</p></li><ul><li><p>inner</p></li></ul><li><p>two</p></li></ul>"
        "</b><br>"
    )
    assert of(html)[0] == "## Steps\n\n**Bold** *slanted*\n\n- one\n  - inner\n- two\n"


def test_libreoffice():
    html = (
        '<p style="margin-bottom: 0cm"><font face="Arial"><b>Note</b></font> text'
        '<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>'
        '<div id="sdfootnote1"><p><a href="#sdfootnote1anc">1</a> Far below</p></div>'
    )
    assert of(html)[0] == "**Note** text[^1]\n\n[^1]: Far below\n"


def test_excel():
    html = (
        "<table><col width=80><tr height=20><td rowspan=2>Class</td><td colspan=2>Limit</td></tr>"
        "<tr><td>low</td><td>high</td></tr><tr><td>A</td><td>1|2</td><td>3<br>4</td></tr>"
        "<tr><td></td><td></td><td></td></tr></table>"
    )
    assert of(html) == (
        "| Class | Limit |  |\n| --- | --- | --- |\n| Class | low | high |\n"
        "| A | 1\\|2 | 3<br>4 |\n",
        {"table_merged": 2},
    )


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a<script>alert(1)</script><style>b{}</style>c</p>", "ac\n"),
        ("<p>a &lt;script&gt; b</p>", "a \\<script> b\n"),
        ('<a href="javascript:x()">t</a>', "t\n"),
        ('<a href="file:///C:/x.doc">t</a>', "t\n"),
        ('<a href="https://x.example/a b">t</a>', "[t](https://x.example/a%20b)\n"),
        ('<img src="https://x.example/i.png" alt="x"><p>t</p>', "t\n"),
        ("<p>• one</p><p>• two</p>", "- one\n- two\n"),
        ("<p># no heading</p>", "\\# no heading\n"),
        ("<p>a_b _c_ [x](y) [^1] ![[z]]</p>", "a_b \\_c\\_ \\[x](y) \\[^1] !\\[[z]]\n"),
        ("<p>a<br>b</p>", "a\\\nb\n"),
        ("<p><b> </b></p><p></p><p>&nbsp;</p><div><br></div>", ""),
        ("<p>H<sub>2</sub>O x<sup>2</sup></p>", "H<sub>2</sub>O x<sup>2</sup>\n"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```\n"),
        ("<del cite='mailto:x'>old</del><ins cite='mailto:x'>new</ins>", "new\n"),
        ("<p>a <s>b</s></p>", "a ~~b~~\n"),
        ("", ""),
        ("plain", "plain\n"),
        ("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr>"
         "<tr><td>d</td><td>e</td></tr></table>", "| a<br>b | c |\n| --- | --- |\n| d | e |\n"),
    ],
)  # fmt: skip
def test_small_things(html, markdown):
    assert of(html)[0] == markdown


def test_comments_and_pictures_are_told():
    html = (
        "<p>a<a style='mso-comment-reference:X_1'>b</a><span class=MsoCommentReference>[1]</span>"
        "</p>"
        "<div style='mso-element:comment-list'><div style='mso-element:comment'>Hidden</div></div>"
        "<p><img src='file:///x.png'></p>"
    )
    assert of(html) == ("ab\n", {"picture_not_pasted": 1, "word_comments": 1})


def test_what_is_too_long_or_too_deep_is_refused():
    with pytest.raises(Refused) as refusal:
        from_html("x" * 2_000_001)
    assert refusal.value.code == "html_too_long"
    with pytest.raises(Refused) as refusal:
        from_html("<div>" * 5000 + "x")
    assert refusal.value.code == "html_too_deep"


def test_huge_spans_are_bounded():
    row = "<tr><td colspan=99999 rowspan=99999>x</td><td>y</td></tr>"
    assert len(of(f"<table>{row}<tr><td>z</td></tr></table>")[0]) < 1000
