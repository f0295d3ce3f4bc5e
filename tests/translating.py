"""Finds text that no translation reaches: in templates, in modules and on finished pages."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

from tools import messages

ROOT = Path(__file__).resolve().parents[1]
GERMAN = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
CATALOG = messages.load(GERMAN)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
LETTER = re.compile(r"[^\W\d_]")


def forms(value):
    """A text, or its singular and plural."""
    return list(value) if isinstance(value, (tuple, list)) else [value]


def texts(message):
    """The English and the German forms of a message."""
    return forms(message.id), forms(message.string)


TRANSLATED = re.compile(
    r"\{#.*?#\}|\{%\s*block body_class.*?endblock\s*%\}|\{%\s*comment\b.*?endcomment\s*%\}"
    r"|\{%\s*block(?:translate|trans)\b.*?endblock(?:translate|trans)\s*%\}",
    re.DOTALL,
)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TOLD_TAGS = "card|figure|empty_state|crumbs|tabs|disabled_button|chip|cycle|firstof|with"
TOLD_WORD = re.compile(r"""(?<!_\()(["'])([A-Z][a-z][^"']*)\1""")
SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description", "data-confirm")
NAMES = {"English", "Deutsch", "SHA-256", "CSV", "manage.py load_guidelines"}
# Keys, Markdown and the sign of a version are the same in every language.
SIGNS = re.compile(r"Ctrl\+S|Esc|Alt\+F10|\bv\b|\[\[block:\w*\]\]|\[…\]\(\S+\)|\{#\w+\}|\[!NOTE\]")


class Visible(HTMLParser):
    """The texts that a page shows or speaks, but for what it marks as of another language."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.silent = 0
        self.foreign = []

    def handle_starttag(self, tag, attrs):
        language = dict(attrs).get("lang", "de")
        if self.foreign or (language != "de" and tag != "html"):
            self.foreign += [tag] if not self.foreign or tag == self.foreign[0] else []
            return
        self.silent += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        if self.foreign:
            if tag == self.foreign[0]:
                self.foreign.pop()
            return
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent and not self.foreign:
            self.found.append(data)


def visible(html):
    parser = Visible()
    parser.feed(html)
    return [" ".join(text.split()) for text in parser.found]


def untranslated(template):
    """Words of a template outside its translate tags."""
    rest = TRANSLATED.sub(" ", template)
    tags = TAG.findall(rest)
    shown = visible(TAG.sub("", rest))
    found = [text for text in shown if LETTER.search(SIGNS.sub("", text))]
    for tag in tags:
        if re.match(rf"\{{%\s*(?:{TOLD_TAGS})\b", tag):
            found += [word for _quote, word in TOLD_WORD.findall(tag)]
    return [text for text in found if text not in NAMES]


GETTEXT = {name.removesuffix("_lazy") for name in messages.KEYWORDS} | {"gettext_lazy"}
TOLD = {"label", "help_text", "verbose_name", "empty_label", "title", "conclusion", "text"}
SPEAKERS = {"ValidationError", "PermissionDenied", "success", "error", "warning", "info"}


def is_english(node):
    """Whether this is a text of its own with words in it."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    said = [each.value for each in parts if isinstance(each, ast.Constant)]
    return any(isinstance(each, str) and re.search("[A-Z]?[a-z]{2}", each) for each in said)


def calls(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            name = getattr(function, "id", "") or getattr(function, "attr", "")
            owner = getattr(getattr(function, "value", None), "id", "")
            yield node, name, owner


def english_words():
    """Pieces of the English strings that German texts cannot hold."""
    german = " ".join(text for message in CATALOG if message.id for text in texts(message)[1])
    for message in CATALOG:
        ids, strings = texts(message)
        for form, text in zip(ids, strings, strict=True):
            if message.id and form != text:
                pieces = [piece.strip() for piece in PLACEHOLDER.split(form)]
                longest = max(pieces, key=len)
                if len(longest) > 12 and longest not in german:
                    yield " ".join(longest.split())


ENGLISH = sorted(set(english_words()))


def english_in(html):
    shown = "\n".join(visible(html))
    return [piece for piece in ENGLISH if piece in shown]
