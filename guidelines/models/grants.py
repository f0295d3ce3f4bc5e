"""Grants on single chapters and guidelines, with direct foreign keys."""

from django.db import models

from accounts.grants import GroupGrantBase, UserGrantBase
from guidelines.models.structure import Chapter, Guideline


class ChapterUserGrant(UserGrantBase):
    """A person's grant on a chapter."""

    content_object = models.ForeignKey(Chapter, on_delete=models.CASCADE)


class ChapterGroupGrant(GroupGrantBase):
    """A group's grant on a chapter."""

    content_object = models.ForeignKey(Chapter, on_delete=models.CASCADE)


class GuidelineUserGrant(UserGrantBase):
    """A person's grant on a guideline."""

    content_object = models.ForeignKey(Guideline, on_delete=models.CASCADE)


class GuidelineGroupGrant(GroupGrantBase):
    """A group's grant on a guideline."""

    content_object = models.ForeignKey(Guideline, on_delete=models.CASCADE)
