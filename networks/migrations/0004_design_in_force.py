import django.db.models.deletion
from django.db import migrations, models

NEWEST_APPROVED = """
UPDATE networks_network SET design_in_force_id = newest.id
FROM (
    SELECT DISTINCT ON (network_id) network_id, id FROM networks_networkdesign
    WHERE status = 'approved' ORDER BY network_id, version DESC
) AS newest
WHERE newest.network_id = networks_network.id
"""


class Migration(migrations.Migration):
    dependencies = [("networks", "0003_next_dates")]

    operations = [
        migrations.AddField(
            model_name="network",
            name="design_in_force",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="in_force_in",
                to="networks.networkdesign",
                verbose_name="design in force",
            ),
        ),
        migrations.RunSQL(NEWEST_APPROVED, migrations.RunSQL.noop),
    ]
