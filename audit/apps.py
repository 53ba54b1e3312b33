from celery.signals import task_postrun, task_prerun
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Who did what."""

    name = "audit"
    verbose_name = _("audit trail")

    def ready(self) -> None:
        from audit import context

        user_logged_in.connect(context.person_signed_in)
        task_prerun.connect(context.task_begins)
        task_postrun.connect(context.task_ends)
