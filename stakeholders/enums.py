"""The closed sets of values of reporting."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a report covers."""

    PORTFOLIO = "portfolio", _("Portfolio")
    PROGRAMME = "programme", _("Programme")
    SAVED_VIEW = "saved_view", _("Saved view")


class Section(models.TextChoices):
    """The parts of a portfolio report, in their order."""

    SUMMARY = "summary", _("Executive summary")
    TABLE = "table", _("Portfolio table")
    MONEY = "money", _("Money")
    SCHEDULE = "schedule", _("Schedule")
    PROJECTS = "projects", _("One page per red and amber project")
    DEFINITIONS = "definitions", _("Definitions")


class Cadence(models.TextChoices):
    """How often a report is due."""

    DAY_OF_MONTH = "day_of_month", _("Day of the month")
    WORKING_DAY = "working_day", _("Working day of the month")
    WEEKDAY = "weekday", _("Every week")
    ONCE = "once", _("Once, at a given date and time")


class PageSize(models.TextChoices):
    """Paper sizes."""

    A4 = "A4", _("A4")
    LETTER = "Letter", _("US Letter")


class RunKind(models.TextChoices):
    """Why a report was made."""

    SCHEDULED = "scheduled", _("Scheduled")
    MANUAL = "manual", _("Run now")
    PREVIEW = "preview", _("Preview")


class RunState(models.TextChoices):
    """Where a run stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class DeliveryState(models.TextChoices):
    """Where one recipient's copy stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SKIPPED = "skipped", _("Not sent")


class DeliveryWay(models.TextChoices):
    """How a report reaches its reader."""

    LINK = "link", _("Link")
    ATTACHMENT = "attachment", _("Attachment")
