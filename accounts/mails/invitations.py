"""Mails that invite somebody into the portal."""


def register() -> None:
    """Make the kinds of message known."""
