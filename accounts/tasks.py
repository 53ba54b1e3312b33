"""What runs later for accounts."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts.services.import_invitations import send_asked_invitations
from accounts.services.import_writing import write_import
from accounts.services.imports import clear_abandoned_imports, waiting_imports
from accounts.services.unsaved import discard_old_texts


@shared_task
def clear_expired() -> None:
    """Remove sessions, unsaved texts and abandoned lists whose time is over."""
    SessionStore.clear_expired()
    discard_old_texts(now=timezone.now())
    clear_abandoned_imports(timezone.now())


@shared_task
def write_staff_import(staff_import_id: int) -> None:
    """Write a confirmed list and send the invitations asked for after it."""
    write_import(staff_import_id=staff_import_id, now=timezone.now())
    send_asked_invitations(staff_import_id=staff_import_id, now=timezone.now())


@shared_task
def write_waiting_imports() -> None:
    """Take up what a lost message or a killed worker left behind."""
    for staff_import_id in waiting_imports():
        write_staff_import(staff_import_id)
