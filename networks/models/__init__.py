"""Leader networks: what they are for, who is in them, what is reflected on."""

from networks.models.design import DesignPartState, NetworkDesign
from networks.models.goals import Goal, SuccessCriterion
from networks.models.membership import Assignment, DutyPeriod, Membership
from networks.models.network import Network
from networks.models.reflection import Reflection

__all__ = [
    "Assignment",
    "DesignPartState",
    "DutyPeriod",
    "Goal",
    "Membership",
    "Network",
    "NetworkDesign",
    "Reflection",
    "SuccessCriterion",
]
