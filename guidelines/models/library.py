"""What guidelines share: pictures, text blocks and the glossary."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.core.validators import validate_slug
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import StoredFile
from core.versions import versioned
from guidelines.models.structure import Guideline


def new_token() -> str:
    """The name of a picture in the Markdown text: `image:<token>`."""
    return uuid4().hex[:16]


class GuidelineImage(models.Model):
    """A picture of a guideline; who may see the guideline may see it."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="images")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("text alternative"), max_length=400, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    source_path = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return self.alt or self.token

    def get_absolute_url(self) -> str:
        """The picture itself."""
        return reverse("guideline_image", args=[self.token])


@versioned
class TextBlock(models.Model):
    """A passage that many guidelines include live with `[[block:key]]`.

    A change is proposed by one person and released by another; until then readers see `body`.
    """

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[validate_slug])
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    proposed_body = models.TextField(_("proposed text"), blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The block's page."""
        return reverse("text_block", args=[self.pk])


@versioned
class Term(models.Model):
    """An entry of the glossary in one language; its forms are linked in texts of that language."""

    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    name = models.CharField(_("term"), max_length=120)
    slug = models.SlugField(max_length=140)
    definition = models.TextField(_("meaning"))
    synonyms = models.JSONField(_("also called"), default=list, blank=True)
    guideline = models.ForeignKey(
        Guideline,
        verbose_name=_("rule stands in"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="terms",
    )
    is_linked = models.BooleanField(_("link in texts"), default=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "language", Lower("name"), name="guidelines_term_name_any_case"
            ),
            models.UniqueConstraint(fields=["language", "slug"], name="guidelines_term_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The term's place in the glossary."""
        return f"{reverse('glossary')}?language={self.language}#term-{self.slug}"
