"""Which models of this app the audit trail follows, and what it must not hold."""

from accounts.selectors.audit_words import IN_WORDS
from audit.registry import keep_track_of
from networks.mails.reminders import chosen_in_words
from networks.models import (
    Action,
    Assignment,
    Attendance,
    CalendarFeed,
    DateOption,
    DatePoll,
    Decision,
    Document,
    DutyPeriod,
    Goal,
    Meeting,
    MeetingRole,
    Membership,
    Minutes,
    MinutesApproval,
    Network,
    NetworkDesign,
    Reflection,
    SchoolHoliday,
    SuccessCriterion,
)


def register() -> None:
    IN_WORDS["networks.network.reminder_days"] = chosen_in_words
    keep_track_of(Network, exclude=["sort_key"])
    keep_track_of(NetworkDesign, exclude=["missing"])
    keep_track_of(Goal, exclude=["lineage", "revision"])
    keep_track_of(SuccessCriterion, exclude=["lineage", "revision"])
    keep_track_of(Membership)
    keep_track_of(DutyPeriod)
    keep_track_of(Assignment)
    # What happened in the room is the inside: the trail a director reads must not tell it.
    keep_track_of(Meeting, exclude=["uid", "sequence", "presence_code", "revision"])
    keep_track_of(MeetingRole, private=True)
    keep_track_of(Attendance, exclude=["reason", "substitute"], private=True)
    keep_track_of(DatePoll, private=True)
    keep_track_of(DateOption, private=True)
    keep_track_of(Minutes, exclude=["text", "change_wanted", "revision"], private=True)
    keep_track_of(MinutesApproval, private=True)
    keep_track_of(Decision, exclude=["text"], private=True)
    keep_track_of(Action, exclude=["text"], private=True)
    keep_track_of(Document, exclude=["name"], private=True)
    keep_track_of(CalendarFeed, private=True)
    keep_track_of(SchoolHoliday)
    keep_track_of(
        Reflection,
        exclude=[*Reflection.SEALED_FIELDS, "kind", "network", "try_by", "key_id", "revision"],
        private=True,
    )
