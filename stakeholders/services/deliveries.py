"""One mail per recipient: planned with the snapshot, claimed before it goes out, sent once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import events, files
from core.enums import Classification
from stakeholders.enums import DeliveryState, DeliveryWay
from stakeholders.models import Delivery, ReportEdition, ReportRun

logger = logging.getLogger(__name__)
ATTACHED = frozenset({Classification.PUBLIC, Classification.INTERNAL})
LARGEST_ATTACHMENT = 10 * 1024 * 1024
OPEN_STATES = (DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.FAILED)


class NotDelivered(Exception):
    """Some mails could not be sent; the next attempt tries these alone."""


def plan(run: ReportRun, edition: ReportEdition, people: Iterable[Any]) -> None:
    """One waiting delivery per recipient, with the message id it will keep."""
    Delivery.objects.bulk_create(
        [
            Delivery(
                run=run,
                edition=edition,
                recipient=person,
                email=person.email,
                message_id=_message_id(run, person),
            )
            for person in people
        ]
    )


def note_skipped(run: ReportRun, skipped: Iterable[tuple[Any, str]]) -> None:
    """Keep who gets nothing, and why."""
    Delivery.objects.bulk_create(
        [
            Delivery(
                run=run,
                recipient=person,
                email=person.email,
                state=DeliveryState.SKIPPED,
                error=reason,
                message_id=_message_id(run, person),
            )
            for person, reason in skipped
        ]
    )


def send_all(run: ReportRun, *, before_each: Callable[[], None] = lambda: None) -> None:
    """Send what is still to be sent; raises NotDelivered when some mails failed."""
    waiting = run.deliveries.filter(state__in=OPEN_STATES).order_by("pk")
    problems = []
    for delivery in waiting.select_related("edition__pdf", "recipient", "run__definition"):
        before_each()
        if not delivery.recipient.is_active:
            _skip(delivery)
        elif _claim(delivery) and (problem := _send(delivery)):
            problems.append(f"{delivery.email}: {problem}")
    if problems:
        raise NotDelivered("; ".join(problems))


def _skip(delivery: Delivery) -> None:
    """A later try sends nothing to an account that was closed meanwhile."""
    Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(
        state=DeliveryState.SKIPPED, error=_("The account is not active.")
    )


def note_opened(edition: ReportEdition, *, by: Any) -> None:
    """The receipt: when the recipient opened the report for the first time."""
    mine = Delivery.objects.filter(edition=edition, recipient_id=by.pk, opened_at=None)
    with transaction.atomic():
        if mine.update(opened_at=timezone.now()):
            told = {"report": edition.run.definition.name}
            events.record("stakeholders.report_opened", edition.run, by=by, data=told)


def _claim(delivery: Delivery) -> bool:
    """Take this mail unless somebody else took it since it was read."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=delivery.state)
    if delivery.claimed_at is None:
        mine = mine.filter(claimed_at=None)
    else:
        mine = mine.filter(claimed_at=delivery.claimed_at)
    return bool(mine.update(state=DeliveryState.SENDING, claimed_at=timezone.now()))


def _send(delivery: Delivery) -> str:
    """Send one mail; returns the problem, or an empty text."""
    problem = ""
    try:
        message = _message(delivery)
        message.send()
    except (SMTPException, OSError) as error:
        logger.warning("Mail to %s failed.", delivery.email, exc_info=True)
        problem = f"{type(error).__name__}: {error}"[:500]
    row = Delivery.objects.filter(pk=delivery.pk)
    if problem:
        row.update(state=DeliveryState.FAILED, error=problem)
    else:
        row.update(state=DeliveryState.SENT, error="", sent_at=timezone.now(), way=delivery.way)
    return problem


def _message(delivery: Delivery) -> EmailMessage:
    """The mail in the recipient's language; carries the PDF where it may and where it fits."""
    run, edition = delivery.run, delivery.edition
    if edition is None or edition.pdf is None:
        raise ValueError("A delivery without a PDF cannot be sent.")
    is_attached = _may_attach(run.definition.classification, edition.pdf.size)
    delivery.way = DeliveryWay.ATTACHMENT if is_attached else DeliveryWay.LINK
    with translation.override(delivery.recipient.language):
        values = {
            "name": str(delivery.recipient),
            "report": run.definition.name,
            "day": date_format(run.as_of, "DATE_FORMAT") if run.as_of else "",
            "link": settings.SITE_URL + reverse("report_edition", args=[edition.pk]),
        }
        message = EmailMessage(
            subject=_("%(report)s, %(day)s") % values,
            body=_body(values, is_attached=is_attached),
            to=[delivery.email],
            headers={"Message-ID": delivery.message_id},
        )
    if is_attached:
        message.attach(edition.pdf.name, files.read(edition.pdf), "application/pdf")
    return message


def _body(values: dict[str, str], *, is_attached: bool) -> str:
    greeting = _("Hello %(name)s,") % values
    where = (
        _('the report "%(report)s" as of %(day)s is attached.')
        if is_attached
        else _('the report "%(report)s" as of %(day)s is ready for you.')
    ) % values
    link = _("Read it in the portal: %(link)s") % values
    return f"{greeting}\n\n{where}\n{link}\n"


def _may_attach(classification: str, size: int) -> bool:
    return classification in ATTACHED and size <= LARGEST_ATTACHMENT


def _message_id(run: ReportRun, person: Any) -> str:
    """The same for every try of the same mail, different everywhere else."""
    name = uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/runs/{run.pk}/{run.created_at}/{person.pk}")
    return f"<{name}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
