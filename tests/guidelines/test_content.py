"""The shipped guidelines and glossaries are complete, consistent and ready to adopt."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from guidelines.enums import Kind, Method, Phase, ProjectClass
from guidelines.markdown.frontmatter import split_front_matter
from guidelines.markdown.render import RenderContext, TermEntry, render
from guidelines.markdown.sections import split
from guidelines.shipping import files

pytestmark = pytest.mark.pure

FOLDER = Path(files.__file__).resolve().parent.parent / "content"
CONTENT = files.read(FOLDER)
GUIDELINES = {str(one.key): one for one in CONTENT.guidelines}
PATHS = sorted(FOLDER.glob("*/*.md"))
CODES = {one.key.code for one in CONTENT.guidelines}

SECTIONS = {
    "en": [
        "Summary",
        "Purpose",
        "Scope and applicability",
        "Rules",
        "Steps",
        "Roles",
        "Tailoring by class",
        "Example",
        "Checklist",
        "Templates and links",
        "Terms",
        "Change history",
    ],
    "de": [
        "Zusammenfassung",
        "Zweck",
        "Geltungsbereich",
        "Regeln",
        "Schritte",
        "Rollen",
        "Anpassung nach Klasse",
        "Beispiel",
        "Checkliste",
        "Vorlagen und Links",
        "Begriffe",
        "Änderungsverlauf",
    ],
}
ANCHORS = [title.lower().replace(" ", "-") for title in SECTIONS["en"]]
IN_CHAPTER = {
    "Foundations": ["GL-01", "GL-02", "GL-03"],
    "Method cards": [f"MC-0{number}" for number in range(1, 8)],
    "Start": ["GL-04", "GL-05", "GL-06", "GL-07"],
    "Plan": ["GL-08", "GL-09", "GL-10", "GL-19", "GL-20"],
    "Control": ["GL-11", "GL-12", "GL-13", "GL-14", "GL-15", "GL-16", "GL-17", "GL-21"],
    "People and communication": ["GL-18", "GL-23"],
    "Value and portfolio": ["GL-22", "GL-24"],
    "Records and closing": ["GL-25", "GL-26"],
}
REVIEW_MONTHS = {"policy": 12, "standard": 12, "procedure": 24, "guideline": 36}
HEAD = {*files.TEXTS, *files.LISTS, "code", "chapter", "review_months"}
CODE = re.compile(r"```.*?```|~~~.*?~~~|`[^`\n]*`", re.S)
ROW = re.compile(r"^\|.*\|$")
RULE_WORDS = {"en": ("**must**", "**should**", "**may**"), "de": ("**muss**", "**müssen**")}

each = pytest.mark.parametrize("guideline", GUIDELINES.values(), ids=GUIDELINES)


def prose(guideline):
    """The text without code, in which tags and addresses would be meant literally."""
    return CODE.sub("", guideline.body)


def page(guideline):
    return render(guideline.body, RenderContext(title=guideline.values["title"]))


def references(guideline):
    return [used.reference for used in page(guideline).references]


def sections(guideline):
    return [one for one in split(guideline.body) if one.level == 2]


def test_all_guidelines_and_method_cards_are_there():
    found = Counter((one.chapter, one.key.code) for one in CONTENT.guidelines[:33])
    expected = [(chapter, code) for chapter, codes in IN_CHAPTER.items() for code in codes]
    assert found == Counter(expected)
    assert [str(one.key) for one in CONTENT.guidelines[33:]] == ["GL-12 (de)"]
    assert list(files.CHAPTERS) == list(IN_CHAPTER)


def test_they_are_read_in_the_order_of_the_handbook():
    order = [code for codes in IN_CHAPTER.values() for code in codes]
    assert [one.key.code for one in CONTENT.guidelines[:33]] == order


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_file_is_named_by_code_and_title(path):
    guideline = files.from_file(path)
    assert path.stem.startswith(f"{guideline.key.code.lower()}-")
    assert path.parent.name == guideline.key.language


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_the_front_matter_is_complete_and_has_nothing_unknown(path):
    head, _body = split_front_matter(path.read_text(encoding="utf-8"))
    own = {"language"} if path.parent.name != files.SOURCE_LANGUAGE else set()
    assert set(yaml.safe_load(head)) == HEAD | own


@each
def test_the_values_are_valid(guideline):
    values = guideline.values
    assert values["kind"] in Kind
    assert guideline.review_months == REVIEW_MONTHS[values["kind"]]
    assert set(values["methods"]) <= set(Method)
    assert set(values["classes"]) <= set(ProjectClass)
    assert set(values["phases"]) <= set(Phase)
    assert all(values[name] for name in ("title", "audience", "change_note", "tags"))
    assert len(values["tags"]) == len(set(values["tags"]))


@each
def test_a_method_card_is_a_guideline_for_its_method(guideline):
    is_card = guideline.key.code.startswith("MC-")
    assert ("method card" in guideline.values["tags"]) is is_card
    assert not is_card or len(guideline.values["methods"]) == 1


@each
def test_it_has_the_standard_sections_in_their_order(guideline):
    language = guideline.key.language
    assert [one.heading for one in sections(guideline)] == SECTIONS[language]
    anchors = [heading.anchor for heading in page(guideline).headings if heading.level == 2]
    assert anchors == ANCHORS


@each
def test_no_section_is_empty_and_the_summary_is_short(guideline):
    assert all(one.plain_text.strip() for one in split(guideline.body) if one.level == 3)
    whole = [
        [part.plain_text for part in inner if part.plain_text.strip()]
        for inner in _by_section(guideline)
    ]
    assert all(whole)
    bullets = [line for line in sections(guideline)[0].source.splitlines() if line.startswith("- ")]
    assert 3 <= len(bullets) <= 5


def _by_section(guideline):
    """Sections of level 2, each with those of level 3 below it."""
    grouped = []
    for one in split(guideline.body):
        if one.level == 2:
            grouped.append([])
        grouped[-1].append(one)
    return grouped


@each
def test_its_length_is_readable(guideline):
    least = 500 if guideline.key.code.startswith("MC-") else 600
    assert least <= page(guideline).words <= 1500


@each
def test_it_binds_with_rule_words(guideline):
    assert any(word in guideline.body for word in RULE_WORDS[guideline.key.language])


@each
def test_it_links_to_three_others_and_every_link_leads_somewhere(guideline):
    leading = references(guideline)
    others = {one.code for one in leading} - {guideline.key.code}
    assert len(others) >= 3
    assert {one.prefix for one in leading} == {"guideline"}
    assert {one.code for one in leading} <= CODES
    assert {(one.code, one.anchor) for one in leading if one.anchor not in ("", *ANCHORS)} == set()


@each
def test_a_link_names_the_title_of_its_target(guideline):
    named = re.findall(r"\[(GL-\d\d|MC-\d\d) ([^\]]+)\]\(guideline:([A-Z]{2}-\d\d)", guideline.body)
    assert all(code == target for code, _title, target in named)
    if guideline.key.language == files.SOURCE_LANGUAGE:
        titles = {code: GUIDELINES[code].values["title"] for code in CODES}
        assert [(code, title) for code, title, _t in named if titles[code] != title] == []


@each
def test_it_renders_without_a_problem(guideline):
    assert page(guideline).problems == ()


@each
def test_it_has_no_html_no_web_links_and_no_gaps_to_fill(guideline):
    text = prose(guideline)
    assert re.findall(r"<[a-zA-Z/!]", text) == []
    assert re.findall(r"https?:|www\.|mailto:", text) == []
    assert "{{" not in text
    assert "TODO" not in text
    assert not re.search(r"^# ", text, re.M)


@each
def test_its_tables_have_as_many_cells_in_every_row(guideline):
    lines = [line.strip() for line in guideline.body.splitlines()]
    for number, line in enumerate(lines):
        if not ROW.match(line):
            assert not line.startswith("|"), f"half a row: {line}"
            continue
        neighbour = lines[number - 1] if ROW.match(lines[number - 1]) else line
        assert _cells(line) == _cells(neighbour), line


def _cells(row):
    return len(re.findall(r"(?<!\\)\|", row)) - 1


@each
def test_every_table_in_the_text_is_a_table_on_the_page(guideline):
    written = len(re.findall(r"^ *\|(?:\s*:?-+:?\s*\|)+$", guideline.body, re.M))
    assert page(guideline).html.count("<table") == written


@each
def test_the_checklist_can_be_ticked(guideline):
    checklist = sections(guideline)[8]
    lines = [line for line in checklist.source.splitlines() if line.strip()]
    assert len(lines) >= 3
    assert all(line.startswith(("- [ ] ", "  ")) for line in lines)


@each
def test_a_footnote_is_explained(guideline):
    used = set(re.findall(r"\[\^([\w-]+)\](?!:)", guideline.body))
    explained = set(re.findall(r"^\[\^([\w-]+)\]:", guideline.body, re.M))
    assert used == explained


@pytest.mark.parametrize(("language", "number"), [("en", 98), ("de", 60)])
def test_a_glossary_has_each_word_once(language, number):
    terms = [term for term in CONTENT.terms if term.language == language]
    forms = Counter(form.casefold() for term in terms for form in (term.name, *term.synonyms))
    assert len(terms) == number
    assert {form: count for form, count in forms.items() if count > 1} == {}
    assert all(form == form.strip() and form for form in forms)


def test_every_term_says_what_it_means_and_where_its_rule_stands():
    for term in CONTENT.terms:
        assert 20 <= len(term.definition) <= 400, term.name
        assert term.definition.endswith("."), term.name
        assert "](" not in term.definition, term.name
        assert not term.see or term.see in CODES, term.name


def test_the_guidelines_use_the_words_of_the_glossary():
    entries = [
        TermEntry(term.name.lower(), term.name, term.synonyms, term.definition)
        for term in CONTENT.terms
        if term.language == "en"
    ]
    used = set()
    for one in CONTENT.guidelines[:33]:
        used.update(render(one.body, RenderContext(terms=entries)).terms)
    assert len(used) >= 0.9 * len(entries)


def test_one_language_can_be_read_alone():
    german = files.read(FOLDER, "de")
    assert [str(one.key) for one in german.guidelines] == ["GL-12 (de)"]
    assert {term.language for term in german.terms} == {"de"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("No head at all", "the front matter lacks code, title, chapter"),
        ("---\ncode: GL-1\n---\n", "the front matter lacks title, chapter"),
        ("---\ncode: [\n---\n", "front_matter_unreadable"),
    ],
)
def test_a_file_that_is_no_guideline_is_refused_with_its_name(tmp_path, text, reason):
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "gl-1.md").write_text(text)
    with pytest.raises(files.Unreadable, match=re.escape(f"en/gl-1.md: {reason}")):
        files.read(tmp_path)
