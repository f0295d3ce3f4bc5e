"""The versions of a guideline, and each person's unsaved text of a draft."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.versions import versioned
from guidelines.enums import (
    OPEN_STATES,
    SEALED_STATES,
    Kind,
    TransitionRule,
    VersionState,
)
from guidelines.models.structure import Guideline, visible_guidelines, worked_on, works_on_all


def _by(related_name: str = "+") -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )


class GuidelineVersionQuerySet(models.QuerySet["GuidelineVersion"]):
    """Access to versions, and versions by state."""

    def visible_to(self, user: Any) -> Self:
        """Published and former versions for readers, open ones for those who work on them."""
        visible = self.filter(visible_guidelines(user, "guideline"))
        if works_on_all(user):
            return visible
        own = Guideline.objects.filter(worked_on(user)).values("pk")
        return visible.filter(Q(state__in=SEALED_STATES) | Q(guideline__in=own))

    def open(self) -> Self:
        """Versions on their way to being published."""
        return self.filter(state__in=OPEN_STATES)

    def sealed(self) -> Self:
        """Versions that were published and never change again."""
        return self.filter(state__in=SEALED_STATES)


@versioned
class GuidelineVersion(models.Model):
    """One version of a guideline's text with what goes with it; immutable once published.

    `anchors` are the stable anchors of the headings in their order; `revision` counts the saves
    of a draft, so that two people cannot overwrite each other unseen.
    """

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=12, choices=VersionState, default=VersionState.DRAFT, db_index=True
    )

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.GUIDELINE)
    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    methods = models.JSONField(_("methods"), default=list, blank=True)
    classes = models.JSONField(_("project classes"), default=list, blank=True)
    phases = models.JSONField(_("phases"), default=list, blank=True)
    project_kinds = models.JSONField(_("kinds of project"), default=list, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    front_matter = models.TextField(blank=True)
    body = models.TextField(_("text"), blank=True)
    anchors = models.JSONField(default=list, blank=True)
    origin = models.JSONField(default=dict, blank=True)

    change_note = models.TextField(_("what changed"), blank=True)
    is_material = models.BooleanField(_("material change"), default=True)
    transition = models.CharField(
        _("running projects"),
        max_length=12,
        choices=TransitionRule,
        default=TransitionRule.AT_ONCE,
    )
    effective_on = models.DateField(_("in force from"), null=True, blank=True)

    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_version = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="translated_by"
    )
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = _by()
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = _by()
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = _by()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = _by()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = _by()
    ended_on = models.DateField(null=True, blank=True)

    objects = GuidelineVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guideline", "number"], name="guidelines_version_no"),
            models.UniqueConstraint(
                fields=["guideline"],
                condition=Q(state=VersionState.PUBLISHED),
                name="guidelines_one_published",
            ),
            models.UniqueConstraint(
                fields=["guideline"],
                condition=Q(state__in=OPEN_STATES),
                name="guidelines_one_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """This version's own page."""
        return reverse("guideline_version", args=[self.guideline_id, self.number])

    @property
    def is_open(self) -> bool:
        """Whether the version is still on its way to being published."""
        return self.state in OPEN_STATES

    @property
    def is_sealed(self) -> bool:
        """Whether the version was published, so that nothing in it changes any more."""
        return self.state in SEALED_STATES


class WorkingCopy(models.Model):
    """What one person has typed into a draft and not saved yet; kept at every pause."""

    version = models.ForeignKey(
        GuidelineVersion, on_delete=models.CASCADE, related_name="working_copies"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    values = models.JSONField(default=dict)
    base_revision = models.PositiveIntegerField()
    base_values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="guidelines_working_copy")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.version_id}"
