"""How a shipped guideline stands to the library."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """What became of a shipped text here, and so what loading it does."""

    NEW = "new", _("new")
    UNCHANGED = "unchanged", _("unchanged")
    UPDATED = "updated", _("new text, not offered yet")
    OFFERED = "offered", _("offered as a draft")
    WAITING = "waiting", _("waits for the version in work")
    DECLINED = "declined", _("declined")
    RETIRED = "retired", _("retired here")
    GONE = "gone", _("deleted here")
    TAKEN = "taken", _("its code belongs to another guideline here")

    @classmethod
    def shown(cls) -> tuple["Standing", ...]:
        """Those about which a person may decide something."""
        return cls.UPDATED, cls.OFFERED, cls.WAITING, cls.DECLINED
