"""Writing, reading, changing and deleting reflections, as their writer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from networks.forms.reflections import LONGEST
from networks.models import Network, Reflection
from networks.selectors.reflections import opened
from networks.services.membership import leave_network
from networks.services.reflections import (
    NotYourNetwork,
    ReflectionChangedMeanwhile,
    ReflectionIsGone,
    change_reflection,
    delete_reflection,
)
from tests.networks.members import NOW, end_roles, member, running_network
from tests.networks.reflections import MARKER, reflect, typed

SignedIn = Callable[..., Client]
NEW = "/refleksioner/ny/"


@pytest.fixture
def network(gentofte: Organisation, director: User) -> Network:
    return running_network(gentofte, director)


def change(row: Reflection, revision: int = 0, **texts: str) -> Reflection:
    return change_reflection(
        reflection=row,
        network=None,
        kind="process",
        texts={"happened": "nyt", "learned": "", "to_try": "", **texts},
        try_by=None,
        expected_revision=revision,
        now=NOW,
    )


# --- services --------------------------------------------------------------------------------
def test_what_is_written_can_be_opened(leader: User) -> None:
    row = Reflection.objects.get(pk=reflect(leader).pk)
    assert opened(row).texts == {
        "happened": f"{MARKER} skete",
        "learned": f"{MARKER} lært",
        "to_try": MARKER,
    }


def test_a_form_sent_twice_writes_once(leader: User) -> None:
    key = uuid.uuid4()
    assert reflect(leader, key=key) == reflect(leader, key=key)
    assert Reflection.objects.count() == 1


def test_an_id_that_is_somebody_elses_is_not_used(leader: User, other_leader: User) -> None:
    theirs = reflect(other_leader, happened="deres")
    mine = reflect(leader, key=theirs.pk, happened="mit")
    assert mine.pk != theirs.pk
    assert opened(Reflection.objects.get(pk=mine.pk)).texts["happened"] == "mit"
    assert opened(Reflection.objects.get(pk=theirs.pk)).texts["happened"] == "deres"


def test_only_a_network_one_is_in(leader: User, director: User, network: Network) -> None:
    with pytest.raises(NotYourNetwork):
        reflect(leader, network=network)
    member(network, leader, director)
    assert reflect(leader, network=network).network == network


def test_a_reflection_keeps_its_network_after_leaving(
    leader: User, director: User, network: Network
) -> None:
    membership = member(network, leader, director)
    row = reflect(leader, network=network)
    leave_network(membership=membership, now=NOW)
    changed = change_reflection(
        reflection=row,
        network=network,
        kind="dialogue",
        texts={"happened": "nyt"},
        try_by=None,
        expected_revision=0,
        now=NOW,
    )
    assert (changed.network, changed.kind) == (network, "dialogue")


def test_saved_meanwhile_is_told_and_nothing_is_lost(leader: User) -> None:
    row = reflect(leader)
    change(row, 0, happened="først")
    with pytest.raises(ReflectionChangedMeanwhile) as refusal:
        change(row, 0, happened="også")
    assert refusal.value.revision == 1
    assert opened(Reflection.objects.get()).texts["happened"] == "først"
    change(row, refusal.value.revision, happened="også")
    assert opened(Reflection.objects.get()).texts["happened"] == "også"


def test_the_same_twice_is_no_conflict_but_another_date_is(leader: User) -> None:
    row = reflect(leader)
    assert change(row).revision == change(row).revision == 1
    with pytest.raises(ReflectionChangedMeanwhile):
        change_reflection(
            reflection=row,
            network=None,
            kind="process",
            texts={"happened": "nyt", "learned": "", "to_try": ""},
            try_by=dt.date(2030, 1, 1),
            expected_revision=0,
            now=NOW,
        )


def test_deleted_is_gone(leader: User) -> None:
    row = reflect(leader)
    delete_reflection(reflection=row)
    delete_reflection(reflection=row)
    with pytest.raises(ReflectionIsGone):
        change(row)
    assert not Reflection.objects.exists()


# --- pages -----------------------------------------------------------------------------------
def test_who_can_read_it_stands_before_the_first_question(
    leader: User, signed_in: SignedIn
) -> None:
    page = signed_in(leader).get(NEW).content.decode()
    assert page.index("ui-reader-note") < page.index('name="happened"')


@pytest.mark.parametrize(
    ("when", "days"), [("week", 7), ("two_weeks", 14), ("month", 28), ("", None)]
)
def test_a_date_by_one_tap(leader: User, signed_in: SignedIn, when: str, days: int | None) -> None:
    response = signed_in(leader).post(NEW, typed(when=when))
    row = Reflection.objects.get()
    assert response["Location"] == reverse("reflection", args=[row.pk])
    assert row.try_by == (timezone.localdate() + dt.timedelta(days=days) if days else None)


@pytest.mark.parametrize(
    ("query", "sent", "is_open"),
    [
        ("", None, False),
        ("?netvaerk={pk}", None, True),
        ("", {"happened": ""}, False),
        ("", {"happened": "", "kind": "forecast"}, True),
        ("", {"network": "999999"}, True),
    ],
)
def test_what_can_be_left_as_it_is_is_folded_away(
    leader: User,
    director: User,
    network: Network,
    signed_in: SignedIn,
    query: str,
    sent: dict[str, str] | None,
    is_open: bool,
) -> None:
    member(network, leader, director)
    client = signed_in(leader)
    if sent is None:
        page = client.get(NEW + query.format(pk=network.pk)).content.decode()
    else:
        page = client.post(NEW, typed(**sent)).content.decode()
    folded = page.partition('<details class="details"')[2]
    assert folded.lstrip().startswith("open>") is is_open
    for name in ("network", "kind"):
        assert f'name="{name}"' in folded
    assert 'name="when"' not in folded


def test_another_date(leader: User, signed_in: SignedIn) -> None:
    signed_in(leader).post(NEW, typed(when="other", try_by="3.4.2035"))
    assert Reflection.objects.get().try_by == dt.date(2035, 4, 3)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("happened", {"happened": ""}),
        ("happened", {"happened": "   "}),
        ("happened", {"happened": "ø" * (LONGEST + 1)}),
        ("learned", {"learned": "x" * (LONGEST + 1)}),
        ("try_by", {"when": "other"}),
        ("try_by", {"when": "other", "try_by": "32.13.2027"}),
        ("try_by", {"when": "other", "try_by": "1.1.2020"}),
        ("when", {"when": "someday"}),
        ("network", {"network": "999999"}),
        ("network", {"network": "x'; DROP"}),
        ("kind", {"kind": "gossip"}),
        ("key", {"key": "not-an-id"}),
        ("happened", {"happened": "nul \x00 tegn"}),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(
    leader: User, signed_in: SignedIn, field: str, wrong: dict[str, str]
) -> None:
    response = signed_in(leader).post(NEW, typed(**wrong))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert MARKER in response.content.decode()
    assert not Reflection.objects.exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\u202eomvendt\u202c", "😀 مرحبا שלום", "linje\r\nto"]
)
def test_any_text_comes_back_as_text(leader: User, signed_in: SignedIn, text: str) -> None:
    client = signed_in(leader)
    client.post(NEW, typed(happened=text))
    row = Reflection.objects.get()
    assert opened(row).texts["happened"] == text.replace("\r\n", "\n")
    for name in ("reflection", "reflection_edit"):
        page = client.get(reverse(name, args=[row.pk])).content.decode()
        assert "<script>alert(1)" not in page
    assert "<script>alert(1)" not in client.get("/refleksioner/").content.decode()


def test_a_double_submit_writes_once(leader: User, signed_in: SignedIn) -> None:
    client = signed_in(leader)
    key = client.get(NEW).context["form"].initial["key"]
    first, second = (client.post(NEW, typed(key=str(key))) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Reflection.objects.count() == 1


def test_somebody_elses_network_is_refused(
    leader: User, other_leader: User, director: User, network: Network, signed_in: SignedIn
) -> None:
    member(network, other_leader, director)
    response = signed_in(leader).post(NEW, typed(network=network.pk))
    assert list(response.context["form"].errors) == ["network"]


def test_the_list_shows_day_and_first_words(leader: User, signed_in: SignedIn) -> None:
    reflect(leader, happened="ord " * 200)
    page = signed_in(leader).get("/refleksioner/").content.decode()
    assert "ord ord ord" in page
    assert "ord " * 20 not in page


def test_an_empty_list_says_how_to_begin(leader: User, signed_in: SignedIn) -> None:
    assert NEW in signed_in(leader).get("/refleksioner/").content.decode()


def test_a_conflict_shows_both_texts_and_can_be_saved_over(
    leader: User, signed_in: SignedIn
) -> None:
    row, client = reflect(leader), signed_in(leader)
    change(row, 0, happened="fra det andet vindue")
    url = reverse("reflection_edit", args=[row.pk])
    response = client.post(url, typed(happened="fra det her vindue"))
    assert response.status_code == 409
    for text in ("fra det andet vindue", "fra det her vindue"):
        assert text in response.content.decode()
    mine = typed(
        happened="fra det her vindue", revision=response.context["form"]["revision"].value()
    )
    assert client.post(url, mine).status_code == 302
    assert opened(Reflection.objects.get()).texts["happened"] == "fra det her vindue"


def test_changing_shows_what_was_written_and_keeps_a_date_that_has_passed(
    leader: User, signed_in: SignedIn
) -> None:
    row = reflect(leader, try_by=dt.date(2026, 1, 2))
    client, url = signed_in(leader), reverse("reflection_edit", args=[row.pk])
    assert f"{MARKER} skete" in client.get(url).content.decode()
    response = client.post(url, typed(happened="rettet", when="other", try_by="2.1.2026"))
    assert response.status_code == 302
    assert Reflection.objects.get().try_by == dt.date(2026, 1, 2)


def test_deleting_asks_first(leader: User, signed_in: SignedIn) -> None:
    row, client = reflect(leader), signed_in(leader)
    url = reverse("reflection_delete", args=[row.pk])
    client.get(url)
    assert Reflection.objects.exists()
    client.post(url)
    assert not Reflection.objects.exists()
    assert client.post(url).status_code == 404


def test_a_role_that_has_ended_still_reaches_what_was_written(
    leader: User, signed_in: SignedIn
) -> None:
    row = reflect(leader)
    client = signed_in(end_roles(leader))
    assert MARKER in client.get("/refleksioner/").content.decode()
    assert MARKER in client.get(reverse("reflection", args=[row.pk])).content.decode()


def test_a_key_that_is_gone_is_told(leader: User, signed_in: SignedIn) -> None:
    row, client = reflect(leader), signed_in(leader, "en")
    with override_settings(SEALING_KEYS=["other:" + "A" * 43 + "="]):
        for url in ("/refleksioner/", reverse("reflection", args=[row.pk])):
            assert "cannot be opened" in client.get(url).content.decode()
        assert client.get(reverse("reflection_edit", args=[row.pk])).status_code == 302


def test_pages_are_kept_by_no_cache(leader: User, signed_in: SignedIn) -> None:
    row, client = reflect(leader), signed_in(leader)
    for url in ("/refleksioner/", NEW, reverse("reflection", args=[row.pk])):
        assert "no-store" in client.get(url)["Cache-Control"]


# --- everybody else --------------------------------------------------------------------------
OTHERS = (
    "director",
    "other_leader",
    "coordinator",
    "internal_consultant",
    "policy_officer",
    "consultant",
    "other_consultant",
    "klk_admin",
    "stranger_director",
    "stranger_leader",
)


@pytest.mark.parametrize("who", OTHERS)
def test_everybody_else_gets_404(who: str, leader: User, signed_in: SignedIn, request: Any) -> None:
    row = reflect(leader)
    client = signed_in(request.getfixturevalue(who))
    for name in ("reflection", "reflection_edit", "reflection_delete"):
        url = reverse(name, args=[row.pk])
        assert client.get(url).status_code == 404, name
        assert client.post(url, typed()).status_code == 404, name
    assert MARKER not in client.get("/refleksioner/").content.decode()
    assert Reflection.objects.get().revision == 0


def test_signed_out_leads_to_sign_in(leader: User, client: Client) -> None:
    row = reflect(leader)
    for url in ("/refleksioner/", NEW, reverse("reflection", args=[row.pk])):
        assert client.get(url)["Location"].startswith(reverse("account_login"))
