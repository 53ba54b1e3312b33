"""The way in: settings, addresses, the queue, the home page. Imports every app; none imports it."""

from klk_portal.celery import app as celery_app

__all__ = ["celery_app"]
