"""The judge of `make faults`, its mail server, its watch over claims. The run itself is long."""

import io
import smtplib
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from klk_portal.bench.rows import as_lines, row
from klk_portal.embedded.processes import free_port
from klk_portal.faults import post_office
from klk_portal.faults.verdict import judge
from klk_portal.faults.watching import Watch
from notifications.claims import held_claim
from notifications.models import Message
from tests.at_once import elsewhere

ASKED = {"1": "<a>", "2": "<b>", "3": "<c>"}


def test_a_good_run():
    found = judge(asked=ASKED, ledger=["<c>", "<a>", "<b>"], by_hand=["2"], said=["1", "2", "3"])
    assert (found.asked, found.arrived) == (3, 3)
    assert (found.lost, found.twice_by_hand, found.twice_unexplained) == (0, 0, 0)
    assert (found.said_sent_but_not, found.unknown) == (0, 0)


def test_every_kind_of_trouble_is_noticed():
    ledger = ["<a>", "<a>", "<b>", "<b>", "<b>", "<z>"]
    found = judge(asked=ASKED, ledger=ledger, by_hand=["1"], said=["1", "2", "3"])
    assert (found.asked, found.arrived, found.lost) == (3, 2, 1)
    assert (found.twice_by_hand, found.twice_unexplained) == (1, 1)
    assert (found.said_sent_but_not, found.unknown) == (1, 1)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("faults.lost", 0, 1),
        ("faults.twice_unexplained", 0, 1),
        ("faults.lost_claim_seconds", 30, 31),
        ("outbox.throughput_ratio", 0.6, 0.59),
        ("outbox.wakeup_growth", 1.2, 1.21),
    ],
)
def test_a_missed_target_is_marked(name, good, bad):
    assert row(name, good, "").ok
    assert not row(name, bad, "").ok


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A mail server that does one thing to every mail: `office("refused_after_the_mail")`."""
    monkeypatch.setattr(post_office, "DELAY", 0)
    started = []

    def open_it(fault=""):
        ledger = io.StringIO()
        handler = post_office.PostOffice(
            ledger, faults={fault: 1.0} if fault else {}, well=tmp_path / "well"
        )
        controller = Controller(handler, hostname="127.0.0.1", port=free_port())
        controller.start()
        started.append(controller)
        return controller.port, ledger

    yield open_it
    for controller in started:
        controller.stop(no_assert=True)


def test_every_target_is_said():
    lines = as_lines([row("outbox.throughput_ratio", 0.5, "×"), row("faults.lost", 0, "")])
    assert "(at least 0.6)  !" in lines.splitlines()[0]
    assert lines.splitlines()[1].endswith("(at most 0)")


def send(port):
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.sendmail("a@klk.example", ["b@klk.example"], "Message-ID: <a>\r\n\r\nHej\r\n")


def test_it_takes_a_mail_and_keeps_the_ledger(office):
    port, ledger = office()
    send(port)
    assert ledger.getvalue() == "<a>\n"


@pytest.mark.parametrize(
    ("fault", "error", "kept"),
    [
        ("later_at_the_address", smtplib.SMTPRecipientsRefused, ""),
        ("refused_at_the_address", smtplib.SMTPRecipientsRefused, ""),
        ("hangs_up_before_the_mail", smtplib.SMTPServerDisconnected, ""),
        ("later_after_the_mail", smtplib.SMTPDataError, ""),
        ("refused_after_the_mail", smtplib.SMTPDataError, ""),
        ("hangs_up_without_taking_it", smtplib.SMTPServerDisconnected, ""),
        ("hangs_up_after_taking_it", smtplib.SMTPServerDisconnected, "<a>\n"),
    ],
)
def test_every_mood_of_it(office, fault, error, kept, tmp_path: Path):
    assert fault in post_office.BAD
    port, ledger = office(fault)
    with pytest.raises(error):
        send(port)
    assert ledger.getvalue() == kept
    (tmp_path / "well").touch()
    send(port)
    assert ledger.getvalue() == kept + "<a>\n"


@pytest.mark.django_db(transaction=True)
def test_the_watch_sees_who_holds_a_claim(leader):
    """Another connection holds it; the watch reads PostgreSQL's own list of locks."""
    here = SimpleNamespace(connect=lambda: psycopg2.connect(**connection.get_connection_params()))
    watch = Watch(here, "test.note")
    with elsewhere(held_claim()) as claim:
        Message.objects.create(
            kind="test.note",
            address=leader.email,
            language="da",
            created_at=timezone.now(),
            due_at=timezone.now(),
            state="claimed",
            claim=claim,
            lease_until=timezone.now(),
        )
        assert watch.lost() == set()
    assert watch.lost() == {str(claim)}
