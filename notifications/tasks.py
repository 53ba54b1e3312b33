"""What runs by itself: the sender, and what looks for reminders."""

from celery import shared_task
from django.utils import timezone

from notifications.reminders import plan_reminders
from notifications.sending import send_due


@shared_task
def send_due_messages() -> None:
    """Send what is due. Any number of these may run at once, and running for nothing is cheap."""
    send_due()


@shared_task
def plan_due_reminders() -> None:
    """Put into the outbox what the facts call for by now. Running it again is harmless."""
    plan_reminders(now=timezone.now())
