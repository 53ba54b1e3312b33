"""What runs later for accounts."""

from celery import shared_task


@shared_task
def clear_expired() -> None:
    """Remove sessions and unsaved texts whose time is over."""
