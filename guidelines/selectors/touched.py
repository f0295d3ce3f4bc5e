"""What a new version touches: projects, texts that link to it, campaigns, translations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from guidelines.enums import CampaignState, RequestState
from guidelines.models import Guideline, GuidelineVersion
from guidelines.selectors.backlinks import Backlink, backlinks
from guidelines.selectors.campaigns import campaigns_for
from guidelines.selectors.reading import UsedWith, used_with

EXPECTED = (RequestState.CONFIRMED, RequestState.OPEN)


@dataclass(frozen=True)
class Linking:
    """A place that links to the guideline; `lost` are sections that the new text has no more."""

    place: Backlink
    lost: list[str]


@dataclass(frozen=True)
class Touched:
    """What the publisher looks at before a version takes effect, as far as they may see it.

    Campaigns that have not ended come with `confirmed` and `expected`.
    """

    used_with: list[UsedWith]
    linking: list[Linking]
    campaigns: list[Any]
    translations: list[Guideline]

    @property
    def is_empty(self) -> bool:
        """Whether nothing refers to the guideline."""
        return not any((self.used_with, self.linking, self.campaigns, self.translations))


def touched(version: GuidelineVersion, user: Any) -> Touched:
    """What the version's guideline is used by today."""
    guideline = version.guideline
    return Touched(
        used_with=used_with(guideline, user),
        linking=[_linking(each, version) for each in backlinks(guideline, user)],
        campaigns=_campaigns(guideline, user),
        translations=list(
            Guideline.objects.visible_to(user)
            .in_force()
            .filter(translation_of=guideline)
            .select_related("current")
            .order_by("language")
        ),
    )


def _linking(place: Backlink, version: GuidelineVersion) -> Linking:
    return Linking(place, sorted(place.anchors - set(version.anchors)))


def _campaigns(guideline: Guideline, user: Any) -> list[Any]:
    rows = campaigns_for(user).filter(version__guideline=guideline)
    counts = {
        "confirmed": Count("requests", filter=Q(requests__state=RequestState.CONFIRMED)),
        "expected": Count("requests", filter=Q(requests__state__in=EXPECTED)),
    }
    running = rows.exclude(state=CampaignState.CLOSED).annotate(**counts)
    return list(running.select_related("version").order_by("pk"))
