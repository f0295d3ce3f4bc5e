"""German is complete and true to the sources, and no page speaks English to a German reader."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from accounts.services import groups, invitations
from core import registries
from stakeholders.report import document
from tests import factories
from tests.stakeholders import samples
from tests.translating import (
    CATALOG,
    ENGLISH,
    GERMAN,
    GETTEXT,
    PLACEHOLDER,
    ROOT,
    SPEAKERS,
    TOLD,
    calls,
    english_in,
    is_english,
    texts,
    untranslated,
)
from tests.url_matrix import BUILDERS, URLS
from tests.url_rows import Of
from tools import messages

SOURCES = [file for file in messages.sources() if "gallery" not in file.as_posix()]

# Words that business German shares with English, and names.
SAME = {
    "A4", "Administrator", "Browser", "Budget", "CSV", "Cockpit", "Code",
    "Dashboard", "Details", "Dimension", "Hash", "Hybrid", "Link", "Name", "PDF", "PM²", "PRINCE2",
    "Person", "Phase", "Portfolio", "Portfolios", "Region", "Scrum", "Standard", "Status", "Team",
    "Text", "US Letter", "Version",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def compiled():
    """The binary catalogue belongs to the texts that are tested."""
    messages.compile_all()
    translation.trans_real._translations.clear()


# --- the catalogue --------------------------------------------------------------------


def test_every_string_is_translated_once_and_certainly():
    assert messages.problems(GERMAN, messages.template()) == []


def test_nothing_is_translated_that_is_not_used():
    source = messages.template()
    assert [m.id for m in CATALOG if m.id and source.get(m.id, m.context) is None] == []


def test_placeholders_are_the_same_in_every_form():
    broken = []
    for message in CATALOG:
        ids, strings = texts(message)
        for form, text in zip(ids, strings, strict=True):
            if message.id and sorted(PLACEHOLDER.findall(form)) != sorted(
                PLACEHOLDER.findall(text)
            ):
                broken.append((form, text))
    assert broken == []


def test_german_begins_and_ends_as_english_does():
    ends = re.compile(r"(\n|[.:?!]|…)?$")
    odd = [
        (form, text)
        for message in CATALOG
        if message.id and message.context is None
        for form, text in zip(*texts(message), strict=True)
        if form not in SHORTENED
        and (ends.search(form).group() != ends.search(text).group() or text != text.strip(" "))
    ]
    assert odd == []


SHORTENED = {"n/a"}  # abbreviations that end in a full stop in one language only


# --- the sources ----------------------------------------------------------------------

TEMPLATES = [file for file in SOURCES if file.suffix in (".html", ".txt")]


def test_templates_hold_no_text_outside_translation():
    found = {
        file.relative_to(ROOT).as_posix(): words
        for file in TEMPLATES
        if (words := untranslated(file.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<img alt="A tree">', ["A tree"]),
        ('{% card "Team" %}{% endcard %}', ["Team"]),
        ('{# Words #}<b>{% translate "Team" %}</b> · {{ x }}', []),
        ('{% card _("Team") %}<i title="{% translate \'Now\' %}">→</i>', []),
        ("{% blocktranslate %}{{ n }} row{% plural %}rows{% endblocktranslate %}", []),
    ],
)
def test_the_scan_of_templates_sees_what_is_missing(template, expected):
    assert untranslated(template) == expected


MODULES = [
    file
    for file in SOURCES
    if file.suffix == ".py"
    and not file.relative_to(ROOT).as_posix().startswith(("core/pdf/", "pmo_portal/"))
    and "management" not in file.parts
]


def test_gettext_is_given_whole_strings():
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in SOURCES
        if file.suffix == ".py"
        for node, name, _owner in calls(file)
        if name in GETTEXT and any(isinstance(a, (ast.JoinedStr, ast.BinOp)) for a in node.args)
    ]
    assert found == []


def test_modules_say_nothing_to_people_without_gettext():
    found = []
    for file in MODULES:
        for node, name, owner in calls(file):
            if name in SPEAKERS and owner not in ("logger", "logging"):
                spoken = node.args
            else:
                spoken = [word.value for word in node.keywords if word.arg in TOLD]
            if any(is_english(each) for each in spoken) and name != "replace":
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert found == []


# --- what is registered and chosen from ------------------------------------------------


def in_german(text):
    with translation.override("de"):
        return str(text)


def english_left(labels):
    """Labels that are no lazy translations, or are English in German."""
    with translation.override("en"):
        english = {str(label) for label in labels if label not in ("", None)}
    lazy = {str(label) for label in labels if isinstance(label, Promise)}
    same = {str(label) for label in labels if in_german(label) == str(label)}
    return sorted(english - lazy | (same - SAME))


def choice_classes(parent=models.TextChoices):
    for child in parent.__subclasses__():
        if child.__module__.split(".")[0] in {app.path.rsplit("/", 1)[-1] for app in OWN}:
            yield child
        yield from choice_classes(child)


OWN = [app for app in apps.get_app_configs() if Path(app.path).parent == ROOT]


def test_labels_of_choices_are_translated():
    found = {
        f"{each.__module__}.{each.__qualname__}": left
        for each in choice_classes()
        if (left := english_left([member.label for member in each]))
    }
    assert found == {}


def of_the_portal(registry):
    """The registry's entries without those that tests have made."""
    return [entry for entry in registry if not entry.key.startswith("tests.")]


