"""/netvaerk/…: the wheel of a network, its meetings, who comes and who does what."""

from django.urls import URLPattern, path

from networks.views import attendance, holidays, meetings, polls, reminders, year

NETWORK = "<int:pk>/"
MEETING = "moede/<int:pk>/"
POLL = "dato/<int:pk>/"
HOLIDAY = "skoleferier/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(NETWORK + "aarshjul/", year.network_year, name="network_year_now"),
    path(NETWORK + "aarshjul/<int:year>/", year.network_year, name="network_year"),
    path(NETWORK + "stedfortraedere/", year.network_substitutes, name="network_substitutes"),
    path(NETWORK + "paamindelser/", reminders.network_reminders, name="network_reminders"),
    path(NETWORK + "moeder/nye/", meetings.meetings_plan, name="meetings_plan"),
    path(NETWORK + "find-dato/", polls.poll_new, name="poll_new"),
    path("skoleferier/", holidays.school_holidays, name="school_holidays"),
    path(
        "skoleferier/<int:pk>/fjern/", holidays.school_holiday_remove, name="school_holiday_remove"
    ),
    path(MEETING, meetings.meeting, name="meeting"),
    path(MEETING + "ret/", meetings.meeting_edit, name="meeting_edit"),
    path(MEETING + "aflys/", meetings.meeting_cancel, name="meeting_cancel"),
    path(MEETING + "arbejde/", meetings.meeting_work, name="meeting_work"),
    path(MEETING + "svar/", attendance.meeting_answer, name="meeting_answer"),
    path(MEETING + "her/", attendance.meeting_here, name="meeting_here"),
    path(MEETING + "fremmoede/", attendance.meeting_presence, name="meeting_presence"),
    path(MEETING + "roller/", attendance.meeting_parts, name="meeting_parts"),
    path(MEETING + "roller/giv/", attendance.meeting_part_give, name="meeting_part_give"),
    path(MEETING + "roller/alle/", attendance.meeting_parts_take, name="meeting_parts_take"),
    path(POLL, polls.date_poll, name="date_poll"),
    path(POLL + "vaelg/", polls.poll_choose, name="poll_choose"),
]
