from django.apps import AppConfig


class UiConfig(AppConfig):
    """Design-system elements, form pack, style guide."""

    name = "ui"
