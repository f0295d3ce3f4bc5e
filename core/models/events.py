"""The audit log: append-only rows with a hash chain."""

from django.db import models


class Event(models.Model):
    """One thing that happened; the row is never changed or deleted (database triggers).

    The actor is stored by id and name, not as a foreign key: the log outlives the account.
    """

    name = models.CharField(max_length=80)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    actor_name = models.CharField(max_length=200, blank=True)
    model = models.CharField(max_length=80, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    object_label = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["model", "object_id", "-id"], name="core_event_object")]

    def __str__(self) -> str:
        return f"{self.name} {self.object_label}".strip()


class PendingEvent(models.Model):
    """An event whose notifications and search entry are still to be made."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True)
    refresh_search = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.event_id)
