"""The search index's rows."""

from django.db import models


class SearchEntry(models.Model):
    """The searchable text of one object or of a part of it; its words lie in the text index.

    `facets` holds one line `key=value` for each value, begun and ended by a line break.
    """

    source = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    part = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    part_title = models.CharField(max_length=300, blank=True)
    keywords = models.TextField(blank=True)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    facets = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "object_id", "part"], name="core_search_object"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> str:
        """Everything that is searched."""
        return "\n".join((self.title, self.part_title, self.keywords, self.body))


class SearchWord(models.Model):
    """A word of the index and in how many entries it is, for correcting what people type."""

    word = models.CharField(max_length=60, unique=True)
    entries = models.IntegerField()

    def __str__(self) -> str:
        return self.word
