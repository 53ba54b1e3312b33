"""The page of the minutes: who gets in, what its buttons write, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from networks.choices import MinutesState
from networks.models import Decision, Meeting, Minutes, Network
from networks.selectors.outcome import outcome_of
from networks.services.minutes import LONGEST, add_decision, save_minutes, send_minutes
from tests.networks.members import NOW, again, member
from tests.networks.outcome import held, was_there

SignIn = Callable[..., Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def meeting(network: Network, leader: User, coordinator: User, director: User) -> Meeting:
    for person in (leader, coordinator):
        member(network, person, director)
    return held(network, coordinator)


@pytest.fixture
def sofie(signed_in: SignIn, leader: User) -> Client:
    return signed_in(leader, "en")


def at(name: str, *pks: int) -> str:
    return reverse(name, args=pks)


def send(client: Client, meeting: Meeting, name: str = "meeting_minutes", **data: Any) -> Any:
    values = {"text": "Velkommen", "base": "", "decision": "", **data}
    return client.post(at(name, meeting.pk), values)


def written(meeting: Meeting) -> str:
    return Minutes.objects.get(meeting=meeting).text


@pytest.mark.parametrize("who", ["director", "klk_admin", "policy_officer", "stranger_leader"])
def test_those_outside_find_nothing(
    who: str, meeting: Meeting, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)
    client = signed_in(person)
    for name in ("meeting_minutes", "minutes_send", "decision_new", "minutes_approve"):
        assert send(client, meeting, name).status_code == 404
    assert client.get(at("meeting_minutes", meeting.pk)).status_code == 404
    assert not Minutes.objects.exists()
    assert outcome_of(meeting, again(person)) == {"inside": False}


def test_looking_begins_nothing(meeting: Meeting, sofie: Client) -> None:
    assert sofie.get(at("meeting_minutes", meeting.pk)).status_code == 200
    assert not Minutes.objects.exists()


def test_the_button_saves_the_text_and_what_else_was_typed(meeting: Meeting, sofie: Client) -> None:
    answer = send(sofie, meeting, text="En\r\nTo <b>", decision="Vi mødes\r\ni maj")
    assert (answer.status_code, written(meeting)) == (302, "En\nTo <b>")
    assert Decision.objects.get().text == "Vi mødes i maj"
    assert "To &lt;b&gt;" in sofie.get(answer.headers["Location"]).content.decode()


def test_each_button_saves_the_text_first(meeting: Meeting, leader: User, sofie: Client) -> None:
    decision = add_decision(meeting=meeting, text="Nej", by=leader, now=NOW)
    path = at("decision_remove", meeting.pk, decision.pk)
    assert sofie.post(path, {"text": "En", "base": ""}).status_code == 302
    assert (written(meeting), Decision.objects.count()) == ("En", 0)
    send(sofie, meeting, "decision_new", text="En\nTo", base="En", decision="Ja")
    assert (written(meeting), Decision.objects.get().text) == ("En\nTo", "Ja")
    was_there(meeting, leader)
    send(sofie, meeting, "minutes_send", text="En\nTo\nTre", base="En\nTo")
    assert written(meeting) == "En\nTo\nTre"
    assert Minutes.objects.get().state == MinutesState.APPROVED


def test_a_refused_sending_has_saved_the_text(meeting: Meeting, sofie: Client) -> None:
    answer = send(sofie, meeting, "minutes_send")
    assert written(meeting) == "Velkommen"
    assert "Tick off" in sofie.get(answer.headers["Location"]).content.decode()


def test_sending_twice_leads_on_twice(meeting: Meeting, leader: User, sofie: Client) -> None:
    was_there(meeting, leader)
    for _time in range(2):
        assert send(sofie, meeting, "minutes_send", decision="Ja").status_code == 302
    assert (Decision.objects.count(), Minutes.objects.get().approvals.count()) == (1, 1)


def test_a_decision_of_another_meeting_is_not_there(
    meeting: Meeting, leader: User, sofie: Client
) -> None:
    other = held(meeting.network, leader, days_ago=14)
    decision = add_decision(meeting=other, text="Nej", by=leader, now=NOW)
    answer = sofie.post(at("decision_remove", meeting.pk, decision.pk), {"text": "", "base": ""})
    assert answer.status_code == 404
    assert Decision.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"text": "a" * (LONGEST + 1)},
        {"text": "NUL\x00"},
        {"decision": "b" * 501},
        {"base": "c" * (LONGEST + 1)},
    ],
)
def test_what_is_too_long_or_no_text_stays_in_the_form(
    bad: dict[str, str], meeting: Meeting, sofie: Client
) -> None:
    answer = send(sofie, meeting, **bad)
    assert answer.status_code == 200
    assert "ui-errors" in answer.content.decode()
    assert not Minutes.objects.exists()


@pytest.mark.parametrize(
    "text", ["\u202eabc", "👩‍👩‍👧 æøå", "<script>alert(1)</script>", "{{ 7 }}"]
)
def test_odd_texts_are_kept_as_they_are(text: str, meeting: Meeting, sofie: Client) -> None:
    send(sofie, meeting, text=text)
    assert written(meeting) == text
    assert "<script>alert" not in sofie.get(at("meeting_minutes", meeting.pk)).content.decode()


def test_nothing_sent_takes_nothing_away(meeting: Meeting, leader: User, sofie: Client) -> None:
    save_minutes(meeting=meeting, text="Der stod noget", base="", by=leader, now=NOW)
    assert sofie.post(at("meeting_minutes", meeting.pk)).status_code == 302
    assert written(meeting) == "Der stod noget"


def test_the_second_at_the_same_line_sees_both(
    meeting: Meeting, coordinator: User, sofie: Client
) -> None:
    save_minutes(meeting=meeting, text="Tema: tillid", base="", by=coordinator, now=NOW)
    save_minutes(meeting=meeting, text="Tema: mod", base="Tema: tillid", by=coordinator, now=NOW)
    answer = send(sofie, meeting, text="Tema: ro", base="Tema: tillid", decision="Ja")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lise Bech saved" in page
    form = answer.context["form"]
    assert form["text"].value() == "Tema: mod\nTema: ro"
    assert form["decision"].value() == "Ja"
    answer = send(sofie, meeting, text="Tema: mod og ro", base=form["base"].value())
    assert (answer.status_code, written(meeting)) == (302, "Tema: mod og ro")


def test_what_is_written_after_sending_is_shown_again(
    meeting: Meeting, leader: User, coordinator: User, sofie: Client
) -> None:
    save_minutes(meeting=meeting, text="Tema", base="", by=leader, now=NOW)
    was_there(meeting, leader, coordinator)
    send_minutes(meeting=meeting, by=leader, now=NOW)
    answer = send(sofie, meeting, text="Tema\nog mere", base="Tema")
    assert answer.status_code == 409
    assert "og mere" in answer.content.decode()


# --- while writing -------------------------------------------------------------------------
def test_while_writing_one_line_answers(meeting: Meeting, coordinator: User, sofie: Client) -> None:
    url = at("meeting_minutes", meeting.pk)
    save_minutes(meeting=meeting, text="Lises linje", base="", by=coordinator, now=NOW)
    answer = sofie.post(url, {"text": "Min linje", "base": ""}, headers=HTMX)
    page = answer.content.decode()
    assert written(meeting) == "Lises linje\nMin linje"
    assert 'value="Min linje"' in page, "the next text is compared with what was typed"
    assert "Others have written too" in page


def test_while_writing_a_clash_is_only_told(
    meeting: Meeting, coordinator: User, sofie: Client
) -> None:
    save_minutes(meeting=meeting, text="Ny", base="", by=coordinator, now=NOW)
    save_minutes(meeting=meeting, text="Lises", base="Ny", by=coordinator, now=NOW)
    answer = sofie.post(
        at("meeting_minutes", meeting.pk), {"text": "Min", "base": "Ny"}, headers=HTMX
    )
    assert "Not saved" in answer.content.decode()
    assert "id_base" not in answer.content.decode()
    assert written(meeting) == "Lises"


# --- to be approved ------------------------------------------------------------------------
def test_approving_and_asking_for_a_change(
    meeting: Meeting, leader: User, coordinator: User, signed_in: SignIn, sofie: Client
) -> None:
    save_minutes(meeting=meeting, text="Tema", base="", by=leader, now=NOW)
    was_there(meeting, leader, coordinator)
    row = send_minutes(meeting=meeting, by=leader, now=NOW)
    lise, change = signed_in(coordinator, "en"), at("minutes_take_back", meeting.pk)
    assert "Approve the minutes" in lise.get(at("meeting_minutes", meeting.pk)).content.decode()
    assert lise.post(change, {"reason": " "}).status_code == 200
    assert lise.post(change, {"reason": "x" * 301}).status_code == 200
    assert lise.post(change, {"reason": "Datoen <b>"}).status_code == 302
    assert "Datoen &lt;b&gt;" in sofie.get(at("meeting_minutes", meeting.pk)).content.decode()
    send(sofie, meeting, "minutes_send", text="Tema", base="Tema")
    for revision in ("", "x", "7", "9" * 5000):
        lise.post(at("minutes_approve", meeting.pk), {"revision": revision})
    row.refresh_from_db()
    assert row.state == MinutesState.TO_APPROVE
    lise.post(at("minutes_approve", meeting.pk), {"revision": str(row.revision)})
    row.refresh_from_db()
    assert row.state == MinutesState.APPROVED
    page = lise.get(at("meeting_minutes", meeting.pk)).content.decode()
    assert "They never change" in page
    assert "<textarea" not in page


def test_an_action_is_noted_while_writing_and_leads_back(
    meeting: Meeting, sofie: Client, leader: User
) -> None:
    went = send(sofie, meeting, "minutes_action", text="Velkommen, Åse", decision="Vi ses i maj")
    assert written(meeting) == "Velkommen, Åse"
    assert Decision.objects.get().text == "Vi ses i maj"
    due = {"due_on_day": "1", "due_on_month": "5", "due_on_year": "2035"}
    back = sofie.post(went.url, {"text": "Ring til Bo", "owner": leader.pk, **due})
    assert back.url == at("meeting_minutes", meeting.pk)
    assert "Ring til Bo" in sofie.get(back.url).content.decode()
