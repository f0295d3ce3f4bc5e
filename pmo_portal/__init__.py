"""Settings, addresses and commands that compose the portal's apps."""

from pmo_portal.celery import app as celery_app

__all__ = ["celery_app"]
