"""Which mails a person gets, and how one stops them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from notifications.kinds import all_kinds, can_be_stopped, kind_named
from notifications.models import DeliveryChoice, MailSettings, Message
from notifications.rendering import render_mail
from notifications.stopping import stop_link
from tests.notifications.conftest import NOW

CHOICES = reverse("message_choices")
TIMES = {
    "quiet_until_hour": "6",
    "quiet_until_minute": "30",
    "quiet_from_hour": "17",
    "quiet_from_minute": "0",
}


def everything(delivery: str) -> dict[str, str]:
    return {kind.name: delivery for kind in all_kinds() if can_be_stopped(kind)}


def path_to_stop(user, name: str = "networks.dates") -> str:
    return stop_link(Message(user=user), kind_named(name)).removeprefix(settings.BASE_URL)


def test_one_chooses_for_each_kind_and_the_hours(leader, signed_in):
    browser = signed_in(leader, "en")
    shown = browser.get(CHOICES).content.decode()
    assert "Without it you cannot sign in." in shown
    sent = {**everything("weekly"), **TIMES, "networks.dates": "never"}
    assert browser.post(CHOICES, sent).status_code == 302
    chosen = dict(DeliveryChoice.objects.visible_to(leader).values_list("kind", "delivery"))
    assert chosen == {**everything("weekly"), "networks.dates": "never"}
    times = MailSettings.objects.get(user=leader)
    assert f"{times.quiet_until:%H:%M}-{times.quiet_from:%H:%M}" == "06:30-17:00"
    assert not times.rests_on_days_off
    again = browser.get(CHOICES)
    assert again.context["form"]["networks.dates"].value() == "never"


def test_what_cannot_be_stopped_is_not_offered(leader, signed_in):
    browser = signed_in(leader, "en")
    offered = browser.get(CHOICES).context["form"].fields
    assert "accounts.password_reset" not in offered
    assert "networks.removal" not in offered
    assert "notifications.summary" not in offered
    sent = {**everything("at_once"), **TIMES, "networks.removal": "never"}
    browser.post(CHOICES, sent)
    assert not DeliveryChoice.objects.filter(kind="networks.removal").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"networks.dates": "hourly"}, "Select a valid choice"),
        ({"quiet_until_hour": "25"}, "There is no such time"),
        ({"quiet_from_hour": "", "quiet_from_minute": ""}, "This field is required"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(leader, signed_in, wrong, words):
    page = signed_in(leader, "en").post(CHOICES, {**everything("daily"), **TIMES, **wrong})
    assert words in page.content.decode()
    assert page.context["form"]["networks.minutes"].value() == "daily"
    assert not DeliveryChoice.objects.exists()


def test_the_link_of_a_mail_stops_its_kind_without_signing_in(leader):
    browser = Client(enforce_csrf_checks=True)
    path = path_to_stop(leader)
    asked = browser.get(path)
    assert asked.status_code == 200
    assert not DeliveryChoice.objects.exists()  # scanners open every link
    told = browser.post(path, {"List-Unsubscribe": "One-Click"})
    assert told.status_code == 200
    assert "Stoppet" in told.content.decode()
    choice = DeliveryChoice.objects.get()
    assert (choice.user, choice.kind, choice.delivery) == (leader, "networks.dates", "never")


@pytest.mark.parametrize("broken", ["x", "1-networks.dates:x", "é"])
def test_a_link_that_nobody_made_stops_nothing(leader, broken):
    path = reverse("messages_stop", args=[broken])
    assert Client().post(path).status_code == 404
    assert not DeliveryChoice.objects.exists()


def test_a_link_of_somebody_who_has_left_stops_nothing(leader):
    path = path_to_stop(leader)
    leader.is_active = False
    leader.save()
    assert Client().post(path).status_code == 404


@pytest.fixture
def mail_to(register_kind):
    """The mail of a note to somebody, of a kind that behaves as asked."""

    def make(user, **behaviour):
        register_kind(**behaviour)
        message = Message(pk=1, kind="test.note", user=user, address=user.email, created_at=NOW)
        message.language = "da"
        return render_mail(message, kind_named("test.note"))

    return make


def test_mail_programs_know_how_to_stop_it(leader, mail_to):
    mail = mail_to(leader)
    link = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert link == settings.BASE_URL + path_to_stop(leader, "test.note")
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.body


def test_what_is_necessary_has_no_such_link(leader, mail_to):
    mail = mail_to(leader, necessary="So it is.")
    assert "List-Unsubscribe" not in mail.extra_headers
    assert "/stop/" not in mail.body
