"""Calendars: a feed of one's own, entries to take away, answers from a mail."""

from django.urls import URLPattern, path

from networks.views import answer_link, calendar

urlpatterns: list[URLPattern] = [
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/aabn/", calendar.calendar_open, name="calendar_open"),
    path("kalender/ny-adresse/", calendar.calendar_renew, name="calendar_renew"),
    path("kalender/luk/", calendar.calendar_close, name="calendar_close"),
    path("kalender/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("moede/<int:pk>/kalender.ics", calendar.meeting_entry, name="meeting_entry"),
    path(
        "moede/svar/<str:token>/", answer_link.meeting_answer_by_link, name="meeting_answer_by_link"
    ),
]
