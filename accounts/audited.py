"""Which models of this app the audit trail follows, and what it must not hold."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import Invitation, Organisation, Position, RoleHolding, StaffImport, User
from audit.registry import keep_track_of


def register() -> None:
    keep_track_of(User, exclude=["password", "last_login", "sort_key"])
    keep_track_of(Organisation, exclude=["sort_key"])
    keep_track_of(RoleHolding)
    keep_track_of(Position)
    keep_track_of(Invitation)
    keep_track_of(
        StaffImport, exclude=["header", "rows", "mapping", "report", "rows_done", "rows_total"]
    )
    keep_track_of(EmailAddress)
    keep_track_of(Authenticator, exclude=["data", "last_used_at"])
