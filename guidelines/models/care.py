"""Which reminders of a guideline's review were sent."""

from __future__ import annotations

from django.db import models

from guidelines.models.structure import Guideline


class ReviewReminder(models.Model):
    """One step of the reminders for one due day, so that each is sent once."""

    guideline = models.ForeignKey(
        Guideline, on_delete=models.CASCADE, related_name="review_reminders"
    )
    due_on = models.DateField()
    step = models.CharField(max_length=20)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "due_on", "step"], name="guidelines_reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.guideline_id}: {self.step}"
