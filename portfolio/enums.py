"""The portfolio's closed sets of values."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rag(models.TextChoices):
    """Status: red, amber, green, or grey where there is no current report or rating."""

    RED = "red", _("Red")
    AMBER = "amber", _("Amber")
    GREEN = "green", _("Green")
    GREY = "grey", _("No report")


class Dimension(models.TextChoices):
    """What a status is judged on, in the order of the report."""

    SCHEDULE = "schedule", _("Schedule")
    COST = "cost", _("Cost")
    SCOPE = "scope", _("Scope")
    BENEFITS = "benefits", _("Benefits")
    RISK = "risk", _("Risk")
    RESOURCES = "resources", _("Resources")
    QUALITY = "quality", _("Quality")


class ProjectState(models.TextChoices):
    """Where the project stands as a whole; its phase says where it stands in its method."""

    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    ON_HOLD = "on_hold", _("On hold")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class Access(models.TextChoices):
    """Who may read a project."""

    INTERNAL = "internal", _("Internal: all staff may read")
    RESTRICTED = "restricted", _("Restricted: members and granted people only")


class MemberRole(models.TextChoices):
    """What a member does in a project, apart from manager and sponsor."""

    TEAM = "team", _("Team member")
    LEAD = "lead", _("Team lead")
    OWNER = "owner", _("Business owner")
    ASSURANCE = "assurance", _("Assurance")


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Uploaded")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Importing")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    UNDONE = "undone", _("Undone")


class RowOutcome(models.TextChoices):
    """What an import did with one record."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    SKIPPED = "skipped", _("Skipped")
    ERROR = "error", _("Error")


class ProblemSeverity(models.TextChoices):
    """How much a problem of an import matters: an error loses the row, the next two the cell."""

    ERROR = "error", _("Row left out")
    UNREADABLE = "unreadable", _("Not readable")
    MISSING = "missing", _("Not given")
    WARNING = "warning", _("Doubtful")
    NOTE = "note", _("Read with an assumption")
