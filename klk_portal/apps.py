from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The way in."""

    name = "klk_portal"
