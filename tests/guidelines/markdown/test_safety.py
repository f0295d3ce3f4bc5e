"""No text, however it is written, brings a script, a style, a form or a foreign picture."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.markdown import sanitising
from guidelines.markdown.render import (
    ImageTarget,
    RenderContext,
    Target,
    TermEntry,
    fill,
    render,
)

pytestmark = pytest.mark.pure

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=javascript:alert(1)>",
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    "<img src=//evil.example/x.png>",
    '<img src="image:a1" onload="alert(1)" style="position:fixed">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' \tjava\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='https://x.example' onclick='alert(1)' target=_blank>x</a>",
    "<a href='ref:guideline:GL-1\" onclick=\"alert(1)'>x</a>",
    "<a href='guideline:GL-1%22 onclick=%22alert(1)'>x</a>",
    '<a href="guideline:GL-1&quot;onclick=alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    '[x](https://x.example/"onmouseover="alert(1))',
    '[x](https://x.example "t" onclick="alert(1)")',
    '[x](guideline:GL-1"><script>alert(1)</script>)',
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](image:a1 "t\\" onload=\\"alert(1)")',
    "<javascript:alert(1)>",
    "<https://x.example/?<script>alert(1)</script>>",
    "<iframe src=https://evil.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=x></object><embed src=x><applet code=x>",
    "<form action=https://evil.example><input name=p><button formaction=javascript:x>x</form>",
    "<input autofocus onfocus=alert(1) type=text name=attributes>",
    "<details ontoggle=alert(1) open>x</details>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<div id=main class='btn dialog'>x</div>",
    "<a id=location href='#'>x</a><img name=cookie src=image:a1>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script>",
    "<title><img src=x onerror=alert(1)>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext>x",
    "<!--><script>alert(1)</script>-->",
    "<!-- x\n\nstill hidden",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<table background='javascript:alert(1)'><tr><td background=x>y</td></tr></table>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<select><option><script>alert(1)</script></select>",
    "`<script>alert(1)</script>`",
    '```x" onclick="alert(1)\n<script>alert(1)</script>\n```',
    '## <script>alert(1)</script> {#x"onclick=alert(1)}',
    "## T {#constructor}\n\n<b id=constructor>x</b>",
    'Text[^1"><script>]\n\n[^1"><script>]: <script>alert(1)</script>',
    "> [!NOTE]\n> <script>alert(1)</script>",
    "- [ ] <img src=x onerror=alert(1)>",
    "| <script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | `|` |",
    "[[block:evil]]",
    "CPI <b title='CPI'>CPI</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\0<scr\0ipt>alert(1)</scr\0ipt>",
]
ATTRIBUTES = (
    {"href", "src", "alt", "width", "height", "loading", "checked", "disabled", "type", "role"}
    | {"tabindex", "rel", "data-definition", "data-line", "scope"}
    | {name for names in sanitising.ATTRIBUTES.values() for name in names}
)
OWN_CLASSES = sanitising.CLASSES | {"term", "unavailable", "table-scroll"}


def is_fine(tag, name, value):
    if name == "href":
        return value.startswith(("#", "/", "https://", "http://", "mailto:"))
    if name == "src":
        return value == "/files/a1/"
    if name == "class":
        return all(word in OWN_CLASSES or word.startswith("language-") for word in value.split())
    if tag == "input" and name == "type":
        return value == "checkbox"
    return name in ATTRIBUTES


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults, self.ids = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in sanitising.TAGS:
            self.faults.append(tag)
        for name, value in attrs:
            self.ids += [value] if name == "id" else []
            if not is_fine(tag, name, value or ""):
                self.faults.append((tag, name, value))

    def handle_comment(self, data):
        self.faults.append(f"comment {data}")

    def handle_decl(self, decl):
        self.faults.append(decl)


def published(source, *, with_lines=False):
    context = RenderContext(
        blocks=lambda keys: dict.fromkeys(keys, "<script>alert(1)</script>\n\n<div onclick=x>open"),
        terms=[TermEntry("cpi", "CPI", (), '"><script>alert(1)</script>')],
        image_url=lambda tokens: {
            token: ImageTarget("/files/a1/", 1, 1) for token in tokens & {"a1"}
        },
        with_lines=with_lines,
        labels={"note": "<script>", "table": '">{number}'},
    )
    html = render(source, context).html
    return fill(
        html, lambda all_of: {one: Target("/x/", '"><script>') for one in all_of}, missing="<"
    )


def faults(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.faults


@pytest.mark.parametrize("with_lines", [False, True])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_known_attacks(payload, with_lines):
    html = published(
        f"# Before\n\n{payload}\n\n## After\n\n[end](guideline:GL-1)\n", with_lines=with_lines
    )
    assert faults(html) == []


@given(st.lists(st.sampled_from(PAYLOADS) | st.text(max_size=12), min_size=1, max_size=6))
def test_attacks_together(parts):
    assert faults(published("".join(parts))) == []


@pytest.mark.parametrize(
    "opening",
    [
        "<script>",
        "<textarea>",
        "<plaintext>",
        "<title>",
        "<style>",
        "<!--",
        "<svg>",
        "<xmp>",
        "<iframe>",
    ],
)
def test_nothing_swallows_what_follows(opening):
    found = render(f"- a {opening} b\n\n## After\n\nlast words\n", RenderContext())
    assert [heading.title for heading in found.headings] == ["After"]
    assert "<p>last words</p>" in found.html


def test_ids_of_the_author_never_meet_those_of_the_page():
    html = published(
        "## Rules\n\n<b id=rules>a</b> <i id='fn:1'>b</i> <u id='main'>c</u>[^1]\n\n[^1]: n\n"
    )
    reader = Reader()
    reader.feed(html)
    assert reader.ids == ["rules", "u:rules", "u:fn:1", "u:main", "fnref:1", "fn:1"]


def test_words_of_the_page_s_own_kind_cannot_be_borrowed():
    source = (
        "<a class='term unavailable anchor' href='https://x.example'>x</a> <b class=btn>y</b>\n"
    )
    assert published(source) == (
        '<p><a class="anchor" href="https://x.example" rel="noopener noreferrer">x</a> '
        "<b>y</b></p>\n"
    )
