from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """The outbox: every message that the portal ever sends."""

    name = "notifications"
    verbose_name = _("messages")

    def ready(self) -> None:
        from notifications import summaries

        summaries.register()
