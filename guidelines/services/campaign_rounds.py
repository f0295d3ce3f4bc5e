"""What happens to campaigns by the clock: opening, ending, newcomers, leavers, reminders."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.events import record
from guidelines.enums import CampaignState, RequestState, VersionState
from guidelines.models import Campaign, CampaignStep
from guidelines.selectors.standing import last_material_number
from guidelines.services import campaigns

log = logging.getLogger(__name__)
FIRST_HOUR = 6  # nobody is reminded in the night
WEEK = timedelta(days=7)
BEFORE, DUE, LATE, ESCALATED = "before", "due", "late", "escalated"
MOST_NAMES = 20


def run() -> None:
    """The minute's round: open what came into force, end what was replaced, once a day the rest."""
    open_due()
    end_replaced()
    now = timezone.localtime()
    if now.hour >= FIRST_HOUR:
        look_after(now.date())


def open_due() -> int:
    """Open the campaigns planned for versions that came into force."""
    planned = Campaign.objects.filter(
        state=CampaignState.PLANNED, version__state=VersionState.PUBLISHED
    )
    return _each(planned, _open)


def end_replaced() -> int:
    """End the campaigns whose version is no longer what readers have to confirm."""
    running = Campaign.objects.filter(state=CampaignState.OPEN).exclude(
        version=F("version__guideline__current"), version__state=VersionState.PUBLISHED
    )
    return _each(running, _end_if_replaced)


def look_after(today: date) -> int:
    """Once a day for each open campaign: leavers, newcomers, reminders, escalation."""
    waiting = Campaign.objects.filter(state=CampaignState.OPEN).filter(
        Q(looked_after_on__isnull=True) | Q(looked_after_on__lt=today)
    )
    return _each(waiting, lambda campaign: _look_after(campaign, today))


def step_of(due_on: date, today: date) -> str:
    """The newest step of the reminders that is due on this day, or nothing."""
    if today < due_on - WEEK:
        return ""
    if today < due_on:
        return BEFORE
    weeks = (today - due_on) // WEEK
    return f"{LATE}_{weeks}" if weeks else DUE


def _each(rows: Any, work: Callable[[Campaign], bool]) -> int:
    """Each campaign on its own, so that one that fails holds up no other."""
    done = 0
    for campaign in rows.select_related("version__guideline__chapter").order_by("pk"):
        try:
            with transaction.atomic():
                done += work(campaign)
        except Exception:
            log.exception("Campaign %s was not looked after.", campaign.pk)
    return done


def _open(campaign: Campaign) -> bool:
    """The due day moves where the version took effect later than planned."""
    if campaign.due_on < timezone.localdate():
        campaign.due_on = campaigns.first_due(campaign.version)
        campaign.save(update_fields=["due_on"])
    campaigns.open_now(campaign, by=None)
    return True


def _end_if_replaced(campaign: Campaign) -> bool:
    guideline = campaign.version.guideline
    current = guideline.current
    if guideline.retired_on is not None:
        reason = _("The guideline was retired.")
    elif current is not None and last_material_number(current) > campaign.version.number:
        reason = _("Version %(number)d replaced it.") % {"number": current.number}
    else:
        return False
    campaigns.close(campaign, by=None, reason=reason)
    return True


def _look_after(campaign: Campaign, today: date) -> bool:
    campaigns.lock(campaign)
    campaign.looked_after_on = today
    campaign.save(update_fields=["looked_after_on"])
    campaigns.drop_leavers(campaign)
    campaigns.ask_newcomers(campaign)
    step = step_of(campaign.due_on, today)
    if step and _is_first(campaign, step):
        campaigns.remind(campaign)
    if today >= campaign.due_on + WEEK and _is_first(campaign, ESCALATED):
        _escalate(campaign)
    return True


def _is_first(campaign: Campaign, step: str) -> bool:
    _row, is_new = CampaignStep.objects.get_or_create(
        campaign=campaign, due_on=campaign.due_on, step=step
    )
    return is_new


def _escalate(campaign: Campaign) -> None:
    """Tell those who keep the campaign who has not confirmed."""
    waiting = campaign.requests.filter(state=RequestState.OPEN)
    names = list(User.objects.filter(pk__in=waiting.values("person")).order_by("name", "pk"))
    if not names:
        return
    guideline = campaign.version.guideline
    shown = ", ".join(str(person) for person in names[:MOST_NAMES])
    data = {
        **campaigns.told(campaign),
        "url": campaign.get_absolute_url(),
        "people": sorted(pk for pk in {guideline.owner_id, campaign.opened_by_id} if pk),
        "count": len(names),
        "names": shown + (" …" if len(names) > MOST_NAMES else ""),
    }
    record("guidelines.confirmation_escalated", guideline, by=None, data=data)
