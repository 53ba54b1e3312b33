"""`make faults`: the outbox in bad weather, judged by what a mail server has taken."""

#: What is sent in a run: a reminder that asks much of the database for each mail.
KIND = "networks.remind_meeting_week"
