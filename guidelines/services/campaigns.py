"""Campaigns: ask people to confirm a version, remind them, end it, ask again after a change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.events import record
from guidelines.enums import CampaignState, RequestState, VersionState
from guidelines.models import (
    Campaign,
    CampaignStep,
    Confirmation,
    ConfirmationRequest,
    GuidelineVersion,
)
from guidelines.selectors.audiences import AUDIENCE_KEYS, asked, former_audience
from guidelines.selectors.readers import readers_of
from guidelines.selectors.standing import of_equal_standing

DUE_DAYS = 14  # after a version takes effect
QUIET = timedelta(hours=20)  # nobody is reminded twice within it
BY_HAND = "by_hand"


@transaction.atomic
def create(
    version: GuidelineVersion,
    *,
    by: Any,
    audience: Mapping[str, Any],
    due_on: date,
    message: str = "",
    follows: Campaign | None = None,
) -> Campaign:
    """A campaign for a version in force, which opens at once, or for one that will be.

    The campaign of a scheduled version opens on the day that it takes effect.
    """
    version = _locked_version(version)
    scheduled = is_scheduled(version)
    _check_new(version, audience, due_on, scheduled=scheduled)
    campaign = Campaign.objects.create(
        version=version,
        state=CampaignState.PLANNED,
        audience={key: list(audience.get(key, ())) for key in AUDIENCE_KEYS},
        message=message.strip(),
        due_on=due_on,
        follows=follows,
        opened_by=by,
    )
    record("guidelines.campaign_planned", version.guideline, by=by, data=told(campaign))
    if not scheduled:
        open_now(campaign, by=by)
    return campaign


@transaction.atomic
def open_now(campaign: Campaign, *, by: Any) -> int:
    """Ask everybody of the audience; returns how many. Opening twice asks nobody twice.

    Campaigns of former versions end: nobody can confirm these any more.
    """
    waiting = Campaign.objects.filter(pk=campaign.pk, state=CampaignState.PLANNED)
    if not waiting.update(state=CampaignState.OPEN, opened_at=timezone.now()):
        return 0
    campaign.refresh_from_db()
    _end_former(campaign.version, by=by)
    return ask_newcomers(campaign, by=by)


@transaction.atomic
def ask_newcomers(campaign: Campaign, *, by: Any = None) -> int:
    """Ask those of the audience who were not asked yet, and those who came back.

    Who confirmed this version, or one that differs only in minor changes, needs not be asked.
    """
    lock(campaign)
    if campaign.state != CampaignState.OPEN:
        return 0
    new = _not_asked_yet(campaign)
    units = dict(User.objects.filter(pk__in=new).values_list("pk", "unit"))
    now = timezone.now()
    ConfirmationRequest.objects.bulk_create(
        [
            ConfirmationRequest(
                campaign=campaign, person_id=person, unit=units[person], why=why[:200], asked_at=now
            )
            for person, why in new.items()
        ],
        update_conflicts=True,
        unique_fields=["campaign", "person"],
        update_fields=["state", "unit", "why", "asked_at"],
        batch_size=500,
    )
    if new:
        _tell_people("confirmation_asked", campaign, sorted(new), by)
    return len(new)


@transaction.atomic
def drop_leavers(campaign: Campaign) -> int:
    """No longer ask those who left or may not read the guideline any more; returns how many."""
    lock(campaign)
    readers = readers_of(campaign.version.guideline).values("pk")
    leaving = campaign.requests.filter(state=RequestState.OPEN).exclude(person__in=readers)
    return leaving.update(state=RequestState.DROPPED)


@transaction.atomic
def remind(campaign: Campaign, *, by: Any = None) -> int:
    """Remind everybody who is open and was not written to within a day; returns how many."""
    lock(campaign)
    if campaign.state != CampaignState.OPEN:
        return 0
    now = timezone.now()
    due = campaign.requests.filter(state=RequestState.OPEN, asked_at__lte=now - QUIET)
    due = due.exclude(reminded_at__gt=now - QUIET)
    people = sorted(due.values_list("person", flat=True))
    due.update(reminded_at=now, reminders=F("reminders") + 1)
    if people:
        _tell_people("confirmation_reminded", campaign, people, by)
    return len(people)


@transaction.atomic
def remind_by_hand(campaign: Campaign, *, by: Any) -> int:
    """Remind everybody who is open, once a day for each campaign; returns how many."""
    lock(campaign)
    require_open(campaign)
    today = timezone.localdate()
    _step, is_first = CampaignStep.objects.get_or_create(
        campaign=campaign, due_on=today, step=BY_HAND
    )
    if not is_first:
        raise ValidationError(_("A reminder was sent by hand today. Try again tomorrow."))
    number = remind(campaign, by=by)
    if not number:
        raise ValidationError(_("Nobody is to be reminded: all were written to within a day."))
    return number


@transaction.atomic
def close(campaign: Campaign, *, by: Any, reason: str = "") -> None:
    """End the campaign; who is open is no longer asked, what was confirmed stays."""
    running = Campaign.objects.filter(pk=campaign.pk).exclude(state=CampaignState.CLOSED)
    if not running.update(
        state=CampaignState.CLOSED, closed_at=timezone.now(), closed_reason=reason.strip()
    ):
        raise ValidationError(_("This campaign is closed already."))
    campaign.refresh_from_db()
    campaign.requests.filter(state=RequestState.OPEN).update(state=RequestState.DROPPED)
    data = {**told(campaign), "reason": campaign.closed_reason}
    record("guidelines.campaign_closed", campaign.version.guideline, by=by, data=data)


def end_planned(version: GuidelineVersion, *, by: Any) -> None:
    """The publication was taken back: nobody is asked on the day that it was to take effect."""
    planned = version.campaigns.filter(state=CampaignState.PLANNED)
    for campaign in planned.select_related("version__guideline").order_by("pk"):
        close(campaign, by=by, reason=_("Publication taken back"))


@transaction.atomic
def renew(version: GuidelineVersion, *, by: Any, due_on: date | None = None) -> Campaign | None:
    """After a material change: ask the people of the former version's campaigns again.

    None where no former version had a campaign, or nobody of it may read the guideline any more.
    The former campaigns end as this one opens.
    """
    former = former_audience(version)
    if former is None or not asked(version, former.audience).people:
        return None
    return create(
        version,
        by=by,
        audience=former.audience,
        due_on=due_on or first_due(version),
        message=former.last.message,
        follows=former.last,
    )


def first_due(version: GuidelineVersion) -> date:
    """The due day that a campaign gets unless another is chosen."""
    today = timezone.localdate()
    return max(version.effective_on or today, today) + timedelta(days=DUE_DAYS)


def is_scheduled(version: GuidelineVersion) -> bool:
    """Whether the version is published in advance and not in force yet."""
    return version.state == VersionState.APPROVED and version.published_by_id is not None


def lock(campaign: Campaign) -> None:
    """The campaign as it is now; other steps with it wait for the transaction's end."""
    Campaign.objects.select_for_update().values_list("pk").get(pk=campaign.pk)
    campaign.refresh_from_db(fields=["state", "due_on"])


