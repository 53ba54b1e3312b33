"""What the audit trail holds, and what it must never hold."""

import datetime as dt
import uuid

import pytest
from allauth.mfa.models import Authenticator
from auditlog.registry import auditlog
from django.db import connection, models
from django.utils import timezone, translation

from accounts.models import StaffImport
from accounts.selectors.audit_words import has_a_name
from audit.models import AuditEntry
from audit.registry import audited_models, shown_models
from networks.models import Decision, Minutes, Network, Reflection
from tests.architecture.world import MARK, act, attach, held_meeting

MARKER = "zebra-9f31c"


def whole_table():
    """Every column of every entry as text, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(e::text, ' '), '') FROM audit_auditentry e")
        return cursor.fetchone()[0]


def test_the_search_would_find_it(day_care):
    """A marker test that cannot fail is none: an ordinary column with the marker is found."""
    day_care.name = MARKER
    day_care.save()
    assert MARKER in whole_table()


def test_a_password_is_never_in_it(leader):
    leader.password = f"argon2${MARKER}"
    leader.save()
    leader.set_password(MARKER)
    leader.save()
    assert MARKER not in whole_table()
    assert leader.password not in whole_table()


def test_the_second_factor_is_never_in_it(leader):
    factor = Authenticator.objects.create(
        user=leader, type=Authenticator.Type.TOTP, data={"secret": MARKER}
    )
    factor.data = {"secret": f"{MARKER}-2"}
    factor.save()
    factor.delete()
    assert MARKER not in whole_table()
    assert AuditEntry.objects.filter(content_type__model="authenticator").count() == 2


def test_a_reflection_is_never_in_it(leader, gentofte):
    """Neither in clear nor sealed, and not what it is about."""
    now, sealed = timezone.now(), MARKER.encode()
    network = Network.objects.create(municipality=gentofte, name="Tirsdag", created_at=now)
    reflection = Reflection.objects.create(
        id=uuid.uuid4(),
        writer=leader,
        network=network,
        happened=sealed,
        learned=sealed,
        to_try=sealed,
        try_by=dt.date(2031, 5, 7),
        key_id="k-77",
        created_at=now,
        changed_at=now,
    )
    reflection.happened = b"other " + sealed
    reflection.save()
    reflection.delete()
    table = whole_table()
    assert MARKER not in table
    assert MARKER.encode().hex() not in table
    assert "2031-05-07" not in table
    assert AuditEntry.objects.filter(content_type__model="reflection").count() > 0


def test_what_came_of_a_meeting_is_never_in_it(leader, gentofte):
    """Neither what was written and decided nor what a file is called, and not what is in it."""
    now = timezone.now()
    network = Network.objects.create(municipality=gentofte, name="Tirsdag", created_at=now)
    meeting = held_meeting(network, now)
    minutes = Minutes.objects.create(meeting=meeting, text=MARKER, saved_by=leader)
    minutes.text, minutes.change_wanted = f"{MARKER}, igen", MARKER
    minutes.save()
    decision = Decision.objects.create(meeting=meeting, text=MARKER, created_at=now)
    action = act(meeting, leader, now)
    action.text = MARKER
    action.save()
    document = attach(meeting, leader, now)
    document.name = f"{MARKER}.txt"
    document.content.data = MARKER.encode()
    document.save()
    document.content.save()
    for row in (decision, action, document, minutes):
        row.delete()
    table = whole_table()
    assert MARKER not in table
    assert MARK not in table.replace(meeting.theme, "")
    assert MARKER.encode().hex() not in table
    assert AuditEntry.objects.filter(content_type__model="document").count() > 0


def test_an_imported_list_is_never_in_it(gentofte, director):
    StaffImport.objects.create(
        municipality=gentofte,
        uploaded_by=director,
        created_at=timezone.now(),
        file_name="liste.csv",
        header=[MARKER],
        rows=[[MARKER]],
        mapping={"0": MARKER},
        report={"errors": [MARKER]},
    )
    table = whole_table()
    assert "liste.csv" in table
    assert MARKER not in table


def test_a_row_is_called_the_same_whoever_changed_it(leader):
    names = []
    for language, day in [("en", 1), ("da", 2)]:
        with translation.override(language):
            holding = leader.role_holdings.get()
            holding.ends_on = dt.date(2031, 1, day)
            holding.save()
        names.append(AuditEntry.objects.order_by("-pk").first().object_repr)
    assert names[0] == names[1]


def test_nothing_is_logged_when_nothing_changed(day_care):
    before = AuditEntry.objects.count()
    day_care.save()
    assert AuditEntry.objects.count() == before


def test_a_deletion_is_logged_with_what_was_there(day_care):
    pk = day_care.pk
    day_care.delete()
    entry = AuditEntry.objects.get(action=AuditEntry.Action.DELETE, object_id=pk)
    assert entry.object_repr == "Børnehuset Åen"
    assert entry.changes["name"] == ["Børnehuset Åen", None]


def test_a_deletion_of_many_is_logged_one_by_one(leader):
    leader.role_holdings.all().delete()
    deleted = AuditEntry.objects.filter(action=AuditEntry.Action.DELETE)
    assert deleted.filter(content_type__model="roleholding").count() == 1


def test_an_entry_knows_its_municipality(leader, gentofte, day_care):
    entry = AuditEntry.objects.get(content_type__model="roleholding")
    assert entry.municipality_id == gentofte.pk


def test_a_new_row_is_logged_by_its_columns_alone(day_care):
    """auditlog would note the managers of related rows too."""
    entry = AuditEntry.objects.get(object_repr="Børnehuset Åen")
    columns = {field.name for field in day_care._meta.concrete_fields}
    assert set(entry.changes) <= columns


@pytest.mark.parametrize("model", audited_models(), ids=lambda model: model.__name__)
def test_every_audited_column_has_words_and_every_link_to_many_is_followed(model):
    followed = auditlog.get_model_fields(model)
    unnamed = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
        and field.name not in followed["exclude_fields"]
        and not has_a_name(field)
    ]
    assert unnamed == [] or model not in shown_models()
    assert set(auditlog._m2m_signals[model]) == {field.name for field in model._meta.many_to_many}
