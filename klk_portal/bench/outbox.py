"""How fast the outbox is: python -m klk_portal.bench.outbox, within a run's stage.

Throughput: several senders empty it into a mail server that thinks a little about each mail, and a
bare loop hands the same mails, already rendered, to the same server over one connection. Lost
claim: how soon the mails of a killed sender are found. Wake-up: what a sender does before its first
mail, with few rows waiting and with a million of them.
"""

from __future__ import annotations

import json
import shutil
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Organisation, User  # noqa: E402
from klk_portal.embedded.environment import ROOT, Place, installed  # noqa: E402
from klk_portal.faults import KIND  # noqa: E402
from klk_portal.faults.outbox import fill  # noqa: E402
from notifications.claims import BATCH, claim_due, held_claim, sweep_lost  # noqa: E402
from notifications.kinds import kind_named  # noqa: E402
from notifications.models import Message, MessageState  # noqa: E402
from notifications.rendering import render_mail  # noqa: E402
from notifications.summaries import bundle_due  # noqa: E402

MAILS = 600
SENDERS = 4
WARM_UP, ROUNDS, TIMES = 10, 60, 3
FEW, WAITING = 1_000, 1_000_000
OF_ONE_MUNICIPALITY = 9  # of ten
#: Due from ten days ago to twenty days ahead, each of somebody.
MANY = """
    INSERT INTO notifications_message
        (kind, address, user_id, subject_id, occasion, params, language, created_at, due_at,
         state, deferrals, failure, sent_subject)
    SELECT %(kind)s, 'leder@eksempel.example', owner[1 + number %% cardinality(owner)], 'bench',
           %(rows)s || '-' || number, '{}', 'da', now(),
           now() + interval '1 hour' * (random() * 720 - 240), 'waiting', 0, '', ''
    FROM (SELECT number,
                 CASE WHEN number %% 10 < %(share)s THEN %(home)s ELSE %(others)s END AS owner
          FROM generate_series(1, %(rows)s) AS number) AS drawn
"""


def throughput() -> dict[str, float]:
    """Mails a second, by the senders of the outbox and by the bare loop."""
    queued = list(Message.objects.filter(pk__in=fill(MAILS)))
    command = [sys.executable, "-m", "klk_portal.bench.sender"]
    senders = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _number in range(SENDERS)
    ]
    for sender in senders:
        sender.stdout.readline()  # type: ignore[union-attr] # ready
    began = time.perf_counter()
    for sender in senders:
        sender.stdin.close()  # type: ignore[union-attr] # go
    for sender in senders:
        sender.wait()
    seconds = time.perf_counter() - began
    sent = Message.objects.filter(pk__in=[row.pk for row in queued], state=MessageState.SENT)
    if (count := sent.count()) != len(queued):
        raise SystemExit(f"Only {count} of {len(queued)} mails were sent.")
    return {"outbox": count / seconds, "bare": _bare_loop(queued)}


def _bare_loop(messages: list[Message]) -> float:
    """The same mails over one connection, already rendered; mails a second."""
    mails = [(row.address, _rendered(row)) for row in messages]
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        began = time.perf_counter()
        for address, mail in mails:
            server.sendmail("netvaerk@klk.example", [address], mail)
        return len(mails) / (time.perf_counter() - began)


def _rendered(message: Message) -> bytes:
    mail: Any = render_mail(message, kind_named(message.kind)).message()
    return bytes(mail.as_bytes(linesep="\r\n"))


def lost_claim() -> float:
    """Seconds until the mails of a sender that was killed are in other hands.

    The portal's own worker and beat run meanwhile, as they do everywhere.
    """
    place = Place("127.0.0.1", 0, Path(tempfile.mkdtemp(prefix="klk-bench-")))
    commands = [place.worker_command(), place.beat_command()]
    crew = [subprocess.Popen(installed(command), cwd=ROOT) for command in commands]
    try:
        fill(1)
        _wait_while(MessageState.WAITING)  # until they are at work
        thief = subprocess.Popen(
            [sys.executable, "-m", "klk_portal.bench.thief"], stdout=subprocess.PIPE
        )
        thief.stdout.readline()  # type: ignore[union-attr] # it has them
        time.sleep(7)  # a round or two: nothing is taken from a sender that lives
        if not Message.objects.filter(state=MessageState.CLAIMED).exists():
            raise SystemExit("A living sender lost its claim.")
        thief.kill()
        return _wait_while(MessageState.CLAIMED)
    finally:
        for program in crew:
            program.terminate()
        for program in crew:
            program.wait()
        shutil.rmtree(place.folder)


def _wait_while(state: MessageState) -> float:
    """Seconds until no message is in `state`."""
    began = time.perf_counter()
    while Message.objects.filter(kind=KIND, state=state).exists():
        time.sleep(0.05)
        if time.perf_counter() - began > 60:
            raise SystemExit(f"After a minute there were still messages {state}.")
    return time.perf_counter() - began


def wake_up() -> float:
    """Milliseconds from waking up to a batch in hand; nothing of it is kept.

    The lower quartile, after a moment of rest: whatever else the machine does counts less.
    """
    time.sleep(2)
    took = []
    for _round in range(WARM_UP + ROUNDS):
        with transaction.atomic():
            began = time.perf_counter()
            sweep_lost(now=timezone.now())
            bundle_due(now=timezone.now())
            with held_claim() as claim:
                batch = claim_due(claim=claim, now=timezone.now())
            took.append(time.perf_counter() - began)
            transaction.set_rollback(True)
        if len(batch) < BATCH:
            raise SystemExit(f"Only {len(batch)} messages were due: this measures too little.")
    return statistics.quantiles(took[WARM_UP:], n=4)[0] * 1000


def wait_in_line(rows: int) -> None:
    """Put `rows` messages into the line, nine tenths of them of one municipality."""
    people = User.objects.filter(role_holdings__organisation__isnull=False)
    home = Organisation.objects.get(name="Gentofte Kommune")
    ours = list(
        people.filter(role_holdings__organisation__municipality=home).values_list("pk", flat=True)
    )
    others = list(people.exclude(pk__in=ours).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        # Nobody else is at work in the table while it is measured.
        cursor.execute("ALTER TABLE notifications_message SET (autovacuum_enabled = false)")
        cursor.execute(
            MANY,
            {
                "kind": KIND,
                "share": OF_ONE_MUNICIPALITY,
                "home": ours,
                "others": others,
                "rows": rows,
            },
        )
        cursor.execute("VACUUM ANALYZE notifications_message")  # as if they had long been there
        cursor.execute("CHECKPOINT")


def main() -> None:
    speed = throughput()
    found = lost_claim()
    wait_in_line(FEW)
    few = min(wake_up() for _time in range(TIMES))
    wait_in_line(WAITING)
    many = min(wake_up() for _time in range(TIMES))
    answer: dict[str, Any] = {
        **speed,
        "lost_claim": found,
        "wake_up_ms": few,
        "wake_up_many_ms": many,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
