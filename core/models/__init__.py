"""Core's rows."""

from core.models.events import Event, PendingEvent
from core.models.files import StoredFile
from core.models.jobs import Job
from core.models.notifications import Notification
from core.models.saved_views import SavedView
from core.models.search import SearchEntry, SearchWord

__all__ = [
    "Event",
    "Job",
    "Notification",
    "PendingEvent",
    "SavedView",
    "SearchEntry",
    "SearchWord",
    "StoredFile",
]
