"""What runs later for accounts."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts.services.unsaved import discard_old_texts


@shared_task
def clear_expired() -> None:
    """Remove sessions and unsaved texts whose time is over."""
    SessionStore.clear_expired()
    discard_old_texts(now=timezone.now())
