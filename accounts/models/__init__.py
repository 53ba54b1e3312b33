"""People, organisations, roles and how they come in."""

from accounts.models.imports import StaffImport
from accounts.models.invitations import Invitation
from accounts.models.organisations import Organisation, Region, RegionPeriod
from accounts.models.people import User
from accounts.models.roles import Position, RoleHolding
from accounts.models.unsaved import UnsavedText

__all__ = [
    "Invitation",
    "Organisation",
    "Position",
    "Region",
    "RegionPeriod",
    "RoleHolding",
    "StaffImport",
    "UnsavedText",
    "User",
]
