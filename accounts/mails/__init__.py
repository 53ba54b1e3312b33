"""The mails of people and organisations."""

from accounts.mails import invitations, sign_in


def register() -> None:
    """Make the kinds of message of this app known."""
    invitations.register()
    sign_in.register()
