"""What a person should know, derived from events."""

from django.conf import settings
from django.db import models


class Notification(models.Model):
    """One event told to one person, at most once."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    event = models.ForeignKey("core.Event", on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event"], name="core_notification_once")
        ]
        indexes = [
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at__isnull=True),
                name="core_notification_unread",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} for {self.recipient_id}"
