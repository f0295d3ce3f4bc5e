"""Reports as their recipients find them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from stakeholders.enums import DeliveryState
from stakeholders.models import Delivery


def received_by(user: Any) -> QuerySet[Delivery]:
    """What was sent to the person, newest first, with run and report."""
    sent = Delivery.objects.filter(recipient_id=user.pk, state=DeliveryState.SENT)
    return sent.select_related("run__definition", "edition").order_by("-sent_at", "-pk")
