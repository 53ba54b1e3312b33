"""What wakes the sender: a commit that queued a message, and beat every few seconds."""

from celery import shared_task

from notifications.sending import send_due


@shared_task
def send_due_messages() -> None:
    """Send what is due. Any number of these may run at once, and running for nothing is cheap."""
    send_due()
