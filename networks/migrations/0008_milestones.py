import django.db.models.deletion
from django.db import migrations, models

FROM_DESIGNS_IN_FORCE = """
INSERT INTO networks_milestone (network_id, day, criterion_id)
SELECT network.id, criterion.target_date, criterion.id
FROM networks_network network
JOIN networks_goal goal ON goal.design_id = network.design_in_force_id
JOIN networks_successcriterion criterion ON criterion.goal_id = goal.id
UNION ALL
SELECT network.id, design.renewed_on, NULL
FROM networks_network network
JOIN networks_networkdesign design ON design.id = network.design_in_force_id
WHERE design.renewed_on IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("networks", "0007_missing_in_drafts")]

    operations = [
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="networks.network",
                    ),
                ),
                (
                    "criterion",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="networks.successcriterion",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "indexes": [models.Index(fields=["day", "id"], name="milestone_in_order")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("criterion", None)),
                        fields=("network",),
                        name="milestone_one_renewal",
                    )
                ],
            },
        ),
        migrations.RunSQL(FROM_DESIGNS_IN_FORCE, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="networkdesign", name="design_by_renewal"),
        migrations.RemoveIndex(model_name="successcriterion", name="criterion_by_date"),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("state", "requested")),
                fields=["asked_at"],
                name="membership_to_decide",
            ),
        ),
    ]
