"""Leader networks: what they are for, who is in them, when they meet, what is reflected on."""

from networks.models.attendance import Attendance, DateAnswer, DateOption, DatePoll
from networks.models.calendar import CalendarFeed, SchoolHoliday
from networks.models.design import DesignPartState, NetworkDesign
from networks.models.goals import Goal, SuccessCriterion
from networks.models.meeting import Meeting, MeetingRole
from networks.models.membership import Assignment, DutyPeriod, Membership
from networks.models.milestone import Milestone
from networks.models.minutes import (
    Action,
    Decision,
    Document,
    DocumentContent,
    Minutes,
    MinutesApproval,
)
from networks.models.network import Network
from networks.models.reflection import Reflection

__all__ = [
    "Action",
    "Assignment",
    "Attendance",
    "CalendarFeed",
    "DateAnswer",
    "DateOption",
    "DatePoll",
    "Decision",
    "DesignPartState",
    "Document",
    "DocumentContent",
    "DutyPeriod",
    "Goal",
    "Meeting",
    "MeetingRole",
    "Membership",
    "Milestone",
    "Minutes",
    "MinutesApproval",
    "Network",
    "NetworkDesign",
    "Reflection",
    "SchoolHoliday",
    "SuccessCriterion",
]
