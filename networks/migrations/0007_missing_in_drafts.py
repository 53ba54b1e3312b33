from django.db import migrations, models


class Migration(migrations.Migration):
    """Of drafts that are there already it is counted when they are saved next."""

    dependencies = [("networks", "0006_approved_minutes_never_change")]

    operations = [
        migrations.AddField(
            model_name="networkdesign",
            name="missing",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
    ]
