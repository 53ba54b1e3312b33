"""Why minutes were taken back, and the database itself refuses to change approved ones."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CREATE = """
CREATE FUNCTION networks_refuse_approved_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'approved' THEN
        RAISE EXCEPTION 'Approved minutes are never changed.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'minutes_are_approved';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

-- FOR SHARE: whoever adds a decision while the minutes are being approved waits, and then sees it.
CREATE FUNCTION networks_refuse_approved_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_state text;
BEGIN
    FOR found_state IN
        SELECT state FROM networks_minutes
        WHERE (TG_OP <> 'DELETE' AND meeting_id = NEW.meeting_id)
            OR (TG_OP <> 'INSERT' AND meeting_id = OLD.meeting_id)
        FOR SHARE
    LOOP
        IF found_state = 'approved' THEN
            RAISE EXCEPTION 'The decisions of approved minutes are never changed.'
                USING ERRCODE = 'integrity_constraint_violation',
                    CONSTRAINT = 'minutes_are_approved';
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER minutes_are_approved BEFORE UPDATE OR DELETE ON networks_minutes
    FOR EACH ROW EXECUTE FUNCTION networks_refuse_approved_minutes();
CREATE TRIGGER decision_is_approved BEFORE INSERT OR UPDATE OR DELETE ON networks_decision
    FOR EACH ROW EXECUTE FUNCTION networks_refuse_approved_decision();
"""

DROP = """
DROP TRIGGER decision_is_approved ON networks_decision;
DROP TRIGGER minutes_are_approved ON networks_minutes;
DROP FUNCTION networks_refuse_approved_decision();
DROP FUNCTION networks_refuse_approved_minutes();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0005_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="minutes",
            name="change_wanted",
            field=models.CharField(blank=True, max_length=300, verbose_name="what to change"),
        ),
        migrations.AddField(
            model_name="minutes",
            name="change_wanted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
