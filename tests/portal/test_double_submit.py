"""The same form sent twice at the same moment: one row, one mail, and an answer that is no error.

Two threads with a connection each go through the whole stack, as two presses of one button do.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Organisation, StaffImport, User
from accounts.selectors.invitations import link_to
from accounts.services.imports import choose_columns
from accounts.services.invitations import invite_person
from networks.models import (
    Assignment,
    Goal,
    Membership,
    Minutes,
    Network,
    NetworkDesign,
    Reflection,
)
from notifications.models import Message
from tests.networks.designs import approved, complete_draft, draft_of, empty_network
from tests.networks.members import invited, member, running_network
from tests.networks.outcome import held, was_there
from tests.networks.reflections import typed

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[..., Client]
TWICE = 2


def at_once(*sendings: Callable[[], Any]) -> list[Any]:
    """Send all at the same moment; nobody gets an error. Returns the answers in that order."""
    barrier = Barrier(len(sendings), timeout=20)

    def send(sending: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait()
            return sending()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sendings)) as pool:
        answers = list(pool.map(send, sendings))
    assert [answer for answer in answers if answer.status_code >= 400] == []
    return answers


def twice(client: Client, path: str, fields: dict[str, Any]) -> list[Any]:
    """Two presses in one browser: the same session, a client for each thread."""

    def press() -> Any:
        own = Client()
        own.cookies = client.cookies.copy()
        return own.post(path, fields)

    return at_once(*[press] * TWICE)


def led_on(answers: list[Any]) -> int:
    return sum(answer.status_code == 302 for answer in answers)


def test_create_a_network(signed_in: SignIn, director: User, gentofte: Organisation) -> None:
    answers = twice(signed_in(director, "en"), reverse("network_new"), {"name": "Nye ledere"})
    assert (Network.objects.count(), NetworkDesign.objects.count()) == (1, 1)
    purpose = reverse("design_part", args=[Network.objects.get().pk, "formaal"])
    assert [answer.headers.get("Location") for answer in answers] == [purpose] * TWICE


def test_save_a_part(signed_in: SignIn, director: User, gentofte: Organisation) -> None:
    design = draft_of(empty_network(gentofte, director))
    path = reverse("design_part", args=[design.network_id, "formaal"])
    answers = twice(signed_in(director), path, {"purpose": "Et rum", "revision": "0"})
    assert led_on(answers) == TWICE, "the same text twice is no conflict"
    state = design.part_states.get(part="purpose")
    design.refresh_from_db()
    assert (design.purpose, state.revision) == ("Et rum", 1)


def test_approve(signed_in: SignIn, director: User, gentofte: Organisation) -> None:
    design = complete_draft(gentofte, director)
    path = reverse("design_approve", args=[design.network_id])
    client = signed_in(director)
    seen = client.get(path).context["seen"]
    assert led_on(twice(client, path, {"seen": seen})) == TWICE
    assert NetworkDesign.objects.approved().count() == NetworkDesign.objects.count() == 1


def test_start_a_version(signed_in: SignIn, director: User, gentofte: Organisation) -> None:
    network = approved(gentofte, director).network
    path = reverse("design_new_version", args=[network.pk])
    assert led_on(twice(signed_in(director), path, {})) == TWICE
    assert network.designs.count() == 2
    assert Goal.objects.filter(design__version=2).count() == 1


def test_invite_a_person(signed_in: SignIn, director: User, day_care: Organisation) -> None:
    fields = {
        "first_name": "Ny",
        "email": "ny@gentofte.example",
        "role": "leader",
        "language": "da",
    }
    answers = twice(signed_in(director, "en"), reverse("invite", args=[day_care.pk]), fields)
    assert (Invitation.objects.count(), Message.objects.count()) == (1, 1)
    told = next(answer for answer in answers if answer.status_code == 200)
    assert "ui-errors" in told.content.decode()


def test_send_an_invitation_again(
    signed_in: SignIn, director: User, day_care: Organisation
) -> None:
    invitation = invitation_to(day_care, director)
    path = reverse("invitation_resend", args=[invitation.pk])
    fields = {"sendings": str(invitation.sendings)}
    assert led_on(twice(signed_in(director), path, fields)) == TWICE
    assert Message.objects.count() == 2  # the first one, and once again


def invitation_to(where: Organisation, by: User) -> Invitation:
    return invite_person(
        email="ny@gentofte.example",
        first_name="Ny",
        last_name="Leder",
        role="leader",
        organisation=where,
        by=by,
        now=timezone.now(),
    )


def test_accept_an_invitation(director: User, day_care: Organisation) -> None:
    """The second press finds the link used; it is told so, and whoever pressed is signed in."""
    path = "/konto/" + link_to(invitation_to(day_care, director)).partition("/konto/")[2]
    fields = {"first_name": "Ny", "last_name": "Leder", "password": "en lang sætning om åer"}
    clients = [Client(), Client()]
    barrier = Barrier(TWICE, timeout=20)

    def press(client: Client) -> int:
        try:
            connection.ensure_connection()
            barrier.wait()
            return client.post(path, fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(TWICE) as pool:
        found = sorted(pool.map(press, clients))
    assert found[0] == 302
    assert found[1] in (302, 404)
    user = User.objects.get(email="ny@gentofte.example")
    assert (user.role_holdings.count(), user.positions.count()) == (1, 1)
    assert any("_auth_user_id" in client.session for client in clients)


def test_two_take_the_last_place(
    signed_in: SignIn,
    director: User,
    leader: User,
    other_leader: User,
    coordinator: User,
    gentofte: Organisation,
) -> None:
    network = running_network(gentofte, director, size_max=2)
    member(network, coordinator, director)
    path = reverse("network_join", args=[network.pk])
    both = [signed_in(person, "en") for person in (leader, other_leader)]
    answers = at_once(*[lambda client=client: client.post(path) for client in both])
    assert led_on(answers) == TWICE
    assert Membership.objects.active().filter(network=network).count() == 2
    pages = [client.get(reverse("network", args=[network.pk])).content.decode() for client in both]
    assert sum("You are now a member" in page for page in pages) == 1
    assert sum("full" in page for page in pages) >= 1


def test_say_yes(signed_in: SignIn, director: User, leader: User, gentofte: Organisation) -> None:
    membership = invited(running_network(gentofte, director), leader, director)
    before = Message.objects.count()
    path = reverse("membership_answer", args=[membership.pk])
    assert led_on(twice(signed_in(leader), path, {"answer": "yes"})) == TWICE
    assert Membership.objects.active().count() == Membership.objects.count() == 1
    assert Message.objects.filter(address=leader.email).count() <= before + 1


def test_assign_a_consultant(
    signed_in: SignIn, director: User, internal_consultant: User, gentofte: Organisation
) -> None:
    network = running_network(gentofte, director)
    day = timezone.localdate()
    fields = {
        "consultant": internal_consultant.pk,
        "starts_on_day": day.day,
        "starts_on_month": day.month,
        "starts_on_year": day.year,
    }
    twice(signed_in(director), reverse("network_assign", args=[network.pk]), fields)
    mails = Message.objects.filter(address=internal_consultant.email)
    assert (Assignment.objects.count(), mails.count()) == (1, 1)


def test_write_a_reflection(signed_in: SignIn, leader: User) -> None:
    fields = typed(key=str(uuid.uuid4()))
    answers = twice(signed_in(leader), reverse("reflection_new"), fields)
    assert Reflection.objects.count() == 1
    assert {answer["Location"] for answer in answers} == {
        reverse("reflection", args=[Reflection.objects.get().pk])
    }


def test_confirm_an_import(
    signed_in: SignIn, director: User, gentofte: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr("accounts.services.imports.wake_writer", woken.append)
    staff_import = StaffImport.objects.create(
        municipality=gentofte,
        uploaded_by=director,
        created_at=timezone.now(),
        file_name="ledere.csv",
        header=["Institution", "Fornavn", "Efternavn", "E-mail"],
        rows=[[2, ["Åhuset", "Anna", "Holm", "anna@gentofte.example"]]],
        rows_total=1,
    )
    columns = {"institution": 0, "first_name": 1, "last_name": 2, "email": 3}
    checked = choose_columns(staff_import=staff_import, mapping=columns, now=timezone.now())
    path = reverse("import_confirm", args=[staff_import.pk])
    answers = twice(signed_in(director), path, {"digest": checked.report["digest"]})
    assert {answer["Location"] for answer in answers} == {
        reverse("import_progress", args=[staff_import.pk])
    }
    assert woken == [staff_import.pk]


# --- what comes of a meeting ---------------------------------------------------------------
def test_minutes_with_a_decision(
    signed_in: SignIn, director: User, leader: User, gentofte: Organisation
) -> None:
    network = running_network(gentofte, director)
    member(network, leader, director)
    meeting = held(network, leader)
    path = reverse("meeting_minutes", args=[meeting.pk])
    fields = {"text": "Vi talte om tillid.", "base": "", "decision": "Vi mødes i maj."}
    assert led_on(twice(signed_in(leader), path, fields)) == TWICE
    minutes = Minutes.objects.get()
    assert minutes.text == fields["text"]
    assert [decision.text for decision in meeting.decisions.all()] == [fields["decision"]]
    was_there(meeting, leader)
    path = reverse("minutes_send", args=[meeting.pk])
    twice(signed_in(leader), path, {"text": fields["text"], "base": fields["text"]})
    minutes.refresh_from_db()
    assert (minutes.state, minutes.approvals.count()) == ("approved", 1)
