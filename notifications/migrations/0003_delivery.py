import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_sender"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeliveryChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                (
                    "delivery",
                    models.CharField(
                        choices=[
                            ("at_once", "At once"),
                            ("daily", "In a daily summary"),
                            ("weekly", "In a weekly summary"),
                            ("never", "Never"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of delivery",
                "verbose_name_plural": "choices of delivery",
            },
        ),
        migrations.CreateModel(
            name="MailSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "quiet_from",
                    models.TimeField(default=datetime.time(20, 0), verbose_name="not after"),
                ),
                (
                    "quiet_until",
                    models.TimeField(default=datetime.time(7, 0), verbose_name="not before"),
                ),
                (
                    "rests_on_days_off",
                    models.BooleanField(default=True, verbose_name="not on weekends and holidays"),
                ),
            ],
            options={
                "verbose_name": "mail settings",
                "verbose_name_plural": "mail settings",
            },
        ),
        migrations.RemoveIndex(
            model_name="message",
            name="message_waiting",
        ),
        migrations.AddField(
            model_name="message",
            name="summary",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="gathered",
                to="notifications.message",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("claimed", "Being sent"),
                    ("gathered", "Comes in your summary"),
                    ("sent", "Sent"),
                    ("unsure", "Perhaps sent"),
                    ("failed", "Failed"),
                    ("suppressed", "No longer wanted"),
                ],
                default="waiting",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("retry_at", "due_at"),
                models.F("id"),
                condition=models.Q(("state", "waiting")),
                name="message_next",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "gathered"), ("summary", None)),
                fields=["due_at"],
                name="message_to_bundle",
            ),
        ),
        migrations.AddField(
            model_name="deliverychoice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="delivery_choices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mailsettings",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mail_settings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverychoice",
            constraint=models.UniqueConstraint(
                fields=("user", "kind"), name="delivery_chosen_once"
            ),
        ),
    ]
