"""The settings page of calendars: hours of the week, and when one is busy."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from callpilot.accounts.pages import PageRequest
from campaigns.pages.forms.calendars import BusyForm, HoursForm
from scheduling import working_hours
from scheduling.language import write
from scheduling.models import Appointment, CalendarEntry, CalendarRules

SHOWN = 100  # entries to come


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: PageRequest) -> HttpResponse:
    """When appointments may be, and what is in the built-in calendar."""
    person = request.user
    usual = HoursForm.of(CalendarRules.of(person), working_hours.hours_of(person))
    form = HoursForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        working_hours.set_rules(
            person,
            values.get("hours", {}),
            buffer_before=values["buffer_before"],
            buffer_after=values["buffer_after"],
            notice_hours=values["notice_hours"],
        )
        messages.success(request, _("Saved. Calls from now on keep to it."))
        return redirect("settings-calendars")
    return _page(request, form, _busy_form(request))


@login_required
@require_POST
def add_busy(request: PageRequest) -> HttpResponse:
    """Note a time at which the person is busy."""
    form = _busy_form(request)
    if not form.is_valid():
        person = request.user
        usual = HoursForm.of(CalendarRules.of(person), working_hours.hours_of(person))
        return _page(request, HoursForm(initial=usual), form)
    entry = form.save(request.user)
    met = _appointment_at(entry)
    if met is None:
        messages.success(request, _("Noted. No desk will be asked for that time."))
    else:
        start = localtime(met.start)
        when = f"{write.day(start)}, {write.clock(start)}"
        words = _("Noted. It overlaps your appointment at %(place)s, %(when)s, which stands.")
        messages.warning(request, words % {"place": met.place_name, "when": when})
    return redirect("settings-calendars")


@login_required
@require_POST
def remove_busy(request: PageRequest, entry_id: int) -> HttpResponse:
    """Take a time out again; an appointment's own entry goes with the appointment."""
    rows = CalendarEntry.objects.filter(person_id=request.user.pk, appointment=None)
    get_object_or_404(rows, pk=entry_id).delete()
    messages.success(request, _("Removed. That time is free again."))
    return redirect("settings-calendars")


def _appointment_at(entry: CalendarEntry) -> Appointment | None:
    rows = Appointment.objects.filter(person_id=entry.person_id)
    rows = rows.exclude(status=Appointment.Status.CANCELLED)
    return rows.filter(start__lt=entry.end, end__gt=entry.start).order_by("start").first()


def _busy_form(request: PageRequest) -> BusyForm:
    person = request.user
    given = request.POST if request.method == "POST" and "title" in request.POST else None
    today = localtime().date()
    return BusyForm(given, zone=person.profile.zone, initial={"day": today})


def _page(request: PageRequest, form: HoursForm, busy: BusyForm) -> HttpResponse:
    person = request.user
    entries = CalendarEntry.objects.filter(person_id=person.pk, end__gt=now())
    context = {
        "form": form,
        "busy": busy,
        "rows": form.rows(),
        "entries": entries.select_related("appointment")[:SHOWN],
        "zone": person.profile.timezone,
    }
    wrong = form.errors or busy.errors
    return render(request, "settings/calendars.html", context, status=422 if wrong else 200)
