"""People as the portal knows them: by an e-mail address."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import Language
from accounts.errors import PortalError
from accounts.models import User
from accounts.services.constraints import refused_as


class AddressTaken(PortalError):
    message = _("There is already somebody with this e-mail address.")


@transaction.atomic
def create_person(
    *,
    email: str,
    first_name: str,
    last_name: str,
    password: str | None = None,
    language: str = Language.DANISH,
    phone: str = "",
) -> User:
    """Create a person.

    With a `password` the address counts as verified: whoever sets one here has followed a link
    sent to that address, or is the demo. Without one nobody can sign in as them until they accept
    an invitation or follow a reset link, which verifies the address.

    Raises AddressTaken.
    """
    with refused_as({"accounts_user_email_key": AddressTaken}):
        user: User = User.objects.create_user(
            email,
            password,
            first_name=first_name.strip(),
            last_name=last_name.strip()[:100],
            language=language,
            phone=phone,
        )
    with refused_as({"unique_verified_email": AddressTaken}):
        EmailAddress.objects.create(
            user=user, email=user.email, primary=True, verified=password is not None
        )
    return user


@transaction.atomic
def set_first_password(*, user: User, password: str) -> None:
    """Let a person who was known but could not sign in do so: the address is proven by a link."""
    user.set_password(password)
    user.save(update_fields=["password"])
    verify_address(user=user, email=user.email)


@transaction.atomic
def verify_address(*, user: User, email: str) -> None:
    """Note that `user` reads mail sent to `email`: they followed a link that only went there."""
    address, _created = EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"primary": user.email == email}
    )
    address.set_verified()
