"""Beginning a network and saving its design part by part."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Organisation, User
from audit.models import AuditEntry
from networks.choices import DesignPart, NetworkStatus
from networks.models import Network, NetworkDesign
from networks.services.design import (
    DesignIsApproved,
    NetworkNameTaken,
    PartChangedMeanwhile,
    create_network,
    save_part,
)
from tests.networks.designs import NOW, approved, draft_of, empty_network, fill

LATER = NOW + dt.timedelta(minutes=5)


@pytest.fixture
def draft(gentofte: Organisation, director: User) -> NetworkDesign:
    return draft_of(empty_network(gentofte, director))


def save(draft: NetworkDesign, by: User, revision: int, **values: object) -> None:
    save_part(
        design=draft, part="purpose", values=values, expected_revision=revision, by=by, now=NOW
    )


def test_a_new_network_is_a_draft_with_seven_empty_parts(draft: NetworkDesign, director: User):
    assert draft.network.status == NetworkStatus.DRAFT
    assert draft.network.created_by == director
    assert draft.version == 1
    assert set(draft.part_states.values_list("part", "revision")) == {
        (part, 0) for part in DesignPart.values
    }


@pytest.mark.parametrize("name", ["Nye skoleledere", "nye SKOLELEDERE", "  Nye   skoleledere "])
def test_a_name_is_used_once_in_a_municipality(
    draft: NetworkDesign, director: User, gentofte: Organisation, name: str
):
    with pytest.raises(NetworkNameTaken):
        create_network(municipality=gentofte, name=name, by=director, now=LATER)
    assert Network.objects.count() == 1


def test_another_municipality_may_use_the_same_name(
    draft: NetworkDesign, stranger_director: User, kolding: Organisation
):
    create_network(municipality=kolding, name="Nye skoleledere", by=stranger_director, now=NOW)
    assert Network.objects.count() == 2


def test_a_second_click_gives_the_network_of_the_first(
    draft: NetworkDesign, director: User, gentofte: Organisation
):
    again = create_network(municipality=gentofte, name="Nye skoleledere", by=director, now=NOW)
    assert again == draft.network
    assert Network.objects.count() == 1


def test_saving_a_part_writes_only_its_columns(draft: NetworkDesign, director: User):
    save(draft, director, 0, purpose="Et fortroligt rum", themes="hører til et andet trin")
    draft.refresh_from_db()
    assert (draft.purpose, draft.themes) == ("Et fortroligt rum", "")
    state = draft.part_states.get(part="purpose")
    assert (state.revision, state.saved_at, state.saved_by) == (1, NOW, director)
    assert draft.part_states.exclude(part="purpose").filter(revision__gt=0).count() == 0


def test_saving_is_in_the_audit_trail_of_the_municipality(draft: NetworkDesign, director: User):
    save(draft, director, 0, purpose="Et fortroligt rum")
    entry = AuditEntry.objects.get_for_object(draft).latest("timestamp")
    assert entry.changes_dict["purpose"] == ["", "Et fortroligt rum"]
    assert entry.municipality_id == draft.network.municipality_id


def test_the_second_of_two_people_is_told_and_sees_both(
    draft: NetworkDesign, director: User, klk_admin: User
):
    save(draft, director, 0, purpose="Mettes tekst")
    with pytest.raises(PartChangedMeanwhile) as refusal:
        save(draft, klk_admin, 0, purpose="Karens tekst")
    told = refusal.value
    assert told.current == {"purpose": "Mettes tekst"}
    assert (told.saved_by, told.saved_at, told.revision) == (director, NOW, 1)
    draft.refresh_from_db()
    assert draft.purpose == "Mettes tekst"
    save(draft, klk_admin, told.revision, purpose="Karens tekst")
    draft.refresh_from_db()
    assert draft.purpose == "Karens tekst"


def test_two_people_in_different_parts_do_not_meet(
    draft: NetworkDesign, director: User, klk_admin: User
):
    save(draft, director, 0, purpose="Mettes tekst")
    fill(draft, klk_admin, themes="Karens temaer")
    draft.refresh_from_db()
    assert (draft.purpose, draft.themes) == ("Mettes tekst", "Karens temaer")


def test_the_same_form_sent_twice_is_no_conflict(draft: NetworkDesign, director: User):
    save(draft, director, 0, purpose="Et fortroligt rum")
    save(draft, director, 0, purpose="Et fortroligt rum")
    assert draft.part_states.get(part="purpose").revision == 1


def test_an_approved_version_takes_no_more_text(gentofte: Organisation, director: User):
    design = approved(gentofte, director)
    with pytest.raises(DesignIsApproved):
        save(design, director, 1, purpose="Noget andet")
