"""The one base of every refusal by a service: a sentence that the person can act on."""

from django.utils.functional import Promise


class PortalError(Exception):
    """A service refused; `message` says why and what to do, in the reader's language."""

    message: str | Promise = ""

    def __init__(self, message: str | Promise | None = None) -> None:
        self.message = message or self.message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)
