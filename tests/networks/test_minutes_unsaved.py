"""Minutes whose session ended while they were written: given back without what nobody typed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from accounts.models import UnsavedText, User
from networks.models import Minutes, Network
from networks.services.minutes import save_minutes
from tests.networks.members import NOW, member
from tests.networks.outcome import held

SignIn = Callable[..., Client]
EARLIER = "Det, der stod i forvejen, da siden blev åbnet."
TYPED = "Det, Sofie skrev, lige før hun blev logget af."


def hidden_in(page: str) -> dict[str, str]:
    """The hidden fields of the form with a text in it."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    (form,) = [one for one in forms if "<textarea" in one]
    found = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        assert name
        found[name[1]] = html.unescape(value[1]) if value else ""
    return found


def test_the_text_it_was_made_from_is_sent_again_and_never_shown(
    network: Network, leader: User, director: User, signed_in: SignIn, client: Client
) -> None:
    member(network, leader, director)
    meeting = held(network, leader)
    save_minutes(meeting=meeting, text=EARLIER, base="", by=leader, now=NOW)
    path = reverse("meeting_minutes", args=[meeting.pk])
    fields = hidden_in(signed_in(leader).get(path).content.decode())
    assert fields["base"] == EARLIER
    assert fields["form_unseen"] == "base"
    client.post(path, {**fields, "text": f"{EARLIER}\n{TYPED}", "decision": ""})
    kept = UnsavedText.objects.get()
    page = signed_in(leader).get(reverse("unsaved_text", args=[kept.pk])).content.decode()
    (shown,) = re.findall(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL)
    assert TYPED in html.unescape(shown)
    again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert html.unescape(again["base"]) == EARLIER
    assert Minutes.objects.get().text == EARLIER
