"""/organisation/aendringer/: who reads it, and in which words."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType

from accounts.choices import Role
from accounts.models import Organisation, RoleHolding
from accounts.selectors.audit import changes_of, described
from audit.context import acting
from audit.models import AuditEntry

URL = "/organisation/aendringer/"


def read(signed_in, user, **query):
    answer = signed_in(user, "en").get(URL, query)
    assert answer.status_code == 200
    return answer.content.decode()


def newest(user):
    return described(changes_of(user=user)[:1])[0]


@pytest.mark.parametrize("role", ["leader", "consultant", "policy_officer", "internal_consultant"])
def test_others_may_not(signed_in, request, role):
    assert signed_in(request.getfixturevalue(role)).get(URL).status_code == 403


def test_nobody_signed_in_is_asked_to_sign_in(client, db):
    assert client.get(URL).status_code == 302


def test_a_director_reads_the_own_municipality_and_klk_all(
    signed_in, director, klk_admin, day_care, stranger_day_care
):
    own = read(signed_in, director)
    assert "Børnehuset Åen" in own
    assert "Slotssøen" not in own
    both = read(signed_in, klk_admin)
    assert "Børnehuset Åen" in both
    assert "Slotssøen" in both


def test_a_former_director_may_not_any_more(signed_in, director):
    holding = director.role_holdings.get()
    holding.ends_on = dt.date(2025, 6, 1)
    holding.save()
    assert signed_in(director).get(URL).status_code == 403


def test_a_change_is_told_in_plain_words(director, leader, day_care, area):
    holding = leader.role_holdings.get()
    with acting("", director):
        holding.role = Role.POLICY_OFFICER
        holding.organisation = area
        holding.ends_on = dt.date(2031, 5, 7)
        holding.save()
    change = newest(director)
    assert (change.who, str(change.action), change.by_machine) == ("Mette Holm", "ændret", "") or (
        change.who,
        str(change.action),
    ) == ("Mette Holm", "changed")
    said = [(value.old, value.new) for value in change.values]
    assert ("Børnehuset Åen", "Dagtilbud") in said
    assert ("–", "7. maj 2031") in said
    assert (str(Role.LEADER.label), str(Role.POLICY_OFFICER.label)) in said
    assert len(said) == 3


def test_a_new_row_has_no_before(director, day_care):
    change = newest(director)
    assert change.name == "Børnehuset Åen" or change.values
    created = [
        item
        for item in described(changes_of(user=director, kind="accounts.organisation"))
        if item.name == "Børnehuset Åen"
    ]
    assert {value.old for value in created[0].values} == {""}
    assert "Dagtilbud" in {value.new for value in created[0].values}


def test_a_row_that_is_gone_keeps_its_name(director, leader):
    holding = leader.role_holdings.get()
    day_care = holding.organisation
    holding.delete()
    leader.positions.all().delete() if hasattr(leader, "positions") else None
    names = {change.name for change in described(changes_of(user=director))}
    assert any("Sofie Krag" in name for name in names)
    assert day_care.name


def test_a_task_and_a_command_are_named_as_such(signed_in, director, day_care):
    for source, name in [("command: load_demo", "Åen 2"), ("task: accounts.import", "Åen 3")]:
        with acting(source, director if source.startswith("task") else None):
            day_care.name = name
            day_care.save()
    task, command = described(changes_of(user=director)[:2])
    assert (task.who, bool(task.by_machine)) == ("Mette Holm", True)
    assert (command.who, bool(command.by_machine)) == ("", True)
    page = read(signed_in, director)
    assert "A command of the operator" in page
    assert "(a task of the portal)" in page


def test_it_can_be_narrowed_by_person_kind_and_day(director, leader, day_care):
    AuditEntry.objects.update(timestamp=dt.datetime(2026, 3, 4, 22, 30, tzinfo=dt.UTC))
    with acting("", leader):
        day_care.city = "Gentofte"
        day_care.save()
    AuditEntry.objects.filter(actor=leader).update(
        timestamp=dt.datetime(2026, 3, 5, 8, 0, tzinfo=dt.UTC)
    )
    for narrowed in [
        {"person": "sofie kra"},
        {"person": "LEDER@gentofte"},
        {"from_day": dt.date(2026, 3, 5)},
    ]:
        assert [entry.actor for entry in changes_of(user=director, **narrowed)] == [leader]
    assert not changes_of(user=director, person="nobody of that name").exists()
    before = changes_of(user=director, to_day=dt.date(2026, 3, 4))
    assert before.exists()
    assert leader not in {entry.actor for entry in before}
    kinds = changes_of(user=director, kind="accounts.roleholding")
    assert {entry.content_type.model for entry in kinds} == {"roleholding"}


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "networks.reflection"},
        {"kind": "x' OR 1=1"},
        {"from_day_day": "32", "from_day_month": "13", "from_day_year": "2027"},
        {"person": "x" * 500},
        {"person": "\x00"},
        {"page": "-7"},
        {"page": "many"},
    ],
)
def test_senseless_questions_are_answered(signed_in, director, query):
    assert signed_in(director, "en").get(URL, query).status_code == 200


def test_html_in_a_name_stays_text(signed_in, director, day_care):
    day_care.name = "<script>alert(1)</script>"
    day_care.save()
    assert "<script>alert" not in read(signed_in, director)


def test_a_reflection_is_nobodys_business(klk_admin):
    AuditEntry.objects.create(
        content_type=ContentType.objects.get(app_label="networks", model="reflection"),
        object_pk="1",
        object_repr="hemmelig",
        action=0,
    )
    assert "hemmelig" not in {entry.object_repr for entry in changes_of(user=klk_admin)}


@pytest.fixture
def many(day_care, leader, director):
    """Role changes that refer to people and organisations, of many rows."""

    def write(number):
        for count in range(number):
            place = Organisation.objects.create(
                kind="institution",
                institution_type="school",
                name=f"Skole {count}",
                parent=day_care.parent,
            )
            RoleHolding.objects.create(
                user=leader, organisation=place, role=Role.LEADER, starts_on=dt.date(2026, 1, 1)
            )

    return write


@pytest.mark.parametrize("number", [1, 60])
def test_it_costs_few_queries_however_many_there_are(
    signed_in, director, many, number, django_assert_max_num_queries
):
    many(number)
    client = signed_in(director, "en")
    client.get(URL)
    with django_assert_max_num_queries(12) as queries:
        assert client.get(URL).status_code == 200
    print("queries", number, len(queries))


def test_the_search_does_not_tell_the_address_of_somebody_from_elsewhere(
    director, klk_admin, leader, gentofte
):
    for actor in (klk_admin, leader):
        with acting("", actor):
            gentofte.save()
            gentofte.street = f"Changed by {actor}"
            gentofte.save()
    assert changes_of(user=director, person=leader.email).exists()
    assert changes_of(user=director, person="Karen Toft").exists()
    assert not changes_of(user=director, person="admin@klk").exists()
    assert changes_of(user=klk_admin, person="admin@klk").exists()


def test_what_a_former_colleague_changes_is_no_longer_read(
    director, leader, klk_admin, stranger_day_care, stranger_director
):
    leader.phone = "11 11 11 11"
    leader.save()
    leader.role_holdings.update(ends_on=dt.date(2025, 6, 1))
    leader.phone = "22 22 22 22"
    leader.save()
    read = {
        reader: {
            value.new
            for change in described(changes_of(user=reader, kind="accounts.user"))
            for value in change.values
        }
        for reader in (director, klk_admin)
    }
    assert "11 11 11 11" in read[director]
    assert "22 22 22 22" not in read[director]
    assert "22 22 22 22" in read[klk_admin]
