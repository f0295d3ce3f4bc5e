"""Chromium against a running portal: `page` is a browser tab, `portal` the address."""

import os
import shutil
from pathlib import Path
from threading import Lock

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connection
from django.test.testcases import LiveServerThread

CHROMIUM = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run; its event loop must not stop Django's database access."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed; set CHROMIUM_PATH or install the package chromium.")
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class OneAtATime(ThreadedWSGIServer):
    """Answers one request after the other: all threads share the one connection to memory."""

    def set_app(self, app):
        turn = Lock()

        def answer(environ, start_response):
            with turn:
                return app(environ, start_response)

        super().set_app(answer)


@pytest.fixture(scope="session", autouse=True)
def turns(django_db_setup):
    """A page that asks several things at once must not mix their transactions up."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        LiveServerThread.server_class = OneAtATime


@pytest.fixture
def portal(transactional_db, live_server, settings):
    """The address of the portal that serves this test."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def open_page(browser, portal):
    """Open a tab: `open_page(viewport=PHONE)`; script errors and answers of 500 fail the test."""
    contexts, problems = [], []

    def _open(**options):
        options.setdefault("viewport", WIDE)
        context = browser.new_context(base_url=portal, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "response", lambda answer: problems.append(answer.url) if answer.status >= 500 else None
        )
        page.on("console", lambda line: problems.append(line.text) if _is_breach(line) else None)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert problems == []


def _is_breach(line):
    return line.type == "error" and "Content Security Policy" in line.text


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def sign_in_as(portal):
    """Put a signed-in session into the tab, without the sign-in form."""

    def _sign_in(page, user):
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": portal}
        page.context.add_cookies([cookie])
        return page

    return _sign_in


@pytest.fixture
def check_axe():
    """Fail with the list of what axe finds; the source is evaluated, as the policy bars scripts."""
    import axe_playwright_python.base as axe

    source = axe.AXE_FILE_PATH.read_text()

    def _check(page):
        page.evaluate(source)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found = [
            f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
            for rule in result["violations"]
            for node in rule["nodes"]
        ]
        assert found == []

    return _check


@pytest.fixture
def screenshot(tmp_path):
    """Keep a picture of the page; SCREENSHOT_DIR names a folder that outlives the test."""
    folder = Path(os.environ.get("SCREENSHOT_DIR") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    def _shoot(page, name, **options):
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=True, **options)
        return path

    return _shoot
