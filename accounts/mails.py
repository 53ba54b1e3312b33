"""The kinds of mail that this app sends."""


def register() -> None:
    """Make them known to the outbox."""
