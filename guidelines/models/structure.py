"""Handbooks, their chapters, and the identity of each guideline."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.grants import any_granted_ids, granted_ids
from accounts.roles import Capability, can
from core.conditions import seen_from
from core.enums import Classification
from core.versions import versioned
from guidelines.enums import Access

VIEW, WRITE, REVIEW, PUBLISH = "view", "write", "review", "publish"
RIGHTS = (VIEW, WRITE, REVIEW, PUBLISH)
WORK_RIGHTS = (WRITE, REVIEW, PUBLISH)
WORK_CAPABILITIES = (
    Capability.WRITE_GUIDELINES,
    Capability.REVIEW_GUIDELINES,
    Capability.PUBLISH_GUIDELINES,
    Capability.MANAGE_GUIDELINES,
)

code_format = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
    _("Use letters, digits, dots, hyphens and underscores, without blanks."),
)


def works_on_all(user: Any) -> bool:
    """Whether a role lets the person see drafts of every guideline they may read."""
    return any(can(user, capability) for capability in WORK_CAPABILITIES)


def readable_chapters(user: Any) -> Q:
    """Chapters whose guidelines the person may read as far as the chapter decides."""
    if can(user, Capability.SEE_RESTRICTED):
        return Q(access__in=Access.values)  # an empty Q would vanish beside another one
    granted = any_granted_ids(user, Chapter)
    return granted | Q(access=Access.COMPANY) if can(user, Capability.VIEW_INTERNAL) else granted


def accessible_guidelines(user: Any) -> Q:
    """Guidelines that the person may know of, published or not.

    A restricted chapter restricts all its guidelines; a grant on either opens them, and so does
    being the owner.
    """
    if can(user, Capability.SEE_RESTRICTED):
        return Q()
    granted = any_granted_ids(user, Guideline)
    granted |= seen_from("chapter", any_granted_ids(user, Chapter))
    own = Q(owner_id=user.pk)
    if not can(user, Capability.VIEW_INTERNAL):
        return granted | own
    return granted | own | Q(access=Access.COMPANY, chapter__access=Access.COMPANY)


def worked_on(user: Any) -> Q:
    """Guidelines that the person works on by grant or as owner, so that they see the drafts."""
    granted = granted_ids(user, Guideline, *(f"{right}_guideline" for right in WORK_RIGHTS))
    chapters = granted_ids(user, Chapter, *(f"{right}_chapter" for right in WORK_RIGHTS))
    return Q(owner_id=user.pk) | granted | seen_from("chapter", chapters)


def visible_guidelines(user: Any, path: str = "") -> Q:
    """The condition of `visible_to`; `path` leads to the guideline from another model."""
    accessible = accessible_guidelines(user)
    if not works_on_all(user):
        accessible &= Q(current__isnull=False) | worked_on(user)
    return seen_from(path, accessible)


class ChapterQuerySet(models.QuerySet["Chapter"]):
    """Access to chapters."""

    def visible_to(self, user: Any) -> Self:
        """Chapters that are open to the person or hold a guideline they may see."""
        holding = Guideline.objects.filter(visible_guidelines(user)).values("chapter")
        if works_on_all(user):
            return self.filter(readable_chapters(user) | Q(pk__in=holding))
        return self.filter(pk__in=holding)


class HandbookQuerySet(models.QuerySet["Handbook"]):
    """Access to handbooks."""

    def visible_to(self, user: Any) -> Self:
        """All for those who work on guidelines; for readers those with something to read."""
        if works_on_all(user):
            return self
        return self.filter(pk__in=Chapter.objects.visible_to(user).values("handbook"))


class GuidelineQuerySet(models.QuerySet["Guideline"]):
    """Access to guidelines: the one place that says who may see which."""

    def visible_to(self, user: Any) -> Self:
        """Published ones that are open to the person, and drafts for those who work on them."""
        return self.filter(visible_guidelines(user))

    def in_force(self) -> Self:
        """Those with a published version that is not retired."""
        return self.filter(current__isnull=False, retired_on__isnull=True)


@versioned
class Handbook(models.Model):
    """A collection of guidelines that is read and printed as one."""

    title = models.CharField(_("title"), max_length=200, unique=True)
    description = models.TextField(_("description"), blank=True)
    classification = models.CharField(
        _("classification"),
        max_length=12,
        choices=Classification,
        default=Classification.INTERNAL,
    )
    position = models.PositiveIntegerField(default=0)

    objects = HandbookQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The handbook's place in the library."""
        return reverse("handbook", args=[self.pk])


@versioned
class Chapter(models.Model):
    """A part of a handbook; its access and grants hold for all its guidelines."""

    handbook = models.ForeignKey(
        Handbook, verbose_name=_("handbook"), on_delete=models.PROTECT, related_name="chapters"
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    access = models.CharField(_("access"), max_length=12, choices=Access, default=Access.COMPANY)
    position = models.PositiveIntegerField(default=0)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handbook", "title"], name="guidelines_chapter_title")
        ]
        permissions = [
            ("write_chapter", "Write guidelines of this chapter"),
            ("review_chapter", "Review guidelines of this chapter"),
            ("publish_chapter", "Publish guidelines of this chapter"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The chapter's own page."""
        return reverse("chapter", args=[self.pk])


@versioned
class Guideline(models.Model):
    """What stays the same over a guideline's versions; the text is in GuidelineVersion.

    A translation is a guideline of its own with the same code in another language.
    """

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("chapter"), on_delete=models.PROTECT, related_name="guidelines"
    )
    code = models.CharField(_("code"), max_length=40, validators=[code_format])
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translations",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_guidelines",
    )
    access = models.CharField(_("access"), max_length=12, choices=Access, default=Access.COMPANY)
    review_months = models.PositiveSmallIntegerField(_("review every (months)"), default=24)
    next_review_on = models.DateField(_("next review"), null=True, blank=True, db_index=True)
    position = models.PositiveIntegerField(default=0)
    current = models.OneToOneField(
        "guidelines.GuidelineVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The version in force, or the last one of a retired guideline."),
    )
    retired_on = models.DateField(_("retired"), null=True, blank=True)
    retired_reason = models.TextField(_("why retired"), blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )
    source_path = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = GuidelineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "language"], name="guidelines_code_language"),
            models.UniqueConstraint(
                fields=["translation_of", "language"], name="guidelines_one_translation"
            ),
        ]
        indexes = [models.Index(fields=["chapter", "position"], name="guidelines_in_chapter")]
        permissions = [
            ("write_guideline", "Write this guideline"),
            ("review_guideline", "Review this guideline"),
            ("publish_guideline", "Publish this guideline"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The reader's page."""
        return reverse("guideline", args=[self.pk])


class GuidelineSection(models.Model):
    """A place in a guideline that other things point at; it outlives edits and renames.

    Rows are written when a version is published and never deleted: a section that a newer version
    has no more is only no longer current.
    """

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="sections")
    anchor = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    level = models.PositiveSmallIntegerField(default=2)
    position = models.PositiveIntegerField(default=0)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "anchor"], name="guidelines_section_anchor"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The section on the reader's page."""
        return f"{reverse('guideline', args=[self.guideline_id])}#{self.anchor}"
