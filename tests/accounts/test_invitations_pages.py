"""The pages of invitations: who may invite, what the link opens, what is refused."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Invitation, Organisation, RoleHolding, User
from accounts.selectors.invitations import link_to
from accounts.services.invitations import invite_person, resend_invitation, withdraw_invitation
from accounts.services.people import create_person
from notifications.models import Message
from tests.conftest import PASSWORD

SignedIn = Callable[..., Client]
NEW = {
    "first_name": "Ny",
    "last_name": "Leder",
    "email": "ny@gentofte.example",
    "role": Role.LEADER.value,
    "language": "da",
}
ANSWER = {"first_name": "Nynne", "last_name": "Lær", "password": "en lang sætning om åer"}


def invite(where: Organisation, by: User, email: str = "ny@gentofte.example") -> Invitation:
    return invite_person(
        email=email,
        first_name="Ny",
        last_name="Leder",
        role=Role.LEADER,
        organisation=where,
        by=by,
        now=timezone.now(),
    )


@pytest.fixture
def invitation(director: User, day_care: Organisation) -> Invitation:
    return invite(day_care, director)


def path_of(invitation: Invitation) -> str:
    return "/konto/" + link_to(invitation).partition("/konto/")[2]


# --- inviting --------------------------------------------------------------------------------
def test_a_director_invites_a_leader(
    signed_in: SignedIn, director: User, day_care: Organisation
) -> None:
    response = signed_in(director).post(reverse("invite", args=[day_care.pk]), NEW)
    assert response.headers["Location"] == reverse("invitations")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by, invitation.organisation) == (
        "ny@gentofte.example",
        Role.LEADER,
        director,
        day_care,
    )
    assert Message.objects.get().address == "ny@gentofte.example"


def test_klk_invites_anywhere_and_its_own(
    signed_in: SignedIn, klk_admin: User, klk: Organisation, gentofte: Organisation
) -> None:
    client = signed_in(klk_admin)
    for where, role in [(klk, Role.CONSULTANT), (gentofte, Role.DIRECTOR)]:
        client.post(reverse("invite", args=[where.pk]), {**NEW, "role": role.value})
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize("who", ["leader", "internal_consultant", "policy_officer"])
def test_others_of_the_municipality_may_look_and_not_invite(
    request: pytest.FixtureRequest, signed_in: SignedIn, day_care: Organisation, who: str
) -> None:
    client = signed_in(request.getfixturevalue(who))
    address = reverse("invite", args=[day_care.pk])
    assert client.get(address).status_code == client.post(address, NEW).status_code == 403
    assert client.get(reverse("invitations")).status_code == 403
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["stranger_director", "stranger_leader", "consultant"])
def test_strangers_find_nothing(
    request: pytest.FixtureRequest,
    signed_in: SignedIn,
    day_care: Organisation,
    invitation: Invitation,
    who: str,
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for name, pk in [
        ("invite", day_care.pk),
        ("invitation_resend", invitation.pk),
        ("invitation_withdraw", invitation.pk),
    ]:
        assert client.post(reverse(name, args=[pk]), NEW).status_code == 404
    invitation.refresh_from_db()
    assert (invitation.sendings, invitation.withdrawn_at) == (1, None)
    assert Message.objects.count() == 1


def test_the_list_says_the_same_of_known_and_unknown_addresses(
    signed_in: SignedIn, director: User, day_care: Organisation, stranger_leader: User
) -> None:
    """The page after inviting somebody known, and somebody unknown, differ in the address only."""
    pages = []
    for email in (stranger_leader.email, "ukendt@kolding.example"):
        Invitation.objects.all().delete()
        client = signed_in(director)
        address = reverse("invite", args=[day_care.pk])
        page = client.post(address, {**NEW, "email": email}, follow=True).content.decode()
        shown = re.sub(r'(invitationer/)\d+|value="[^"]*"', "", page.replace(email, "ADDRESS"))
        pages.append(shown)
    assert pages[0] == pages[1]


def test_a_second_submit_is_told_beside_the_field(
    signed_in: SignedIn, director: User, day_care: Organisation
) -> None:
    client, address = signed_in(director), reverse("invite", args=[day_care.pk])
    client.post(address, NEW)
    response = client.post(address, NEW)
    assert "email" in response.context["form"].errors
    assert "Leder" in response.content.decode()
    assert (Invitation.objects.count(), Message.objects.count()) == (1, 1)


BAD = [
    ({"email": ""}, "email"),
    ({"email": "ingen"}, "email"),
    ({"email": "a" * 250 + "@gentofte.example"}, "email"),
    ({"email": "ny@gentofte.example\r\nBcc: alle@gentofte.example"}, "email"),
    ({"first_name": ""}, "first_name"),
    ({"first_name": "x" * 101}, "first_name"),
    ({"last_name": "x" * 101}, "last_name"),
    ({"first_name": "a\x00b"}, "first_name"),
    ({"role": ""}, "role"),
    ({"role": "klk_admin"}, "role"),
    ({"role": "director"}, "role"),
    ({"language": "xx"}, "language"),
    ({"role_ends_on_day": "32", "role_ends_on_month": "13"}, "role_ends_on"),
    ({"role_ends_on": "32/13/2027"}, "role_ends_on"),
    ({"role_ends_on": "1.1.2001"}, "role_ends_on"),
]


@pytest.mark.parametrize(("change", "field"), BAD)
def test_bad_input_is_refused_beside_the_field_and_kept(
    signed_in: SignedIn,
    director: User,
    day_care: Organisation,
    change: dict[str, Any],
    field: str,
) -> None:
    response = signed_in(director).post(
        reverse("invite", args=[day_care.pk]), {**NEW, "last_name": "Beholdt", **change}
    )
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert "last_name" in change or "Beholdt" in response.content.decode()
    assert not Invitation.objects.exists()


def test_markup_and_other_scripts_are_shown_as_typed(
    signed_in: SignedIn, director: User, day_care: Organisation
) -> None:
    name = '<script>alert("x")</script> \u202eסופיה 🦊'
    client = signed_in(director)
    client.post(reverse("invite", args=[day_care.pk]), {**NEW, "first_name": name})
    assert Invitation.objects.get().first_name == name
    page = client.get(reverse("invitations")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "🦊" in page


def test_somebody_elses_director_cannot_be_deputised_for(
    signed_in: SignedIn, director: User, gentofte: Organisation, stranger_director: User
) -> None:
    client, address = signed_in(director), reverse("invite", args=[gentofte.pk])
    deputy = {**NEW, "role": Role.DIRECTOR.value, "role_ends_on": "1.1.2190"}
    for pk in (stranger_director.pk, 999999, "x"):
        response = client.post(address, {**deputy, "deputy_for": pk})
        assert "deputy_for" in response.context["form"].errors
    response = client.post(address, {**deputy, "deputy_for": director.pk, "role_ends_on": ""})
    assert "role_ends_on" in response.context["form"].errors
    client.post(address, {**deputy, "deputy_for": director.pk})
    assert Invitation.objects.get().deputy_for == director


# --- resending and withdrawing ---------------------------------------------------------------
def test_a_director_resends_once_and_withdraws(
    signed_in: SignedIn, director: User, invitation: Invitation
) -> None:
    client, again = signed_in(director), reverse("invitation_resend", args=[invitation.pk])
    for _click in range(2):
        assert client.post(again, {"sendings": "1"}).status_code == 302
    assert Message.objects.count() == 2
    for nonsense in ("", "x", "9" * 5000, "²"):
        assert client.post(again, {"sendings": nonsense}).status_code == 302
    client.post(reverse("invitation_withdraw", args=[invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    sent = Message.objects.count()
    client.post(again)
    assert Message.objects.count() == sent


def test_a_look_changes_nothing(
    signed_in: SignedIn, director: User, invitation: Invitation
) -> None:
    client = signed_in(director)
    for name in ("invitation_resend", "invitation_withdraw"):
        assert client.get(reverse(name, args=[invitation.pk])).status_code == 405


# --- the link --------------------------------------------------------------------------------
def test_the_link_lets_a_new_person_in(client: Client, invitation: Invitation) -> None:
    path = path_of(invitation)
    page = client.get(path)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert "Mette Holm" in page.content.decode()
    assert not User.objects.filter(email=invitation.email).exists()
    response = client.post(path, ANSWER)
    assert response.headers["Location"] == reverse("home")
    user = User.objects.get(email=invitation.email)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.full_name == "Nynne Lær"
    assert client.post(path, ANSWER).status_code == 404


def test_the_page_speaks_the_language_of_the_invitation(
    client: Client, invitation: Invitation
) -> None:
    invitation.language = "en"
    invitation.save()
    page = client.get(path_of(invitation))
    assert 'lang="en"' in page.content.decode()
    assert page.headers["Content-Language"] == "en"


def test_who_has_a_sign_in_is_asked_to_use_it(
    client: Client,
    signed_in: SignedIn,
    director: User,
    day_care: Organisation,
    stranger_leader: User,
) -> None:
    path = path_of(invite(day_care, director, stranger_leader.email))
    assert f"{reverse('account_login')}?next={path}" in client.get(path).content.decode()
    assert client.post(path, ANSWER).url == path  # a form from before the account was there
    assert "_auth_user_id" not in client.session
    assert stranger_leader.role_holdings.count() == 1
    own = signed_in(stranger_leader)
    assert own.get(path).status_code == 200
    assert own.post(path).headers["Location"] == reverse("home")
    assert stranger_leader.role_holdings.count() == 2
    stranger_leader.refresh_from_db()
    assert stranger_leader.check_password(PASSWORD)


def test_signed_in_as_somebody_else_accepts_nothing(
    signed_in: SignedIn, invitation: Invitation, leader: User
) -> None:
    client, path = signed_in(leader), path_of(invitation)
    assert client.get(path).status_code == client.post(path, ANSWER).status_code == 200
    assert not User.objects.filter(email=invitation.email).exists()
    assert leader.role_holdings.count() == 1


def test_every_dead_link_gives_the_same_page(
    client: Client, director: User, day_care: Organisation, stranger_leader: User
) -> None:
    def anew(email: str) -> Invitation:
        Invitation.objects.all().delete()
        return invite(day_care, director, email)

    now, pages = timezone.now(), set()
    for email in ("ny@gentofte.example", stranger_leader.email):
        for kill in ("withdraw", "resend", "expire", "delete", "tamper"):
            invitation = anew(email)
            path = path_of(invitation)
            if kill == "withdraw":
                withdraw_invitation(invitation=invitation, by=director, now=now)
            elif kill == "resend":
                resend_invitation(invitation=invitation, by=director, now=now)
            elif kill == "expire":
                invitation.expires_at = now
                invitation.save()
            elif kill == "delete":
                invitation.delete()
            else:
                path = path[:-3] + "xx/"
            for response in (client.get(path), client.post(path, ANSWER)):
                assert response.status_code == 404
                pages.add(re.sub(r'value="[^"]*"', "", response.content.decode()))
    assert len(pages) == 1
    assert User.objects.filter(email="ny@gentofte.example").count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": ""}, "password"),
        ({"password": "kort"}, "password"),
        ({"password": "ny@gentofte.example"}, "password"),
        ({"password": "password1234"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"first_name": ""}, "first_name"),
        ({"first_name": "x" * 101}, "first_name"),
        ({"last_name": "x" * 101}, "last_name"),
    ],
)
def test_a_bad_answer_is_refused_beside_the_field(
    client: Client, invitation: Invitation, change: dict[str, str], field: str
) -> None:
    response = client.post(path_of(invitation), {**ANSWER, **change})
    assert field in response.context["form"].errors
    assert ANSWER["password"] not in response.content.decode()
    assert not User.objects.filter(email=invitation.email).exists()
    invitation.refresh_from_db()
    assert invitation.is_unanswered


def test_a_person_of_the_hr_list_chooses_a_first_password(
    client: Client, invitation: Invitation
) -> None:
    known = create_person(email=invitation.email, first_name="Kendt", last_name="")
    assert client.post(path_of(invitation), ANSWER).status_code == 302
    known.refresh_from_db()
    assert known.check_password(ANSWER["password"])
    assert RoleHolding.objects.filter(user=known, role=Role.LEADER).exists()


def test_the_list_says_when_the_sender_has_left(
    signed_in: SignedIn, invitation: Invitation, director: User, klk_admin: User, client: Client
) -> None:
    RoleHolding.objects.filter(user=director).delete()
    page = signed_in(klk_admin, "en").get(reverse("invitations")).content.decode()
    assert "The sender has left: send it again" in page
    assert client.get(path_of(invitation), follow=True).status_code == 404
    address = reverse("invitation_resend", args=[invitation.pk])
    signed_in(klk_admin).post(address, {"sendings": 1})
    page = signed_in(klk_admin, "en").get(reverse("invitations")).content.decode()
    assert "The sender has left" not in page
