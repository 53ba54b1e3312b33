"""Each action on the members' pages: who may, who may not, twice, and with bad input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, Position, User
from networks.models import Assignment, DutyPeriod, Membership, Network
from networks.services.membership import leave_network
from notifications.models import Message
from tests.conftest import institution, person
from tests.networks.members import (
    DAY,
    NOW,
    asked,
    assigned,
    end_roles,
    invited,
    member,
    running_network,
)

SignedIn = Callable[..., Client]
TODAY = timezone.localdate()


@pytest.fixture
def network(gentofte: Organisation, director: User, other_leader: User) -> Network:
    """By request; Omar is a member."""
    network = running_network(gentofte, director, name="Dagtilbud Nord", admission="request")
    member(network, other_leader, director)
    return network


@pytest.fixture
def waiting(network: Network, leader: User, director: User) -> Membership:
    """Sofie is invited."""
    return invited(network, leader, director)


@pytest.fixture
def request_to_join(network: Network, leader: User) -> Membership:
    """Sofie has asked."""
    return asked(network, leader)


def state(membership: Membership) -> str:
    return Membership.objects.get(pk=membership.pk).state


def post(client: Client, name: str, pk: int, **data: Any) -> Any:
    return client.post(reverse(name, args=[pk]), data)


def told(client: Client) -> str:
    """What the next page says."""
    return client.get("/netvaerk/").content.decode()


# --- who may ---------------------------------------------------------------------------------
OUTSIDERS = {
    "stranger_director": 404,
    "stranger_leader": 404,
    "internal_consultant": 404,
    "other_consultant": 404,
    "other_leader": 403,
    "policy_officer": 403,
}
OF_NETWORK = (
    "network_invite",
    "network_coordinator",
    "network_assign",
)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_who_may_not_steer(
    who: str, network: Network, klk_admin: User, signed_in: SignedIn, request: Any
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for name in OF_NETWORK:
        for method in (client.get, client.post):
            assert method(reverse(name, args=[network.pk])).status_code == OUTSIDERS[who], name
    assert (Membership.objects.count(), Assignment.objects.count()) == (1, 0)


@pytest.mark.parametrize("who", ["director", "klk_admin"])
def test_who_may_steer(who: str, network: Network, signed_in: SignedIn, request: Any) -> None:
    client = signed_in(request.getfixturevalue(who))
    for name in (*OF_NETWORK, "network_members"):
        assert client.get(reverse(name, args=[network.pk])).status_code == 200, name


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger_director", 404),
        ("stranger_leader", 404),
        ("coordinator", 404),  # of another network
        ("policy_officer", 404),
        ("internal_consultant", 404),
        ("other_consultant", 404),
        ("other_leader", 404),  # a member does not see who is invited
        ("consultant", 403),  # assigned
    ],
)
def test_somebody_elses_invitation(
    who: str,
    status: int,
    network: Network,
    waiting: Membership,
    consultant: User,
    klk_admin: User,
    signed_in: SignedIn,
    request: Any,
) -> None:
    assigned(network, consultant, klk_admin)
    client = signed_in(request.getfixturevalue(who))
    for name in (
        "membership_answer",
        "membership_decide",
        "membership_withdraw",
        "membership_remove",
    ):
        data = {"answer": "yes", "decision": "yes"}
        assert post(client, name, waiting.pk, **data).status_code == status, name
    assert state(waiting) == "invited"


def test_a_director_does_not_answer_for_somebody(
    waiting: Membership, director: User, klk_admin: User, signed_in: SignedIn
) -> None:
    for steers in (director, klk_admin):
        client = signed_in(steers)
        assert post(client, "membership_answer", waiting.pk, answer="yes").status_code == 403
    assert state(waiting) == "invited"


def test_a_member_ends_nobody_elses_membership(
    network: Network, other_leader: User, coordinator: User, director: User, signed_in: SignedIn
) -> None:
    theirs = member(network, coordinator, director)
    client = signed_in(other_leader)
    for name in ("membership_remove", "membership_decide", "membership_withdraw"):
        assert post(client, name, theirs.pk, decision="no").status_code == 403, name
    assert state(theirs) == "active"


def test_actions_are_not_done_by_a_link(
    network: Network, waiting: Membership, leader: User, director: User, signed_in: SignedIn
) -> None:
    for client, name, pk in (
        (signed_in(leader), "network_join", network.pk),
        (signed_in(leader), "membership_answer", waiting.pk),
        (signed_in(director), "membership_decide", waiting.pk),
        (signed_in(director), "membership_withdraw", waiting.pk),
    ):
        assert client.get(reverse(name, args=[pk])).status_code == 405
    signed_in(director).get(reverse("membership_remove", args=[waiting.pk]))
    assert state(waiting) == "invited"


# --- inviting --------------------------------------------------------------------------------
def test_a_director_invites_a_leader(
    network: Network, leader: User, director: User, signed_in: SignedIn
) -> None:
    client = signed_in(director, "en")
    for _ in range(2):
        assert post(client, "network_invite", network.pk, person=leader.pk).status_code == 302
    assert network.memberships.get(user=leader).asked_by == director
    assert Message.objects.filter(user=leader).count() == 1
    assert "Sofie Krag is invited and gets a mail" in told(client)


@pytest.mark.parametrize(
    "wrong", ["stranger_leader", "policy_officer", "director", "other_leader", "klk_admin"]
)
def test_only_leaders_from_here_who_are_not_in_it(
    wrong: str, network: Network, director: User, signed_in: SignedIn, request: Any
) -> None:
    client = signed_in(director, "en")
    post(client, "network_invite", network.pk, person=request.getfixturevalue(wrong).pk)
    assert "cannot be invited" in told(client)
    assert network.memberships.count() == 1


@pytest.mark.parametrize("wrong", ["", "0", "x", "999999", "1 OR 1=1", "9" * 40, "\x00"])
def test_unknown_people(wrong: str, network: Network, director: User, signed_in: SignedIn) -> None:
    client = signed_in(director, "en")
    assert post(client, "network_invite", network.pk, person=wrong).status_code == 302
    assert "cannot be invited" in told(client)
    assert network.memberships.count() == 1


def offered(client: Client, network: Network, query: str = "") -> list[str]:
    page = client.get(reverse("network_invite", args=[network.pk]) + query).context["page"]
    return [person.full_name for person in page]


def test_the_same_leader_level_first_and_searched_by_name_or_workplace(
    network: Network,
    area: Organisation,
    director: User,
    leader: User,
    coordinator: User,
    stranger_leader: User,
    signed_in: SignedIn,
) -> None:
    head = person("chef@gentofte.example", "Aage Aa", "leader", area)
    Position.objects.filter(user=head).update(level="head")
    client = signed_in(director)
    assert offered(client, network) == ["Lise Bech", "Sofie Krag", "Aage Aa"]
    assert offered(client, network, "?q=åge") == ["Aage Aa"]
    assert offered(client, network, "?q=bakken") == ["Lise Bech"]
    assert offered(client, network, "?q=%3C%3E") == []
    assert offered(client, network, "?q=" + "x" * 300) == ["Lise Bech", "Sofie Krag", "Aage Aa"]


def test_a_superior_and_their_own_report_are_pointed_out(
    network: Network,
    area: Organisation,
    director: User,
    leader: User,
    other_leader: User,
    signed_in: SignedIn,
) -> None:
    head = person("chef@gentofte.example", "Aage Aa", "leader", area)
    Position.objects.filter(user=other_leader).update(reports_to=head)
    Position.objects.filter(user=leader).update(reports_to=other_leader)
    url = reverse("network_invite", args=[network.pk])
    shown = signed_in(director, "en").get(url).content.decode()
    assert "Leads Omar Haddad" in shown
    assert "Reports to Omar Haddad" in shown
    invited(network, head, director)  # advice, never a lock


# --- joining and answering -------------------------------------------------------------------
def test_asking_and_taking_it_back(
    network: Network, leader: User, director: User, signed_in: SignedIn
) -> None:
    client = signed_in(leader, "en")
    for _ in range(2):
        response = post(client, "network_join", network.pk)
        assert response["Location"] == reverse("network", args=[network.pk])
    membership = network.memberships.get(user=leader)
    assert membership.state == "requested"
    for _ in range(2):
        post(client, "membership_withdraw", membership.pk)
    assert state(membership) == "withdrawn"


def test_joining_an_open_network(
    gentofte: Organisation, director: User, leader: User, signed_in: SignedIn
) -> None:
    network = running_network(gentofte, director)
    client = signed_in(leader, "en")
    for _ in range(2):
        post(client, "network_join", network.pk)
    assert "Welcome" in told(client)
    assert network.memberships.get().state == "active"


def test_where_only_invitations_count_nobody_joins(
    gentofte: Organisation, director: User, leader: User, signed_in: SignedIn
) -> None:
    network = running_network(gentofte, director, admission="invitation")
    client = signed_in(leader)
    assert post(client, "network_join", network.pk).status_code == 404
    invited(network, leader, director)
    assert post(client, "network_join", network.pk).status_code == 403
    assert network.memberships.get().state == "invited"


def test_full_is_told(
    gentofte: Organisation,
    director: User,
    leader: User,
    other_leader: User,
    coordinator: User,
    signed_in: SignedIn,
) -> None:
    network = running_network(gentofte, director, size_max=2)
    for someone in (other_leader, coordinator):
        member(network, someone, director)
    client = signed_in(leader, "en")
    post(client, "network_join", network.pk)
    assert "The network is full" in told(client)
    assert not network.memberships.filter(user=leader).exists()


def test_yes_twice(waiting: Membership, leader: User, signed_in: SignedIn) -> None:
    client = signed_in(leader)
    for _ in range(2):
        response = post(client, "membership_answer", waiting.pk, answer="yes")
        assert response["Location"] == reverse("network", args=[waiting.network_id])
    assert state(waiting) == "active"


def test_no_twice_from_a_network_one_then_no_longer_sees(
    gentofte: Organisation, director: User, leader: User, signed_in: SignedIn
) -> None:
    network = running_network(gentofte, director, admission="invitation")
    membership, client = invited(network, leader, director), signed_in(leader)
    for _ in range(2):
        response = post(client, "membership_answer", membership.pk, answer="no")
        assert response["Location"] == reverse("networks")
    assert state(membership) == "declined"


@pytest.mark.parametrize("answer", ["", "maybe", "YES", "<script>"])
def test_an_answer_is_yes_or_no(
    answer: str, waiting: Membership, leader: User, signed_in: SignedIn
) -> None:
    post(signed_in(leader), "membership_answer", waiting.pk, answer=answer)
    assert state(waiting) == "invited"


def test_an_invitation_that_was_taken_back_is_told(
    waiting: Membership, leader: User, director: User, signed_in: SignedIn
) -> None:
    assert post(signed_in(director), "membership_withdraw", waiting.pk).status_code == 302
    client = signed_in(leader, "en")
    post(client, "membership_answer", waiting.pk, answer="yes")
    assert "answered or withdrawn meanwhile" in told(client)
    assert state(waiting) == "withdrawn"


def test_somebody_whose_role_ended_cannot_say_yes(
    waiting: Membership, leader: User, signed_in: SignedIn
) -> None:
    client = signed_in(end_roles(leader))
    assert post(client, "membership_answer", waiting.pk, answer="yes").status_code == 302
    assert state(waiting) == "invited"


# --- deciding --------------------------------------------------------------------------------
@pytest.mark.parametrize(("decision", "after"), [("yes", "active"), ("no", "declined")])
@pytest.mark.parametrize("who", ["director", "klk_admin"])
def test_deciding_twice(
    decision: str,
    after: str,
    who: str,
    request_to_join: Membership,
    leader: User,
    signed_in: SignedIn,
    request: Any,
) -> None:
    client = signed_in(request.getfixturevalue(who))
    for _ in range(2):
        post(client, "membership_decide", request_to_join.pk, decision=decision)
    assert state(request_to_join) == after
    assert Message.objects.filter(user=leader, kind="networks.decision").count() == 1


@pytest.mark.parametrize("decision", ["", "maybe"])
def test_a_decision_is_yes_or_no(
    decision: str, request_to_join: Membership, director: User, signed_in: SignedIn
) -> None:
    post(signed_in(director), "membership_decide", request_to_join.pk, decision=decision)
    assert state(request_to_join) == "requested"


def test_whoever_asked_does_not_decide(
    request_to_join: Membership, leader: User, signed_in: SignedIn
) -> None:
    client = signed_in(leader)
    assert post(client, "membership_decide", request_to_join.pk, decision="yes").status_code == 403
    assert state(request_to_join) == "requested"


# --- leaving and ending ----------------------------------------------------------------------
def test_leaving_asks_first_and_twice_is_harmless(
    network: Network, other_leader: User, signed_in: SignedIn
) -> None:
    client, url = signed_in(other_leader), reverse("network_leave", args=[network.pk])
    assert client.get(url).status_code == 200
    assert network.memberships.get().state == "active"
    for _ in range(2):
        assert client.post(url).status_code == 302
    assert network.memberships.get().state == "left"


def test_only_a_member_leaves(
    network: Network, waiting: Membership, leader: User, director: User, signed_in: SignedIn
) -> None:
    for someone in (leader, director):
        assert post(signed_in(someone), "network_leave", network.pk).status_code == 404
    assert state(waiting) == "invited"


def test_a_director_ends_a_membership(
    network: Network, other_leader: User, director: User, signed_in: SignedIn
) -> None:
    membership, client = network.memberships.get(), signed_in(director)
    url = reverse("membership_remove", args=[membership.pk])
    assert "Omar Haddad" in client.get(url).content.decode()
    assert state(membership) == "active"
    for _ in range(2):
        client.post(url)
    assert state(membership) == "left"
    assert Message.objects.filter(user=other_leader, kind="networks.removal").count() == 1


def test_ending_what_is_only_an_invitation_is_told(
    waiting: Membership, director: User, signed_in: SignedIn
) -> None:
    client = signed_in(director, "en")
    post(client, "membership_remove", waiting.pk)
    assert "no membership to end" in told(client)
    assert state(waiting) == "invited"


# --- coordinator -----------------------------------------------------------------------------
def dates(prefix: str, day: Any) -> dict[str, str]:
    return {
        f"{prefix}_day": str(day.day),
        f"{prefix}_month": str(day.month),
        f"{prefix}_year": str(day.year),
    }


def test_naming_a_coordinator_twice(network: Network, director: User, signed_in: SignedIn) -> None:
    membership, client = network.memberships.get(), signed_in(director)
    for _ in range(2):
        data = {"member": membership.pk, **dates("starts_on", TODAY)}
        assert post(client, "network_coordinator", network.pk, **data).status_code == 302
    assert DutyPeriod.objects.get().membership == membership


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("member", {"member": "999999"}),
        ("member", {"member": "x"}),
        ("member", {"member": ""}),
        ("starts_on", {"starts_on_day": "32"}),
        ("starts_on", {"starts_on_year": "2020"}),
        ("starts_on", {"starts_on_day": "", "starts_on_month": "", "starts_on_year": ""}),
    ],
)
def test_a_coordinator_with_bad_input(
    field: str, wrong: dict[str, str], network: Network, director: User, signed_in: SignedIn
) -> None:
    data = {"member": network.memberships.get().pk, **dates("starts_on", TODAY), **wrong}
    response = post(signed_in(director), "network_coordinator", network.pk, **data)
    assert list(response.context["form"].errors) == [field]
    assert not DutyPeriod.objects.exists()


def test_a_member_of_another_network_cannot_be_coordinator(
    network: Network, gentofte: Organisation, director: User, leader: User, signed_in: SignedIn
) -> None:
    other = member(running_network(gentofte, director, name="Et andet"), leader, director)
    data = {"member": other.pk, **dates("starts_on", TODAY)}
    response = post(signed_in(director), "network_coordinator", network.pk, **data)
    assert list(response.context["form"].errors) == ["member"]


# --- consultants -----------------------------------------------------------------------------
def test_a_director_assigns_the_own_consultant_and_ends_it(
    network: Network, internal_consultant: User, director: User, signed_in: SignedIn
) -> None:
    client = signed_in(director)
    data = {"consultant": internal_consultant.pk, **dates("starts_on", TODAY)}
    assert post(client, "network_assign", network.pk, **data).status_code == 302
    again = post(client, "network_assign", network.pk, **data)
    assert list(again.context["form"].errors) == ["starts_on"]
    assignment = Assignment.objects.get()
    url = reverse("assignment_end", args=[assignment.pk])
    assert client.get(url).status_code == 200
    assert Assignment.objects.exists()
    assert client.post(url).status_code == 302
    assert not Assignment.objects.exists()  # it had begun today only


def test_ending_an_assignment_twice(
    network: Network, consultant: User, klk_admin: User, signed_in: SignedIn
) -> None:
    assignment, client = assigned(network, consultant, klk_admin), signed_in(klk_admin)
    for _ in range(2):
        assert post(client, "assignment_end", assignment.pk).status_code == 302
    assert Assignment.objects.get().ends_on == TODAY - DAY


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("consultant", {"consultant": ""}),
        ("consultant", {"consultant": "x"}),
        ("consultant", {"consultant": "999999"}),
        ("starts_on", {"starts_on_month": "13"}),
        ("ends_on", {"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2020"}),
        ("ends_on", {"ends_on_day": "1"}),
    ],
)
def test_an_assignment_with_bad_input(
    field: str,
    wrong: dict[str, str],
    network: Network,
    internal_consultant: User,
    director: User,
    signed_in: SignedIn,
) -> None:
    data = {"consultant": internal_consultant.pk, **dates("starts_on", TODAY), **wrong}
    response = post(signed_in(director), "network_assign", network.pk, **data)
    assert list(response.context["form"].errors) == [field]
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("who", ["consultant", "leader", "stranger_leader", "klk_admin"])
def test_a_director_cannot_send_somebody_elses_id(
    who: str, network: Network, director: User, signed_in: SignedIn, request: Any
) -> None:
    data = {"consultant": request.getfixturevalue(who).pk, **dates("starts_on", TODAY)}
    response = post(signed_in(director), "network_assign", network.pk, **data)
    assert list(response.context["form"].errors) == ["consultant"]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger_director", 404),
        ("other_consultant", 404),
        ("policy_officer", 404),
        ("consultant", 403),
        ("other_leader", 403),
    ],
)
def test_who_may_not_end_an_assignment(
    who: str,
    status: int,
    network: Network,
    consultant: User,
    klk_admin: User,
    signed_in: SignedIn,
    request: Any,
) -> None:
    assignment = assigned(network, consultant, klk_admin)
    client = signed_in(request.getfixturevalue(who))
    assert post(client, "assignment_end", assignment.pk).status_code == status
    assert Assignment.objects.get().ends_on is None


# --- long lists ------------------------------------------------------------------------------
def test_more_than_fit_are_a_click_away(
    network: Network,
    area: Organisation,
    director: User,
    consultant: User,
    klk_admin: User,
    signed_in: SignedIn,
) -> None:
    for number in range(14):
        someone = person(
            f"l{number}@gentofte.example",
            f"Leder {number}",
            "leader",
            institution(f"Hus {number}", area),
        )
        row = asked(network, someone) if number < 3 else invited(network, someone, director)
        if number > 11:
            row.state, row.joined_on = "active", NOW.date()
            row.save()
            leave_network(membership=row, now=NOW)
    url = reverse("network_members", args=[network.pk])
    client = signed_in(director, "en")
    first = client.get(url)
    assert [row.state for row in first.context["waiting"]] == ["requested"] * 3 + ["invited"] * 7
    assert "?vis=venter" in first.content.decode()
    assert len(client.get(url + "?vis=venter").context["page"]) == 12
    assert len(client.get(url + "?vis=tidligere").context["page"]) == 2
    assigned(network, consultant, klk_admin)
    reading = signed_in(consultant, "en").get(url)
    assert "Waiting for an answer" in reading.content.decode()
    assert "membership_decide" not in reading.content.decode()
    assert "/afgoer/" not in reading.content.decode()


def test_members_do_not_see_who_waits(
    network: Network, waiting: Membership, other_leader: User, signed_in: SignedIn
) -> None:
    url = reverse("network_members", args=[network.pk])
    for query in ("", "?vis=venter", "?vis=tidligere", "?vis=x"):
        response = signed_in(other_leader).get(url + query)
        assert response.status_code == 200
        assert "Sofie Krag" not in response.content.decode()


def test_names_are_text(
    network: Network, leader: User, director: User, signed_in: SignedIn
) -> None:
    leader.first_name = "<script>alert(1)</script>"
    leader.save()
    invited(network, leader, director)
    client = signed_in(director)
    for name in ("network", "network_members", "network_invite", "network_coordinator"):
        assert "<script>alert" not in client.get(reverse(name, args=[network.pk])).content.decode()
