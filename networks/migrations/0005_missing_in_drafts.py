from django.db import migrations, models


class Migration(migrations.Migration):
    """Of drafts that are there already it is counted when they are saved next."""

    dependencies = [("networks", "0004_design_in_force")]

    operations = [
        migrations.AddField(
            model_name="networkdesign",
            name="missing",
            field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True),
        ),
    ]
