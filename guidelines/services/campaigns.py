"""Campaigns: ask people to confirm a version, remind them, excuse them, ask again."""

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
from guidelines.models import Campaign, ConfirmationRequest, GuidelineVersion
from guidelines.selectors.audiences import asked

DUE_DAYS = 14  # after a version takes effect
LEAST_REASON = 10  # letters of a reason for an exception
AUDIENCE_KEYS = ("roles", "groups", "people", "sources")


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
    scheduled = version.state == VersionState.APPROVED and version.effective_on is not None
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
    """Ask everybody of the audience; returns how many. Opening twice asks nobody twice."""
    waiting = Campaign.objects.filter(pk=campaign.pk, state=CampaignState.PLANNED)
    if not waiting.update(state=CampaignState.OPEN, opened_at=timezone.now()):
        return 0
    campaign.refresh_from_db()
    return ask_newcomers(campaign, by=by)


@transaction.atomic
def ask_newcomers(campaign: Campaign, *, by: Any = None) -> int:
    """Ask those of the audience who were not asked yet; returns how many.

    Who confirmed this very version needs not be asked.
    """
    wanted = asked(campaign.version, campaign.audience).people
    known = set(campaign.requests.values_list("person", flat=True)) | set(
        campaign.version.confirmations.values_list("person", flat=True)
    )
    new = {person: why for person, why in wanted.items() if person not in known}
    units = dict(User.objects.filter(pk__in=new).values_list("pk", "unit"))
    now = timezone.now()
    ConfirmationRequest.objects.bulk_create(
        [
            ConfirmationRequest(
                campaign=campaign, person_id=person, unit=units[person], why=why[:200], asked_at=now
            )
            for person, why in new.items()
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    if new:
        data = {**told(campaign), "people": sorted(new), "count": len(new)}
        record("guidelines.confirmation_asked", campaign.version.guideline, by=by, data=data)
    return len(new)


@transaction.atomic
def drop_leavers(campaign: Campaign) -> int:
    """No longer ask those who left or may not read the guideline any more; returns how many."""
    open_requests = campaign.requests.filter(state=RequestState.OPEN)
    people = list(open_requests.values_list("person", flat=True))
    able = asked(campaign.version, {"people": people}).people
    return open_requests.exclude(person__in=able).update(state=RequestState.DROPPED)


@transaction.atomic
def remind(campaign: Campaign, *, by: Any = None) -> int:
    """Remind everybody who is open, at most once a day each; returns how many."""
    now = timezone.now()
    due = campaign.requests.filter(state=RequestState.OPEN).exclude(
        reminded_at__gt=now - timedelta(hours=20)
    )
    people = sorted(due.values_list("person", flat=True))
    due.update(reminded_at=now, reminders=F("reminders") + 1)
    if people:
        data = {**told(campaign), "people": people, "count": len(people)}
        record("guidelines.confirmation_reminded", campaign.version.guideline, by=by, data=data)
    return len(people)


@transaction.atomic
def excuse(request: ConfirmationRequest, *, by: Any, reason: str) -> None:
    """Take a person out of the campaign for a reason that is kept."""
    if len(reason.strip()) < LEAST_REASON:
        raise ValidationError(
            {"reason": _("Say in at least %(count)d letters why.") % {"count": LEAST_REASON}}
        )
    _turn(request, RequestState.OPEN, RequestState.EXEMPT, by=by, reason=reason.strip())
    _record_person("guidelines.confirmation_excused", request, by, reason=reason.strip())


@transaction.atomic
def ask_again(request: ConfirmationRequest, *, by: Any) -> None:
    """Undo an exception: the person is asked as before."""
    _turn(request, RequestState.EXEMPT, RequestState.OPEN, by=None, reason="")
    _record_person("guidelines.confirmation_exception_undone", request, by)


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
    record("guidelines.campaign_closed", campaign.version.guideline, by=by, data=told(campaign))


@transaction.atomic
def renew(version: GuidelineVersion, *, by: Any, due_on: date | None = None) -> list[Campaign]:
    """After a material change: end the campaigns of former versions and ask their people again."""
    former = Campaign.objects.filter(version__guideline=version.guideline).exclude(version=version)
    renewed = []
    for campaign in former.exclude(state=CampaignState.CLOSED).order_by("pk"):
        close(
            campaign,
            by=by,
            reason=_("Version %(number)d replaced it.") % {"number": version.number},
        )
        begin = max(version.effective_on or timezone.localdate(), timezone.localdate())
        due = due_on or begin + timedelta(days=DUE_DAYS)
        renewed.append(
            create(
                version,
                by=by,
                audience=campaign.audience,
                due_on=due,
                message=campaign.message,
                follows=campaign,
            )
        )
    return renewed


def told(campaign: Campaign) -> dict[str, Any]:
    """What events say about a campaign."""
    version = campaign.version
    return {
        "title": version.title,
        "number": version.number,
        "due_on": campaign.due_on.isoformat(),
        "campaign_id": campaign.pk,
        "version_id": version.pk,
        "url": version.guideline.get_absolute_url(),
    }


def _check_new(
    version: GuidelineVersion, audience: Mapping[str, Any], due_on: date, *, scheduled: bool
) -> None:
    if version.state != VersionState.PUBLISHED and not scheduled:
        raise ValidationError(_("Only a version in force, or one that will be, can be confirmed."))
    if not any(audience.get(key) for key in AUDIENCE_KEYS):
        raise ValidationError({"audience": _("Say who is asked.")})
    if due_on < max(version.effective_on or due_on, timezone.localdate()):
        raise ValidationError({"due_on": _("The day is over before anybody could confirm.")})
    if version.campaigns.exclude(state=CampaignState.CLOSED).exists():
        raise ValidationError(_("A campaign for this version is running already."))


def _turn(request: ConfirmationRequest, before: str, after: str, *, by: Any, reason: str) -> None:
    turned = ConfirmationRequest.objects.filter(pk=request.pk, state=before).update(
        state=after,
        excused_by=by,
        excused_reason=reason,
        excused_at=timezone.now() if by else None,
    )
    if not turned:
        raise ValidationError(_("This changed in the meantime. Look at it again."))
    request.refresh_from_db()


def _record_person(name: str, request: ConfirmationRequest, by: Any, **more: Any) -> None:
    data = {**told(request.campaign), "person": str(request.person), **more}
    record(name, request.campaign.version.guideline, by=by, data=data)
