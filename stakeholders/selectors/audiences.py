"""Who gets the same report: recipients grouped by the projects they may see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import RoleAssignment, User
from accounts.roles import CAPABILITIES, Capability, can
from portfolio.enums import Access
from portfolio.models import Project
from stakeholders.enums import RunKind
from stakeholders.models import ReportRun
from stakeholders.selectors.scopes import projects_in_scope


class NobodyToReportTo(Exception):
    """Neither a recipient nor anyone of the PMO could read this report."""

    is_final = True


@dataclass
class Audience:
    """People who may see exactly these projects; `keeper` is whose view the archive keeps.

    `place` tells several audiences of a run apart; `is_extract` says that the report covers more
    projects than these people may see.
    """

    project_ids: frozenset[int]
    people: list[User] = field(default_factory=list)
    keeper: User | None = None
    place: int | None = None
    is_extract: bool = False

    @property
    def access_key(self) -> str:
        """The name of the set of projects."""
        text = ",".join(map(str, sorted(self.project_ids)))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def reader(self) -> User:
        """The person with whose rights the figures are read."""
        return self.keeper or self.people[0]

    @property
    def has_restricted(self) -> bool:
        """Whether one of the projects is not open to all staff."""
        return Project.objects.filter(pk__in=self.project_ids, access=Access.RESTRICTED).exists()


@dataclass(frozen=True)
class Distribution:
    """The audiences of a run, and who gets nothing for which reason."""

    audiences: list[Audience]
    skipped: list[tuple[User, str]]


def distribution_of(run: ReportRun) -> Distribution:
    """Group the run's readers; a preview is for the person alone who asked for it."""
    groups: dict[frozenset[int], Audience] = {}
    keeper = _keeper(run)
    visible = _visible_ids(run, keeper)
    groups[visible] = Audience(visible, keeper=keeper)
    skipped = []
    for person in _recipients(run):
        visible = _visible_ids(run, person)
        if reason := _why_skipped(person, visible):
            skipped.append((person, reason))
        else:
            groups.setdefault(visible, Audience(visible)).people.append(person)
    _tell_apart(run, list(groups.values()))
    return Distribution(list(groups.values()), skipped)


def _tell_apart(run: ReportRun, audiences: list[Audience]) -> None:
    """Give several audiences their places, and mark those who do not see the whole."""
    office = _office().first()
    whole = frozenset() if office is None else _visible_ids(run, office)
    whole = whole.union(*(audience.project_ids for audience in audiences))
    for place, audience in enumerate(audiences):
        audience.place = place if len(audiences) > 1 else None
        audience.is_extract = audience.project_ids != whole


def _recipients(run: ReportRun) -> Iterable[User]:
    if run.kind == RunKind.PREVIEW:
        return []
    return run.definition.recipients.order_by("name", "pk")


def _why_skipped(person: User, visible: frozenset[int]) -> str:
    if not person.is_active:
        return _("The account is not active.")
    if not visible:
        return _("May see no project of this report.")
    return ""


def _visible_ids(run: ReportRun, user: Any) -> frozenset[int]:
    projects = projects_in_scope(run.definition, user, run.as_of or timezone.localdate())
    return frozenset(projects.values_list("pk", flat=True))


def _keeper(run: ReportRun) -> User:
    """Who asked for the run, else who defined the report, else the first person of the PMO."""
    for person in (run.requested_by, run.definition.created_by):
        if person is not None and can(person, Capability.MANAGE_REPORTS):
            return person
    if (first := _office().first()) is None:
        raise NobodyToReportTo(_("Nobody is left who manages reports."))
    return first


def _office() -> QuerySet[User]:
    """Those who see every project."""
    people = _holders(Capability.SEE_RESTRICTED).values("user")
    return User.objects.filter(pk__in=people, is_active=True).order_by("pk")


def external_ids(people: QuerySet[User]) -> frozenset[int]:
    """Which of these people read nothing but what was granted to them."""
    staff = _holders(Capability.VIEW_INTERNAL).values("user")
    return frozenset(people.exclude(pk__in=staff).order_by().values_list("pk", flat=True))


def _holders(capability: Capability) -> QuerySet[RoleAssignment]:
    roles = [role for role, allowed in CAPABILITIES.items() if capability in allowed]
    return RoleAssignment.objects.filter(role__in=roles)
