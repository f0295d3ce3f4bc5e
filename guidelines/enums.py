"""The closed sets of values of guidelines."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """How far a guideline binds: why and must, what and must, who and how, should."""

    POLICY = "policy", _("Policy")
    STANDARD = "standard", _("Standard")
    PROCEDURE = "procedure", _("Procedure")
    GUIDELINE = "guideline", pgettext_lazy("kind", "Guideline")


class VersionState(models.TextChoices):
    """Where a version stands in its life."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    RETIRED = "retired", _("Retired")


OPEN_STATES = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED)
SEALED_STATES = (VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.RETIRED)


class Access(models.TextChoices):
    """Who may read a guideline or a chapter."""

    COMPANY = "company", _("Company: all staff may read")
    RESTRICTED = "restricted", _("Restricted: granted people only")


class Method(models.TextChoices):
    """The families of delivery methods that a guideline can apply to."""

    WATERFALL = "waterfall", _("Waterfall")
    PRINCE2 = "prince2", _("PRINCE2")
    PM2 = "pm2", _("PM²")
    SCRUM = "scrum", _("Scrum")
    HYBRID = "hybrid", _("Hybrid")
    STAGE_GATE = "stage_gate", _("Stage-gate")
    RELEASE_TRAIN = "release_train", _("Agile release train")


class Phase(models.TextChoices):
    """The parts of a project's life that every method has, under names of its own."""

    INITIATING = "initiating", _("Initiating")
    PLANNING = "planning", _("Planning")
    EXECUTING = "executing", _("Executing")
    CLOSING = "closing", _("Closing")


class ProjectClass(models.TextChoices):
    """How much control a project gets (A light to D enhanced)."""

    A = "A", _("A light")
    B = "B", _("B standard")
    C = "C", _("C full")
    D = "D", _("D enhanced")


class Decision(models.TextChoices):
    """What a reviewer decided."""

    PENDING = "pending", _("Not decided")
    APPROVED = "approved", _("Approved")
    CHANGES = "changes", _("Changes wanted")


class CommentState(models.TextChoices):
    """What became of a review comment."""

    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")
    ACCEPTED = "accepted", _("Suggestion accepted")
    DECLINED = "declined", _("Suggestion declined")


class TransitionRule(models.TextChoices):
    """From when running projects follow a new version."""

    NEW_PROJECTS = "new_projects", _("New projects only")
    NEXT_GATE = "next_gate", _("Running projects from their next gate")
    AT_ONCE = "at_once", _("All projects from the effective date")


class CampaignState(models.TextChoices):
    """Where a confirmation campaign stands."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class RequestState(models.TextChoices):
    """Where a person's confirmation stands."""

    OPEN = "open", _("Open")
    CONFIRMED = "confirmed", _("Confirmed")
    EXEMPT = "exempt", _("Exempt")
    DROPPED = "dropped", _("No longer asked")


class ImportState(models.TextChoices):
    """Where an import of guidelines stands."""

    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Importing")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
