"""What can be chosen from lists that depend on who is asking."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.choices import OrganisationKind, Role
from accounts.models import Organisation, User


def municipalities_to_design_in(user: User) -> QuerySet[Organisation]:
    """Where `user` may begin a network: the own municipality; KLK everywhere, KLK itself included.

    A network of KLK's own goes across municipalities.
    """
    owners = Organisation.objects.filter(
        kind__in=[OrganisationKind.MUNICIPALITY, OrganisationKind.KLK]
    )
    if not user.is_klk_admin:
        owners = owners.filter(pk__in=user.municipalities_as(Role.DIRECTOR))
    return owners.in_danish_order()
