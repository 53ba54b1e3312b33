"""Entries written together say the same as entries written one by one."""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation
from accounts.services.people import create_person
from accounts.services.roles import give_role
from audit.context import acting
from audit.models import AuditEntry
from audit.together import entries_together

KEPT = (
    "content_type", "object_repr", "action", "changes", "actor", "actor_email", "additional_data",
    "municipality_id", "source", "cid", "remote_addr", "serialized_data",
)  # fmt: skip


class Broken(Exception):
    pass


def rename(organisation, name):
    organisation.name = name
    organisation.save()


@transaction.atomic
def rename_and_break(organisation):
    rename(organisation, "Blev ikke")
    with transaction.atomic():
        rename(organisation, "Heller ikke")
    raise Broken


def new_leader(place):
    person = create_person(email="ny@gentofte.example", first_name="Ny", last_name="Leder")
    day = timezone.localdate()
    give_role(user=person, organisation=place, role="leader", starts_on=day)
    person.first_name = "Nyere"
    person.save()


def written(place, director, block):
    """What the trail says of one and the same work, undone afterwards."""
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    with transaction.atomic():
        with acting("task: test", actor=director, municipality=place.home_id), block():
            new_leader(place)
            rename(place, "Åen 2")
        entries = AuditEntry.objects.exclude(pk__in=before).order_by("pk")
        said = list(entries.values(*KEPT))
        assert all(abs((row.timestamp - timezone.now()).total_seconds()) < 60 for row in entries)
        transaction.set_rollback(True)
    place.refresh_from_db()
    return [_without_ids(row) for row in said]


def _without_ids(row):
    changes = {k: v for k, v in row["changes"].items() if k not in ("id", "user", "date_joined")}
    return {**row, "changes": {k: v for k, v in changes.items() if k != "password"}}


def test_who_what_and_where_are_the_same(day_care, director):
    def one_by_one():
        return transaction.atomic()

    together = written(day_care, director, entries_together)
    assert together == written(day_care, director, one_by_one)
    assert len(together) == 5
    assert {row["actor"] for row in together} == {director.pk}
    assert {row["source"] for row in together} == {"task: test"}


def test_fifty_changes_are_one_statement(gentofte, django_assert_num_queries):
    places = [
        Organisation(kind="area", name=f"Område {number}", parent=gentofte) for number in range(50)
    ]
    before = AuditEntry.objects.count()
    with django_assert_num_queries(50 + 1 + 2), entries_together():  # a savepoint around it
        for place in places:
            place.save()
    assert AuditEntry.objects.count() == before + 50


def test_what_a_savepoint_takes_back_has_not_happened(day_care):
    with entries_together():
        rename(day_care, "Blev")
        with pytest.raises(Broken):
            rename_and_break(day_care)
        with transaction.atomic():
            rename(day_care, "Blev også")
    names = [row.changes["name"][1] for row in AuditEntry.objects.order_by("pk")]
    assert [name for name in names if name.startswith(("Blev", "Heller"))] == ["Blev", "Blev også"]


def test_with_an_error_nothing_is_kept(day_care):
    before = AuditEntry.objects.count()
    with pytest.raises(Broken), entries_together():
        rename_and_break(day_care)
    assert AuditEntry.objects.count() == before
    rename(day_care, "Åen 3")
    assert AuditEntry.objects.count() == before + 1


def test_a_block_within_a_block_belongs_to_it(day_care, django_capture_on_commit_callbacks):
    before = AuditEntry.objects.count()
    with django_capture_on_commit_callbacks() as waiting, entries_together():
        with entries_together():
            rename(day_care, "Åen 2")
        assert AuditEntry.objects.count() == before
    assert AuditEntry.objects.count() == before + 1
    assert waiting == []