def require_open(campaign: Campaign) -> None:
    """Raise unless people are being asked."""
    if campaign.state != CampaignState.OPEN:
        raise ValidationError(_("This campaign is not open."))


def told(campaign: Campaign) -> dict[str, Any]:
    """What events say about a campaign."""
    version = campaign.version
    return {
        "title": version.title,
        "number": version.number,
        "due_on": campaign.due_on.isoformat(),
        "campaign_id": campaign.pk,
        "version_id": version.pk,
        "url": f"{version.guideline.get_absolute_url()}#confirmation",
    }


def _locked_version(version: GuidelineVersion) -> GuidelineVersion:
    """The version as it is now, its guideline loaded; two campaigns do not begin at once."""
    GuidelineVersion.objects.select_for_update().values_list("pk").get(pk=version.pk)
    return GuidelineVersion.objects.select_related("guideline__chapter").get(pk=version.pk)


def _check_new(
    version: GuidelineVersion, audience: Mapping[str, Any], due_on: date, *, scheduled: bool
) -> None:
    if version.state != VersionState.PUBLISHED and not scheduled:
        raise ValidationError(_("Only a version in force, or one that will be, can be confirmed."))
    if version.campaigns.exclude(state=CampaignState.CLOSED).exists():
        raise ValidationError(_("A campaign for this version is running already."))
    if not any(audience.get(key) for key in AUDIENCE_KEYS):
        raise ValidationError({"audience": _("Say who is asked.")})
    if due_on < max(version.effective_on or due_on, timezone.localdate()):
        raise ValidationError({"due_on": _("The day is over before anybody could confirm.")})
    if not scheduled and not asked(version, audience).people:
        raise ValidationError({"audience": _("None of these people may read the guideline.")})


def _end_former(version: GuidelineVersion, *, by: Any) -> None:
    former = Campaign.objects.filter(version__guideline=version.guideline_id)
    former = former.filter(version__number__lt=version.number).exclude(state=CampaignState.CLOSED)
    reason = _("Version %(number)d replaced it.") % {"number": version.number}
    for campaign in former.select_related("version__guideline").order_by("pk"):
        close(campaign, by=by, reason=reason)


def _not_asked_yet(campaign: Campaign) -> dict[int, str]:
    """Who is to be asked now, with the reason; those who were dropped and may read it again too."""
    wanted = asked(campaign.version, campaign.audience).people
    standing = of_equal_standing(campaign.version).values("pk")
    known = set(
        campaign.requests.exclude(state=RequestState.DROPPED).values_list("person", flat=True)
    ) | set(Confirmation.objects.filter(version__in=standing).values_list("person", flat=True))
    return {person: why for person, why in wanted.items() if person not in known}


def _tell_people(name: str, campaign: Campaign, people: list[int], by: Any) -> None:
    """People hear of the version in force, which may be a minor change later than the campaign."""
    current = campaign.version.guideline.current or campaign.version
    data = {
        **told(campaign),
        "title": current.title,
        "number": current.number,
        "people": people,
        "count": len(people),
    }
    record(f"guidelines.{name}", campaign.version.guideline, by=by, data=data)
