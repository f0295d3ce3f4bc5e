"""Which guidelines are due for a review, and who is to be reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.roles import Capability
from guidelines.enums import OPEN_STATES
from guidelines.models import Feedback, Guideline, GuidelineVersion, ReviewReminder
from guidelines.review_rules import REMINDER_DAYS
from guidelines.selectors.all_guidelines import surveyed, told_of_work
from guidelines.selectors.reviewing import people_with


@dataclass(frozen=True)
class DueReminder:
    """A reminder that is to be sent now."""

    guideline: Guideline
    version: GuidelineVersion
    due_on: date
    step: str
    is_late: bool
    people: list[int]


def reminder_step(due_on: date, today: date) -> str | None:
    """The step that a due day has reached: "60", "30", "7", "late-0", "late-1" and so on weekly."""
    left = (due_on - today).days
    if left < 0:
        return f"late-{(-left - 1) // 7}"
    reached = [days for days in REMINDER_DAYS if left <= days]
    return str(min(reached)) if reached else None


def horizon(today: date) -> date:
    """The last day on which a review counts as due soon."""
    return today + timedelta(days=max(REMINDER_DAYS))


def due_reminders(today: date) -> list[DueReminder]:
    """What is to be sent today, to the owners, or to the PMO where nobody owns a guideline."""
    rows = list(
        Guideline.objects.in_force()
        .filter(next_review_on__lte=horizon(today))
        .select_related("current", "owner")
    )
    sent = set(
        ReviewReminder.objects.filter(guideline__in=rows).values_list("guideline", "due_on", "step")
    )
    keepers: list[int] | None = None
    found = []
    for guideline in rows:
        due_on, version = guideline.next_review_on, guideline.current
        step = reminder_step(due_on, today) if due_on else None
        if due_on is None or version is None or step is None:
            continue
        if (guideline.pk, due_on, step) in sent:
            continue
        version.guideline = guideline
        people = _owner(guideline)
        if not people:
            keepers = _keepers() if keepers is None else keepers
            people = keepers
        found.append(DueReminder(guideline, version, due_on, step, due_on < today, people))
    return found


def _owner(guideline: Guideline) -> list[int]:
    owner: Any = guideline.owner
    return [owner.pk] if isinstance(owner, User) and owner.is_active else []


def _keepers() -> list[int]:
    return sorted(person.pk for person in people_with(Capability.MANAGE_GUIDELINES))


def ageing(user: Any) -> QuerySet[Guideline]:
    """Guidelines in force that the person works on or audits, with what hints at their age."""
    rows = surveyed(user).in_force()
    unhelpful = Feedback.objects.filter(version=OuterRef("current"), is_helpful=False)
    return rows.annotate(
        open_state=told_of_work(user, Subquery(_open_of("pk").values("state")[:1])),
        unhelpful=Coalesce(_count(unhelpful), 0),
    )


def due_for(owner: Any, today: date) -> list[Guideline]:
    """The person's own guidelines whose review is due within 60 days, or late."""
    rows = Guideline.objects.visible_to(owner).in_force().filter(owner=owner)
    due = rows.filter(next_review_on__lte=horizon(today)).select_related("current")
    return list(due.defer("current__body").order_by("next_review_on", "code"))


def _open_of(path: str) -> QuerySet[GuidelineVersion]:
    return GuidelineVersion.objects.filter(guideline=OuterRef(path), state__in=OPEN_STATES)


def _count(rows: QuerySet[Any]) -> Subquery:
    """How many rows a subquery has, without joining them."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk"))
    return Subquery(counted.values("n"), output_field=IntegerField())
