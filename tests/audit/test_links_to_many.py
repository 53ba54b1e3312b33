"""Links to many are followed, too. No audited model has one today, so this one is made up."""

import pytest
from auditlog.registry import auditlog
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from accounts.models import Organisation
from audit.models import AuditEntry
from audit.registry import keep_track_of


@pytest.fixture
def club(db):
    """A model with a link to many organisations, under the audit trail for one test."""

    class Club(models.Model):
        places = models.ManyToManyField(Organisation, related_name="+")

        class Meta:
            app_label = "audit_test"

        def __str__(self):
            return "The club"

    keep_track_of(Club)
    with connection.schema_editor() as editor:
        editor.create_model(Club)
    ContentType.objects.create(app_label="audit_test", model="club")
    yield Club
    auditlog.unregister(Club)
    del apps.all_models["audit_test"]
    apps.clear_cache()


def test_what_is_added_and_taken_away_is_noted(club, day_care):
    row = club.objects.create()
    row.places.add(day_care)
    row.places.remove(day_care)
    entries = AuditEntry.objects.filter(content_type__model="club").order_by("pk")
    changes = [entry.changes["places"] for entry in entries if "places" in entry.changes]
    assert [(change["operation"], change["objects"]) for change in changes] == [
        ("add", ["Børnehuset Åen"]),
        ("delete", ["Børnehuset Åen"]),
    ]
