"""The fixed words of networks (docs: domain)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gain(models.TextChoices):
    """What a director pays for; every goal belongs to one."""

    PROFESSIONALISATION = "professionalisation", _("Professional leadership")
    COHESION = "cohesion", _("Cohesion")
    READINESS = "readiness", _("Readiness for change")
    POLICY_VOICE = "policy_voice", _("Input to policy and strategy")


class NetworkStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_CONSULTATION = "in_consultation", _("In consultation")
    APPROVED = "approved", _("Approved")
    ESTABLISHING = "establishing", _("Being established")
    ACTIVE = "active", _("Active")
    SELF_RUNNING = "self_running", _("Self-running")
    NEEDS_RENEWAL = "needs_renewal", _("Needs renewal")
    CLOSED = "closed", _("Closed")


#: In which states leaders can come in.
JOINABLE = (
    NetworkStatus.APPROVED,
    NetworkStatus.ESTABLISHING,
    NetworkStatus.ACTIVE,
    NetworkStatus.SELF_RUNNING,
    NetworkStatus.NEEDS_RENEWAL,
)


#: Where a network can go by a decision alone. Only the approval of a design makes it approved.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    NetworkStatus.DRAFT: (NetworkStatus.CLOSED,),
    NetworkStatus.IN_CONSULTATION: (NetworkStatus.CLOSED,),
    NetworkStatus.APPROVED: (NetworkStatus.ESTABLISHING, NetworkStatus.CLOSED),
    NetworkStatus.ESTABLISHING: (NetworkStatus.ACTIVE, NetworkStatus.CLOSED),
    NetworkStatus.ACTIVE: (
        NetworkStatus.SELF_RUNNING,
        NetworkStatus.NEEDS_RENEWAL,
        NetworkStatus.CLOSED,
    ),
    NetworkStatus.SELF_RUNNING: (NetworkStatus.NEEDS_RENEWAL, NetworkStatus.CLOSED),
    NetworkStatus.NEEDS_RENEWAL: (NetworkStatus.ACTIVE, NetworkStatus.CLOSED),
    NetworkStatus.CLOSED: (),
}

#: What the pages offer so far; the rest comes with consultation and renewal.
OFFERED = (NetworkStatus.ESTABLISHING, NetworkStatus.ACTIVE, NetworkStatus.CLOSED)


class DesignStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")


class DesignPart(models.TextChoices):
    """The steps of the step guide, in order."""

    PURPOSE = "purpose", _("Purpose and goals")
    PARTICIPANTS = "participants", _("Participants")
    THEMES = "themes", _("Themes and activities")
    LEADERSHIP = "leadership", _("Leadership and coordination")
    RESOURCES = "resources", _("Resources and service")
    RULES = "rules", _("Rules of play")
    EVALUATION = "evaluation", _("Evaluation and ending")


#: The address of each step below /netvaerk/<id>/design/.
PART_SLUGS: dict[str, str] = {
    DesignPart.PURPOSE: "formaal",
    DesignPart.PARTICIPANTS: "deltagere",
    DesignPart.THEMES: "temaer",
    DesignPart.LEADERSHIP: "ledelse",
    DesignPart.RESOURCES: "ressourcer",
    DesignPart.RULES: "spilleregler",
    DesignPart.EVALUATION: "evaluering",
}


class Attendance(models.TextChoices):
    VOLUNTARY = "voluntary", _("Voluntary")
    COMPULSORY = "compulsory", _("Compulsory")


class Admission(models.TextChoices):
    OPEN = "open", _("Open: leaders join by themselves")
    REQUEST = "request", _("By request: leaders ask to join")
    INVITATION = "invitation", _("By invitation only")


class NetworkKind(models.TextChoices):
    PROFESSIONAL = "professional", _("Professional: leaders of the same field")
    CROSS_DISCIPLINARY = "cross_disciplinary", _("Cross-disciplinary")


class MembershipState(models.TextChoices):
    INVITED = "invited", _("Invited")
    REQUESTED = "requested", _("Has asked to join")
    ACTIVE = "active", _("Member")
    LEFT = "left", _("Has left")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: A person has at most one membership in one of these states in a network.
OPEN_STATES = (MembershipState.INVITED, MembershipState.REQUESTED, MembershipState.ACTIVE)


class MemberDuty(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")


class ReflectionKind(models.TextChoices):
    """The five kinds that exist in the field."""

    PROCESS = "process", _("Process: what happened, and what I did")
    METACOGNITIVE = "metacognitive", _("Metacognitive: how I think and learn")
    FORECAST = "forecast", _("Forecast: what I expect and why")
    SYNTHESIS = "synthesis", _("Synthesis: what several experiences add up to")
    DIALOGUE = "dialogue", _("Dialogue: what somebody else made me see")


class MeetingPart(models.TextChoices):
    """The roles of a meeting, which rotate."""

    CONVENER = "convener", _("Convener")
    FACILITATOR = "facilitator", _("Facilitator")
    HOST = "host", _("Host")
    THEME_LEAD = "theme_lead", _("Theme lead")
    MINUTE_TAKER = "minute_taker", _("Minute-taker")
    IN_FOCUS = "in_focus", _("Person in focus")


class Answer(models.TextChoices):
    """What a member says to a meeting's date."""

    COMING = "coming", _("I am coming")
    NOT_COMING = "not_coming", _("I cannot come")
    SUBSTITUTE = "substitute", _("Somebody comes for me")


class DateChoice(models.TextChoices):
    """What a member says to a proposed date."""

    YES = "yes", _("Yes")
    IF_NEED_BE = "if_need_be", _("If need be")
    NO = "no", _("No")


class CarriedBy(models.TextChoices):
    """Who did a piece of a meeting's work: the ladder to self-running, from bottom to top."""

    KLK = "klk", _("KLK")
    JOINTLY = "jointly", _("Jointly")
    INTERNAL_CONSULTANT = "internal_consultant", _("The internal consultant")
    MEMBERS = "members", _("Members in turn")


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    TO_APPROVE = "to_approve", _("To be approved")
    APPROVED = "approved", _("Approved")
