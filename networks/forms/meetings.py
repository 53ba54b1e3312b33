"""Planning meetings, one or a whole year of them, and changing or cancelling one."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS as MONTHS_OF_THE_YEAR
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from networks.choices import CarriedBy
from networks.dates.recurrence import AT_MOST, Recurrence, days_of, period
from networks.forms.amounts import WholeNumberField
from networks.forms.days import chosen_days, day_names
from networks.forms.design import LongText
from networks.forms.revised import Revised
from networks.models import Goal, Meeting, Network
from networks.models.meeting import WORK
from networks.selectors.meetings import goals_to_serve, hosts_of
from ui.decided import DecidedFields
from ui.fields import DateField, TimeField


class AboutForm(forms.Form):
    """What a meeting is about and where; the same for one meeting and for a whole series."""

    theme = forms.CharField(label=_("What is it about?"), max_length=200)
    goal = forms.ModelChoiceField(
        Goal.objects.none(),
        label=_("Which goal does it serve?"),
        required=False,
        empty_label=_("No goal in particular"),
    )
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)
    host = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Which institution is host?"),
        required=False,
        empty_label=_("None yet"),
    )
    link = forms.URLField(
        label=_("Link to the video meeting"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    prepare = LongText(
        label=_("What is to be prepared?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, network: Network, **more: Any) -> None:
        super().__init__(data, **more)
        self.network = network
        self._offer("goal", goals_to_serve(network))
        self._offer("host", hosts_of(network, chosen=self.initial.get("host")))

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def about(self) -> dict[str, Any]:
        """The columns of a meeting that this form fills, without its time."""
        return {name: self.cleaned_data[name] for name in AboutForm.base_fields}


def check_times(form: forms.Form) -> None:
    """A meeting ends after it begins, on the same day."""
    begins, ends = form.cleaned_data.get("begins"), form.cleaned_data.get("ends")
    if begins and ends and ends <= begins:
        form.add_error("ends", _("The meeting has to end after it begins."))


class PlanForm(DecidedFields, AboutForm):
    """One meeting, or a rule by which many repeat."""

    ONCE, WEEKS, MONTHS, DAYS = "once", "weeks", "months", "days"
    CHOSEN = 8  # days that one can write one by one
    ASIDE = ("goal", "host", "link", "prepare")
    DECIDES = "repeats"
    DECIDED: ClassVar = {
        WEEKS: ("every", "never_in", "count"),
        MONTHS: ("every", "nth", "never_in", "count"),
        DAYS: tuple(day_names(CHOSEN)),
    }

    first = DateField(label=_("Which day?"), help_text=_("Of several meetings the first."))
    begins = TimeField(label=_("From"))
    ends = TimeField(label=_("To"))
    repeats = forms.ChoiceField(
        label=_("How often?"),
        choices=[
            (ONCE, _("Once")),
            (WEEKS, _("Every so many weeks, on the same weekday")),
            (MONTHS, _("Every so many months, for instance the second Tuesday")),
            (DAYS, _("On days that I write myself")),
        ],
        widget=forms.RadioSelect,
    )
    every = WholeNumberField(
        label=_("How many weeks lie between?"),
        min_value=1,
        max_value=12,
        initial=1,
        help_text=_("2 is every other week."),
    )
    nth = forms.TypedChoiceField(
        label=_("Which one in the month?"),
        choices=[
            ("", _("As the first day")),
            (1, _("The first")),
            (2, _("The second")),
            (3, _("The third")),
            (4, _("The fourth")),
            (-1, _("The last")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Of the weekday that the first day is."),
    )
    never_in = forms.TypedMultipleChoiceField(
        label=_("Never in these months"),
        choices=[(number, MONTHS_OF_THE_YEAR[number]) for number in range(1, 13)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    count = WholeNumberField(
        label=_("How many meetings?"),
        min_value=1,
        max_value=AT_MOST,
        error_messages={"required": _("Write how many meetings there are to be.")},
    )
    field_order = ("theme", "place", "first", "begins", "ends", "repeats")

    def __init__(
        self, data: Any = None, *, network: Network, today: dt.date, repeats: str = ONCE
    ) -> None:
        known = repeats if repeats in self.DECIDED else self.ONCE
        super().__init__(data, network=network, initial={"repeats": known})
        self.today = today
        self.chosen: list[dt.date] = []
        for number, name in enumerate(day_names(self.CHOSEN), start=2):
            label = _("Day %(number)s") % {"number": number}
            self.fields[name] = DateField(label=label, required=False)
        self.decide(page=reverse("meetings_plan", args=[network.pk]))
        if "nth" in self.asked:
            self.fields["every"].label = _("How many months lie between?")
            self.fields["every"].help_text = _("3 is four times a year.")
        self.order_fields([*self.field_order, *self.asked])

    def clean_first(self) -> dt.date:
        """A meeting is announced; what has been is not planned."""
        day: dt.date = self.cleaned_data["first"]
        if day < self.today:
            raise forms.ValidationError(_("Choose today or a day to come."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_times(self)
        if cleaned.get("repeats") == self.DAYS:
            self.chosen = chosen_days(self, ["first", *day_names(self.CHOSEN)], self.today)
        elif "never_in" in self.fields and not (self.errors or self.has_more_to_ask or self.days()):
            self.add_error("never_in", _("No month is left in which you could meet."))
        return cleaned

    def days(self) -> list[dt.date]:
        """The days that the form stands for, in order."""
        values = self.cleaned_data
        first: dt.date = values["first"]
        if values["repeats"] == self.ONCE:
            return [first]
        if values["repeats"] == self.DAYS:
            return self.chosen
        return days_of(
            Recurrence(
                unit="weeks" if values["repeats"] == self.WEEKS else "months",
                every=values["every"],
                weekday=first.weekday(),
                nth=values.get("nth") or nth_in_month(first),
                first=first,
                never_in=frozenset(values["never_in"]),
                count=values["count"],
            )
        )

    def time_on(self, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
        return period(day, self.cleaned_data["begins"], self.cleaned_data["ends"])


def nth_in_month(day: dt.date) -> int:
    """Which of its weekday in the month `day` is; a fifth is the last, as few months have one."""
    number = (day.day - 1) // 7 + 1
    return number if number < 5 else -1


class MeetingForm(Revised, AboutForm):
    """One meeting that is there already."""

    day = DateField(label=_("Which day?"))
    begins = TimeField(label=_("From"))
    ends = TimeField(label=_("To"))
    field_order = ("theme", "goal", "day", "begins", "ends")

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        initial = {name: getattr(meeting, name) for name in AboutForm.base_fields}
        initial |= {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
        initial["revision"] = meeting.revision
        super().__init__(data, network=meeting.network, initial=initial)
        self.meeting = meeting

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check_times(self)
        return cleaned

    def values(self) -> dict[str, Any]:
        """What to save, by column."""
        day, begins, ends = (self.cleaned_data[name] for name in ("day", "begins", "ends"))
        starts_at, ends_at = period(day, begins, ends)
        return {**self.about(), "starts_at": starts_at, "ends_at": ends_at}


class CancelForm(forms.Form):
    """Why the meeting is off: the first thing that everybody asks."""

    because = forms.CharField(label=_("Why is it cancelled?"), max_length=300)


class WorkForm(forms.ModelForm):
    """Who carried the work of a meeting: the ladder to self-running is read from it."""

    class Meta:
        model = Meeting
        fields = WORK

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WORK:
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [("", _("Nobody has said")), *CarriedBy.choices]
