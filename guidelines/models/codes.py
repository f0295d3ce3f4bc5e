"""Codes that guidelines had before they were renamed."""

from __future__ import annotations

from django.db import models

from guidelines.models.structure import Guideline


class FormerCode(models.Model):
    """A code that texts, mails and prints may still name; it leads to the guideline's new code.

    A guideline that bears the code now goes before one that had it.
    """

    code = models.CharField(max_length=40, unique=True)
    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="former_codes")
    until = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.code