@pytest.mark.parametrize(
    "registry", ["navigation", "project_tabs", "search_sources", "job_kinds", "home_tiles"]
)
def test_registered_labels_are_translated(registry):
    entries = of_the_portal(getattr(registries, registry))
    assert entries
    assert english_left([entry.label for entry in entries if hasattr(entry, "label")]) == []


def test_sentences_of_events_are_translated():
    kinds = of_the_portal(registries.event_types)
    assert english_left([kind.sentence for kind in kinds]) == []
    words = [label for kind in kinds for codes in kind.words.values() for label in codes.values()]
    shown = [label for label in words if isinstance(label, Promise)]
    assert english_left(shown) == []


def test_columns_and_filters_of_lists_are_translated():
    left = {}
    for entry in of_the_portal(registries.list_pages):
        columns = [column.label for column in entry.page.columns]
        filters = getattr(entry.page.filterset_class, "base_filters", {}).values()
        labels = [*columns, *(each.label for each in filters)]
        if found := english_left(labels):
            left[entry.key] = found
    assert left == {}


# --- pages, mails and the report --------------------------------------------------------


def test_there_is_english_to_look_for():
    assert len(ENGLISH) > 600
    assert english_in("<p title='Portfolios at a glance'>x</p>") == ["Portfolios at a glance"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The matrix' people and objects; the administrator reads German."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic(), translation.override("de"):
        people = {
            role: factories.user(f"Matrix {role}", role, language="de")
            for role in ("administrator", *OTHERS)
        }
        people["stranger"] = factories.user("Matrix stranger", "external", language="de")
        made = dict(people)
        for name, build in BUILDERS.items():
            made[name] = build(made)
        groups.create(name="Zweite", members=[], by=people["administrator"])
        yield made, settings.MEDIA_ROOT
        transaction.set_rollback(True)


OTHERS = (
    "pmo_lead", "pmo_analyst", "portfolio_manager", "executive", "project_manager",
    "team_member", "sponsor", "resource_manager", "auditor", "external",
)  # fmt: skip
UNREAD = {"gallery", "healthz"}  # samples in English, and an answer for machines


def answers(client, name, line, made):
    """What the address answers to reading it and to an empty form."""
    args = [getattr(made[a.name], a.attribute) if isinstance(a, Of) else a for a in line.args]
    for method in ("get", "post"):
        if getattr(line, method) is None:
            continue
        savepoint = transaction.savepoint()
        try:
            response = getattr(client, method)(reverse(name, args=args), follow=True)
            if response["Content-Type"].startswith("text/html") and not response.streaming:
                yield method, response.content.decode()
            elif response.streaming:
                response.getvalue()  # a file is closed when it was read
        finally:
            transaction.savepoint_rollback(savepoint)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(URLS) - UNREAD))
def test_pages_speak_german_to_a_german(name, world, settings):
    made, settings.MEDIA_ROOT = world
    line = URLS[name]
    client = Client(headers={"accept-language": "de"})
    if not line.is_public:
        client.force_login(made["administrator"])
    found = {method: english_in(html) for method, html in answers(client, name, line, made)}
    assert {method: pieces for method, pieces in found.items() if pieces} == {}


@pytest.mark.django_db
def test_the_search_for_english_finds_an_english_page(client):
    page = client.get(reverse("account_login"), headers={"accept-language": "en"})
    assert "No account? Your PMO invites you by mail." in english_in(page.content.decode())


def test_mails_speak_german_to_a_german(admin, client, mailoutbox):
    invitations.invite(
        by=admin, email="n@example.org", name="Nora Neu", roles=["sponsor"], language="de"
    )
    reader = factories.user("Rita Reset", "executive", language="de")
    client.post(reverse("account_reset_password"), {"email": reader.email})
    assert [mail.subject for mail in mailoutbox] == [
        "Ihre Einladung zu PMO Portal",
        "Passwort für PMO Portal zurücksetzen",
    ]
    assert [english_in(mail.body) for mail in mailoutbox] == [[], []]


@pytest.mark.parametrize("projects", [0, 12])
def test_the_report_speaks_german(projects):
    built = document.build(samples.snapshot(projects, language="de"))
    shown = " ".join(getattr(part, "html", "") for part in built.parts)
    assert english_in(shown) == []
    assert built.meta.subject == "Portfoliobericht: Digital city"
