"""A sender that will not come back: it claims some mails, says so, and holds them until killed."""

from __future__ import annotations

import time

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from klk_portal.faults.outbox import fill  # noqa: E402
from notifications.claims import claim_due, held_claim  # noqa: E402

if __name__ == "__main__":
    with held_claim() as claim:
        with transaction.atomic():  # nobody sees them before they are claimed
            fill(10)
            claim_due(claim=claim, now=timezone.now())
        print(claim, flush=True)
        time.sleep(600)
