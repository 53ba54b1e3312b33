"""The demo world: built by services alone, twice is once, and never among somebody else's data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.choices import InstitutionType
from accounts.models import Organisation, User
from audit.models import AuditEntry
from klk_portal.demo import SIGN_INS
from networks.choices import MembershipState, NetworkStatus
from networks.models import Assignment, Network, Reflection
from notifications.models import Message, MessageState


@pytest.mark.usefixtures("demo")
def test_the_world_is_as_the_municipality_did_it() -> None:
    networks = Network.objects.filter(municipality__name="Gentofte Kommune").exclude(
        status=NetworkStatus.DRAFT
    )
    assert networks.count() == 9
    for network in networks:
        types = [
            membership.user.positions.get().organisation.institution_type
            for membership in network.memberships.filter(state=MembershipState.ACTIVE)
        ]
        assert 6 <= len(types) <= 9
        assert set(types) == {
            InstitutionType.NURSERY,
            InstitutionType.KINDERGARTEN,
            InstitutionType.DAY_CARE,
        }
    assert Organisation.objects.municipalities().count() == 98


@pytest.mark.usefixtures("demo")
def test_every_sign_in_works_and_leads_to_a_home_page() -> None:
    for email, _label in SIGN_INS:
        client = Client()
        answer = client.post(
            "/konto/log-ind/", {"login": email, "password": "netvaerk-demo"}, follow=True
        )
        assert answer.status_code == 200
        assert answer.redirect_chain[-1][0] == "/", email
        assert answer.context["user"].email == email


@pytest.mark.usefixtures("demo")
def test_one_consultant_is_assigned_in_gentofte_only_and_the_other_nowhere() -> None:
    assigned = Assignment.objects.filter(consultant__email="konsulent@klk.example")
    homes = {a.network.municipality.name for a in assigned.select_related("network__municipality")}
    assert homes == {"Gentofte Kommune"}
    assert not Assignment.objects.filter(consultant__email="konsulent2@klk.example").exists()


@pytest.mark.usefixtures("demo")
def test_the_world_was_built_under_the_audit_trail_and_sends_no_old_mail() -> None:
    assert AuditEntry.objects.filter(changes__icontains="Ledernetværk Hellerup").exists()
    assert Reflection.objects.count() == 2
    assert not Message.objects.filter(state=MessageState.FAILED).exists()


@pytest.mark.usefixtures("demo")
def test_what_is_well_is_said_from_the_first_second_on(client: Client) -> None:
    assert client.get("/sund").status_code == 200
    states = Message.objects.values_list("state", "due_at")
    waiting = [due_at for state, due_at in states if state == MessageState.WAITING]
    assert waiting
    assert {state for state, _due in states} == {MessageState.WAITING, MessageState.SUPPRESSED}
    assert max(waiting) - min(waiting) < timedelta(minutes=10)


@pytest.mark.usefixtures("demo")
def test_the_first_start_does_not_keep_anybody_waiting(demo_statements: list[str]) -> None:
    """It took 13,600 statements when each audit entry and each mail was written by itself."""
    assert len(demo_statements) < 7_000


@pytest.mark.usefixtures("demo")
def test_loading_again_changes_nothing() -> None:
    before = AuditEntry.objects.count(), User.objects.count(), Message.objects.count()
    call_command("load_demo")
    assert (AuditEntry.objects.count(), User.objects.count(), Message.objects.count()) == before


def test_it_refuses_a_database_that_holds_somebody_else(director: User) -> None:
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert User.objects.get() == director
