"""Campaigns as their pages show them: quota, by unit, and whom a person may look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formatting
from core.charts import NARROW, Bar, Chart, DataTable, Segment, stacked_bars
from core.events import sentence
from core.models import Event
from guidelines.enums import CampaignState, RequestState
from guidelines.models import Campaign, Confirmation, ConfirmationRequest, Guideline
from guidelines.permissions import published_by, sees_all_campaigns

MOST_UNITS = 14  # in the chart; the smaller ones stand together
MOST_EVENTS = 50


@dataclass(frozen=True)
class Quota:
    """How many were asked and what became of it; `late` are those open after the due day."""

    confirmed: int = 0
    open: int = 0
    late: int = 0
    exempt: int = 0
    dropped: int = 0

    @property
    def due(self) -> int:
        """Of how many a confirmation is expected."""
        return self.confirmed + self.open + self.late

    @property
    def share(self) -> float | None:
        """The confirmed part; None where nobody is expected to confirm."""
        return self.confirmed / self.due if self.due else None

    def __add__(self, other: Quota) -> Quota:
        return Quota(
            self.confirmed + other.confirmed,
            self.open + other.open,
            self.late + other.late,
            self.exempt + other.exempt,
            self.dropped + other.dropped,
        )


def campaigns_for(user: Any) -> QuerySet[Campaign]:
    """The campaigns that the person keeps or audits."""
    visible = Campaign.objects.visible_to(user)
    if sees_all_campaigns(user):
        return visible
    kept = Guideline.objects.filter(published_by(user))
    return visible.filter(version__guideline__in=kept.values("pk"))


def by_unit(campaign: Campaign) -> dict[str, Quota]:
    """The quota of each unit, the largest first; one query."""
    rows = campaign.requests.order_by().values_list("unit", "state").annotate(number=Count("pk"))
    is_late = is_over(campaign.due_on)
    found: dict[str, Quota] = {}
    for unit, state, number in rows:
        found[unit] = found.get(unit, Quota()) + _counted(state, number, is_late=is_late)
    return dict(sorted(found.items(), key=lambda item: (-item[1].due, item[0])))


def quota_of(campaign: Campaign) -> Quota:
    """The quota of the whole campaign; one query."""
    return total(by_unit(campaign).values())


def total(quotas: Iterable[Quota]) -> Quota:
    """All of them together."""
    return sum(quotas, Quota())


def is_over(due_on: date) -> bool:
    """Whether the due day has passed."""
    return due_on < timezone.localdate()


def unit_name(unit: str) -> str:
    """The unit, or that none is known."""
    return unit or _("No unit")


def unit_chart(units: Mapping[str, Quota], *, width: float = NARROW) -> Chart:
    """Confirmed, open, late and exempt for all and for each unit."""
    shown = [(unit_name(unit), quota) for unit, quota in list(units.items())[:MOST_UNITS]]
    rest = list(units.values())[MOST_UNITS:]
    if rest:
        shown.append((_("%(count)d other units") % {"count": len(rest)}, total(rest)))
    everybody = total(units.values())
    bars = [Bar(_("All"), _segments(everybody))] if len(shown) > 1 else []
    bars += [Bar(label, _segments(quota)) for label, quota in shown]
    told = _("%(confirmed)d of %(due)d people have confirmed")
    drawn = stacked_bars(
        title=_("Confirmations by unit"),
        conclusion=told % {"confirmed": everybody.confirmed, "due": everybody.due},
        rows=bars,
        width=width,
    )
    return replace(drawn, table=_unit_table(units))


def history(campaign: Campaign) -> list[tuple[Event, str]]:
    """What happened to the campaign, newest first, told in words."""
    rows = Event.objects.filter(
        model="guidelines.guideline",
        object_id=campaign.version.guideline_id,
        name__startswith="guidelines.c",
        data__campaign_id=campaign.pk,
    ).order_by("-pk")[:MOST_EVENTS]
    return [(event, _told(event)) for event in rows]


def _told(event: Event) -> str:
    """The event as those who keep the campaign read it; people asked read other words."""
    count = event.data.get("count") or 0
    if event.name == "guidelines.confirmation_asked":
        told = ngettext("%(count)s person was asked.", "%(count)s people were asked.", count)
    elif event.name == "guidelines.confirmation_reminded":
        told = ngettext("%(count)s person was reminded.", "%(count)s people were reminded.", count)
    elif event.name == "guidelines.campaign_closed":
        told = _("Ended. %(reason)s")
    else:
        return sentence(event)
    return (told % {"count": count, "reason": event.data.get("reason", "")}).strip()


def last_of(version_id: int) -> Campaign | None:
    """The newest campaign of a version that is not over."""
    rows = Campaign.objects.filter(version=version_id).exclude(state=CampaignState.CLOSED)
    return rows.order_by("-pk").first()


def confirmation_for(asked: ConfirmationRequest) -> Confirmation | None:
    """What the person confirmed of the version that the campaign asks for, or of a later one."""
    version = asked.campaign.version
    rows = Confirmation.objects.filter(
        guideline=version.guideline_id, person=asked.person_id, number__gte=version.number
    )
    return rows.order_by("number").first()


def _unit_table(units: Mapping[str, Quota]) -> DataTable:
    """Every unit in numbers, those too that the drawing puts together."""
    headers = (_("Unit"), _("Quota"), _("Confirmed"), _("Open"), _("Late"), _("Exempt"))
    lines = [(_("All"), total(units.values()))]
    lines += [(unit_name(unit), quota) for unit, quota in units.items()]
    return DataTable(
        headers,
        tuple(
            (
                label,
                formatting.percent(quota.share),
                *map(str, (quota.confirmed, quota.open, quota.late, quota.exempt)),
            )
            for label, quota in lines
        ),
    )


def _counted(state: str, number: int, *, is_late: bool) -> Quota:
    if state == RequestState.OPEN:
        return Quota(late=number) if is_late else Quota(open=number)
    return Quota(**{state: number})


def _segments(quota: Quota) -> list[Segment]:
    parts = [
        ("green", _("Confirmed"), quota.confirmed),
        ("blue", _("Open"), quota.open),
        ("red", _("Late"), quota.late),
        ("grey", _("Exempt"), quota.exempt),
    ]
    return [
        Segment(tone, label, number, f"{number} {label}", str(number))
        for tone, label, number in parts
    ]
