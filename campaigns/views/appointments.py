"""A person's appointments: list, week, month, one of them, its files, and calling it off."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from callpilot.accounts.pages import PageRequest
from callpilot.errors import Refused
from callpilot.json_types import JsonObject
from campaigns.bookings import booking
from campaigns.models import Booking, Campaign
from campaigns.offers import offers
from campaigns.pages import appointment_timeline, booking_progress
from scheduling import agenda, appointments
from scheduling.calendars import ical, links
from scheduling.models import Appointment, Feed

MAX_PAST = 50
STATES = [
    ("", gettext_lazy("All")),
    (Appointment.Status.BOOKED.value, gettext_lazy("Booked")),
    (Appointment.Status.NEEDS_CONFIRMATION.value, gettext_lazy("To be confirmed")),
    (Appointment.Status.CANCELLED.value, gettext_lazy("Cancelled")),
]


@login_required
@require_GET
def appointment_list(request: PageRequest) -> HttpResponse:
    """The list by default; ?view=week or month, ?date= any day in it, ?state= for the list."""
    view = request.GET.get("view", "list")
    feed = Feed.of(request.user)
    context = {"view": view, "feed": feed}
    context["feed_url"] = request.build_absolute_uri(reverse("feed", args=[feed.token]))
    if view in ("week", "month"):
        day = agenda.day_asked_for(request.GET.get("date", ""))
        context |= _week(request, day) if view == "week" else _month(request, day)
        return render(request, f"scheduling/{view}.html", context)
    context |= {"view": "list"} | _groups(request)
    return render(request, "scheduling/appointments.html", context)


def _groups(request: PageRequest) -> JsonObject:
    state = request.GET.get("state", "")
    rows = Appointment.objects.filter(person_id=request.user.pk).select_related("booking__offer")
    counts = {"": rows.count()}
    for name, _label in STATES[1:]:
        counts[name] = rows.filter(status=name).count()
    if state not in counts:
        state = ""
    if state:
        rows = rows.filter(status=state)
    today = localdate()
    week_ends = agenda.first_of_week(today) + timedelta(days=7)
    coming = list(rows.filter(end__gt=now()).order_by("start"))
    dates = {row.pk: localdate(row.start) for row in coming}
    past = list(rows.filter(end__lte=now()).order_by("-start")[:MAX_PAST])
    groups = [
        (_("Today"), [row for row in coming if dates[row.pk] <= today]),
        (_("This week"), [row for row in coming if today < dates[row.pk] < week_ends]),
        (_("Later"), [row for row in coming if dates[row.pk] >= week_ends]),
        (_("Past"), past),
    ]
    return {
        "groups": [(label, found) for label, found in groups if found],
        "states": [(name, label, counts[name]) for name, label in STATES],
        "state": state,
        "total": counts[""],
    }


def _week(request: PageRequest, day: date) -> JsonObject:
    week = agenda.week(request.user, day)
    _name_holds(week.days)
    first, last = week.days[0].date, week.days[-1].date
    around = {"earlier": first - timedelta(days=7), "later": first + timedelta(days=7)}
    return {"week": week, "first": first, "last": last, "days": week.days} | around


def _month(request: PageRequest, day: date) -> JsonObject:
    month = agenda.month(request.user, day)
    days = [each for week in month.weeks for each in week]
    _name_holds(days)
    earlier = (month.first - timedelta(days=1)).replace(day=1)
    later = (month.first + timedelta(days=32)).replace(day=1)
    inside = [each for each in days if not each.outside]
    return {"month": month, "days": inside, "earlier": earlier, "later": later}


def _name_holds(days: list[agenda.Day]) -> None:
    """Kept times are shown under the request they are kept for."""
    kept = [item for day in days for item in day.items if item.kind == "hold"]
    rows = Campaign.objects.filter(pk__in={item.wish for item in kept})
    titles = {row.pk: str(row) for row in rows}
    for item in kept:
        item.title = titles.get(item.wish, "") if item.wish else ""


@login_required
@require_GET
def appointment_page(request: PageRequest, appointment_id: UUID) -> HttpResponse:
    row = own(request, appointment_id)
    booked = _booking_of(row)
    provider = booked.offer.provider if booked else None
    point = offers.place_of(provider) if provider else None
    candidates = booked.campaign.candidates.filter(provider=provider) if booked else None
    context = {
        "appointment": row,
        "booking": booked,
        "provider": provider,
        "point": point,
        "candidate": candidates.first() if candidates is not None else None,
        "past": row.end <= now(),
        "can_cancel": row.status != Appointment.Status.CANCELLED and row.start > now(),
        "told": _told(row, booked),
        "timeline": appointment_timeline.timeline(row, booked),
        "google_calendar": links.google_calendar(row),
        "outlook_calendar": links.outlook_calendar(row),
        "google_maps": links.google_maps(row.address, point),
        "apple_maps": links.apple_maps(row.address, point),
        "geo": links.geo(row.place_name, point) if point else "",
    }
    return render(request, "scheduling/appointment.html", context)


@login_required
@require_GET
def told(request: PageRequest, appointment_id: UUID) -> HttpResponse:
    """Whether the desk knows of the cancellation, as a piece of the page."""
    row = own(request, appointment_id)
    context = {"appointment": row, "told": _told(row, _booking_of(row))}
    return render(request, "scheduling/_told.html", context)


def _booking_of(row: Appointment) -> Booking | None:
    related = Booking.objects.select_related("campaign", "offer__provider", "offer__call")
    return related.filter(appointment=row).first()


def _told(row: Appointment, booked: Booking | None) -> booking_progress.Told | None:
    cancelled = row.status == Appointment.Status.CANCELLED
    return booking_progress.told(booked) if cancelled and booked is not None else None


@login_required
@require_GET
def appointment_ics(request: PageRequest, appointment_id: UUID) -> HttpResponse:
    """The appointment as a file for any calendar program."""
    row = own(request, appointment_id)
    return _file(ical.file_of(row), "appointment.ics", ical.method_of(row))


@login_required
@require_GET
def all_ics(request: PageRequest) -> HttpResponse:
    """Every appointment that stands, as one file."""
    return _file(ical.export(request.user), "appointments.ics", "PUBLISH")


def _file(body: bytes, name: str, method: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=ical.content_type(method),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@require_POST
def write_to_calendar(request: PageRequest, appointment_id: UUID) -> HttpResponse:
    """Try the person's calendar again."""
    row = own(request, appointment_id)
    appointments.write_again(row)
    words = _("Writing it into your calendar again.")
    if request.htmx:
        return trigger_client_event(HttpResponse(status=204), "toast", {"text": words})
    messages.info(request, words)
    there = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        return redirect(there)
    return redirect("appointment", row.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_appointment(request: PageRequest, appointment_id: UUID) -> HttpResponse:
    """Say what will happen; then let it happen."""
    row = own(request, appointment_id)
    if request.method == "POST":
        try:
            if booking.cancel_appointment(row):
                messages.success(request, _("Cancelled. We call them to say so."))
        except Refused as error:
            messages.error(request, str(error))
        if request.htmx:
            return HttpResponseClientRedirect(reverse("appointment", args=[row.pk]))
        return redirect("appointment", row.pk)
    context = {"appointment": row, "booking": _booking_of(row)}
    partial = "scheduling/_cancel.html" if request.htmx else "scheduling/cancel.html"
    return render(request, partial, context)


def own(request: PageRequest, appointment_id: UUID) -> Appointment:
    return get_object_or_404(Appointment, pk=appointment_id, person_id=request.user.pk)
