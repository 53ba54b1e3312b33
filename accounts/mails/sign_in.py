"""Mails of signing in: verification, reset, security notices."""


def register() -> None:
    """Make the kinds of message known."""
