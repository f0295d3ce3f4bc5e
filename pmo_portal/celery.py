"""The Celery application; its messages carry job ids, the database is the queue of record."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmo_portal.settings")

app = Celery("pmo_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def load_pdf_engine(**_kwargs: Any) -> None:
    """Load the PDF engine once, before the worker forks: its children share it."""
    from core.pdf import pdf_available

    pdf_available()
    gc.freeze()
