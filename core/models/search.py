"""The search index's rows."""

from django.db import models


class SearchEntry(models.Model):
    """The searchable text of one object, folded to lower case without accents."""

    source = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300)
    title_folded = models.CharField(max_length=300, db_index=True)
    body_folded = models.TextField(blank=True)
    excerpt = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "object_id"], name="core_search_object")
        ]

    def __str__(self) -> str:
        return self.title
