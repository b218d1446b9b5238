"""The forms of the built-in calendar: hours of the week, and a busy time."""

from datetime import date, datetime, time
from typing import Unpack
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from callpilot.json_types import JsonMapping, JsonObject
from callpilot.models import User
from callpilot.pages.form_options import FormOptions
from scheduling.language.wall_clock import skipped
from scheduling.models import CalendarEntry, CalendarRules
from scheduling.models.rules import MIDNIGHT
from scheduling.working_hours import Span

USUAL: Span = (time(9), time(17))
SPANS = (1, 2)  # so many a day
BUFFERS = (0, 5, 10, 15, 30, 45, 60, 90, 120)
NOTICES = (0, 1, 2, 4, 8, 12, 24, 48, 72, 168)


def _minutes(*choices: int) -> list[tuple[int, str]]:
    return [
        (n, ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n} if n else _("none"))
        for n in choices
    ]


def _notice(*choices: int) -> list[tuple[int, str]]:
    words = {0: _("none")}
    for hours in choices:
        if hours and hours % 24:
            words[hours] = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
        elif hours:
            words[hours] = ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
    return [(hours, words[hours]) for hours in choices]


def _clock(label: StrPromise | str) -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, "%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class HoursForm(forms.Form):
    """When appointments may be, weekday by weekday, and what is kept free around entries."""

    limited = forms.TypedChoiceField(
        label=gettext_lazy("Appointments may be"),
        choices=[("", gettext_lazy("at any time")), ("yes", gettext_lazy("only in these hours"))],
        required=False,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    buffer_before = forms.TypedChoiceField(
        label=gettext_lazy("Keep free before"), coerce=int, choices=lambda: _minutes(*BUFFERS)
    )
    buffer_after = forms.TypedChoiceField(
        label=gettext_lazy("Keep free after"), coerce=int, choices=lambda: _minutes(*BUFFERS)
    )
    notice_hours = forms.TypedChoiceField(
        label=gettext_lazy("At least so long ahead"), coerce=int, choices=lambda: _notice(*NOTICES)
    )

    def __init__(self, data: JsonMapping | None = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        for day, name in WEEKDAYS.items():
            self.fields[f"on_{day}"] = forms.BooleanField(label=name, required=False)
            for span in SPANS:
                words = {"day": name, "n": span}
                self.fields[f"start_{day}_{span}"] = _clock(_("%(day)s, from (%(n)d)") % words)
                self.fields[f"end_{day}_{span}"] = _clock(_("%(day)s, until (%(n)d)") % words)

    @classmethod
    def of(cls, rules: CalendarRules, hours: dict[int, list[Span]]) -> JsonObject:
        values: JsonObject = {
            "limited": "yes" if hours else "",
            "buffer_before": rules.buffer_before,
            "buffer_after": rules.buffer_after,
            "notice_hours": rules.notice_hours,
        }
        for day in WEEKDAYS:
            spans = hours.get(day, []) if hours else ([USUAL] if day < 5 else [])
            values[f"on_{day}"] = bool(spans)
            for number, (start, end) in zip(SPANS, spans or [USUAL], strict=False):
                values[f"start_{day}_{number}"], values[f"end_{day}_{number}"] = start, end
        return values

    def clean(self) -> JsonObject | None:
        values = super().clean() or self.cleaned_data
        if values.get("limited"):
            spans = {day: self._spans(day) for day in WEEKDAYS if values.get(f"on_{day}")}
            if not spans:
                self.add_error("limited", _("Choose at least one weekday, or any time."))
            values["hours"] = spans
        return values

    def _spans(self, day: int) -> list[Span]:
        """A weekday's spans in order; what is wrong is told at its field."""
        found: list[Span] = []
        for number in SPANS:
            start = self.cleaned_data.get(f"start_{day}_{number}")
            end = self.cleaned_data.get(f"end_{day}_{number}")
            if start is None and end is None and (number > 1 or self._told(day, number)):
                continue
            if start is None or end is None:
                missing = "start" if start is None else "end"
                self.add_error(f"{missing}_{day}_{number}", _("Please give a time."))
            elif end <= start and end != MIDNIGHT:
                self.add_error(f"end_{day}_{number}", _("This must be after the beginning."))
            elif found and start < (found[-1][1] or time.max):
                self.add_error(f"start_{day}_{number}", _("This overlaps the hours before it."))
            elif found and found[-1][1] == MIDNIGHT:
                self.add_error(f"start_{day}_{number}", _("The day is over by then."))
            else:
                found.append((start, end))
        return found

    def _told(self, day: int, number: int) -> bool:
        return any(f"{part}_{day}_{number}" in self.errors for part in ("start", "end"))

    def rows(self) -> list[JsonObject]:
        """Weekday by weekday, for the page."""
        return [
            {
                "day": self[f"on_{day}"],
                "spans": [(self[f"start_{day}_{n}"], self[f"end_{day}_{n}"]) for n in SPANS],
                "errors": [
                    error
                    for n in SPANS
                    for part in ("start", "end")
                    for error in self[f"{part}_{day}_{n}"].errors
                ],
            }
            for day in WEEKDAYS
        ]


class BusyForm(forms.Form):
    """A time at which the person is busy, on the clocks of their own zone."""

    title = forms.CharField(
        label=gettext_lazy("What"),
        max_length=200,
        help_text=gettext_lazy("Only you see this; desks only hear that a time does not suit."),
    )
    day = forms.DateField(
        label=gettext_lazy("Date"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    start = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    last_day = forms.DateField(
        label=gettext_lazy("Until the date"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    end = forms.TimeField(
        label=gettext_lazy("Until"), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )

    def __init__(
        self, data: JsonMapping | None = None, *, zone: ZoneInfo, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.zone = zone

    def clean(self) -> JsonObject | None:
        values = super().clean() or self.cleaned_data
        if self.errors:
            return values
        start = self._moment("start", values["day"])
        end = self._moment("end", values.get("last_day") or values["day"])
        if start and end and end <= start:
            self.add_error("end", _("This must be after the beginning."))
        values["start_at"], values["end_at"] = start, end
        return values

    def _moment(self, name: str, day: date) -> datetime | None:
        """The moment that the clocks show this, the first time if twice."""
        moment = datetime.combine(day, self.cleaned_data[name], self.zone)
        if skipped(moment):
            self.add_error(name, _("The clocks skip this time that day."))
            return None
        if not 2000 <= moment.year <= 2100:
            self.add_error(name, _("Choose a date of this century."))
            return None
        return moment

    def save(self, person: User) -> CalendarEntry:
        values = self.cleaned_data
        return CalendarEntry.objects.create(
            person_id=person.pk,
            title=values["title"],
            start=values["start_at"],
            end=values["end_at"],
        )
