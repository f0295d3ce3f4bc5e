"""What the log must not tell, and mails where there is no mail server."""

import email
import io
import logging
import re
from logging.config import DictConfigurator
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.mail import EmailMessage, get_connection


@pytest.fixture
def lines():
    """Everything that the server's own log handler would have written."""
    out = io.StringIO()
    made = DictConfigurator(configured.LOGGING)
    handler = logging.StreamHandler(out)
    handler.setFormatter(made.configure_formatter(configured.LOGGING["formatters"]["line"]))
    for name in configured.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(made.configure_filter(dict(configured.LOGGING["filters"][name])))
    logging.getLogger().addHandler(handler)
    yield out.getvalue
    logging.getLogger().removeHandler(handler)


def test_a_failed_try_on_an_invitation_does_not_log_its_token(client, db, lines):
    response = client.post("/invitation/IUyw-secret:token/", {"password1": "x"})
    client.get("/accounts/password/reset/key/1-secret-token/x/")
    log = lines()
    assert response.status_code >= 400
    assert "/invitation/***/" in log
    assert "secret" not in log


def test_a_refusal_is_logged_in_one_line(sign_in, member, lines):
    assert sign_in(member).get("/audit/").status_code == 403
    log = lines()
    assert log.count("\n") == 1
    assert log.endswith("WARNING django.request: Forbidden (Permission denied): /audit/\n")


def test_no_other_handler_writes_what_the_careful_one_leaves_out():
    assert logging.getLogger("django").handlers == []


def test_mails_become_files_that_a_mail_program_opens(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    mails = [EmailMessage("Hällo", "Text", to=["../Mia M@example.org"]) for _ in range(2)]
    assert get_connection("core.mail.OutboxBackend").send_messages(mails) == 2
    files = sorted(Path(settings.EMAIL_FILE_PATH).iterdir())
    assert len(files) == 2
    for file in files:
        assert re.fullmatch(r"\d{8}-\d{6}-\.\._Mia_M@example\.org-\w{6}\.eml", file.name)
    read = email.message_from_bytes(files[0].read_bytes())
    assert (read["To"], read.get_payload()) == ("../Mia M@example.org", "Text")
