"""What networks do by themselves."""

from celery import shared_task
from django.utils import timezone

from networks.services.membership import end_memberships_of_former_leaders


@shared_task
def end_memberships() -> None:
    """Memberships whose leader's role is over give their place back."""
    end_memberships_of_former_leaders(now=timezone.now())
