"""What the evidence of a campaign states, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guidelines.enums import RequestState
from guidelines.models import Campaign, Confirmation, ConfirmationRequest
from guidelines.selectors.audiences import in_words
from guidelines.selectors.campaigns import Quota, by_unit
from guidelines.selectors.standing import of_equal_standing


@dataclass(frozen=True)
class Confirmed:
    """One confirmation: of whom, of which version, of which text, and when."""

    name: str
    email: str
    unit: str
    number: int
    statement: str
    text_sha256: str
    confirmed_at: datetime
    is_voluntary: bool


@dataclass(frozen=True)
class Excused:
    """One exception with its reason."""

    name: str
    unit: str
    reason: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class Waiting:
    """One person who is asked and has not confirmed."""

    name: str
    email: str
    unit: str
    asked_at: datetime
    reminders: int


@dataclass(frozen=True)
class Evidence:
    """Everything the document says."""

    campaign: Campaign
    audience: list[str]
    units: dict[str, Quota]
    confirmed: list[Confirmed]
    excused: list[Excused]
    waiting: list[Waiting]

    @property
    def texts(self) -> dict[str, int]:
        """How often each text was confirmed, by its hash."""
        counts: dict[str, int] = {}
        for each in self.confirmed:
            counts[each.text_sha256] = counts.get(each.text_sha256, 0) + 1
        return counts


def evidence_of(campaign: Campaign) -> Evidence:
    """The campaign as it stands now; a fixed number of queries."""
    rows = list(
        campaign.requests.select_related("person", "excused_by").order_by("person__name", "pk")
    )
    units = {row.person_id: row.unit for row in rows}
    return Evidence(
        campaign,
        in_words(campaign.audience),
        by_unit(campaign),
        _confirmed(campaign, units),
        [_excused(row) for row in rows if row.state == RequestState.EXEMPT],
        [_waiting(row) for row in rows if row.state == RequestState.OPEN],
    )


def _confirmed(campaign: Campaign, units: dict[int, str]) -> list[Confirmed]:
    """Those who were asked, and those who confirmed of themselves."""
    versions = of_equal_standing(campaign.version).values("pk")
    later = campaign.version.guideline.versions.filter(number__gt=campaign.version.number)
    answers = set(
        campaign.requests.filter(state=RequestState.CONFIRMED).values_list("person", flat=True)
    )
    found = Confirmation.objects.filter(version__in=versions) | Confirmation.objects.filter(
        version__in=later.values("pk"), person__in=answers
    )
    first: dict[int, Confirmation] = {}
    for row in found.select_related("person").order_by("confirmed_at", "pk"):
        first.setdefault(row.person_id, row)
    kept = sorted(first.values(), key=lambda row: (row.person_name, row.pk))
    return [
        Confirmed(
            row.person_name,
            row.person_email,
            units.get(row.person_id, row.person.unit),
            row.number,
            row.statement,
            row.text_sha256,
            row.confirmed_at,
            row.person_id not in answers,
        )
        for row in kept
    ]


def _excused(row: ConfirmationRequest) -> Excused:
    by = str(row.excused_by) if row.excused_by else ""
    return Excused(row.person.name, row.unit, row.excused_reason, by, row.excused_at)


def _waiting(row: ConfirmationRequest) -> Waiting:
    return Waiting(row.person.name, row.person.email, row.unit, row.asked_at, row.reminders)
