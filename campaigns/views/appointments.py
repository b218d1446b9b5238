"""A person's appointments: the list, one of them, its file, its calendar, and calling it off."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from callpilot.errors import Refused
from campaigns import booking
from campaigns.models import Booking
from scheduling import appointments, feeds
from scheduling.models import Appointment


@login_required
@require_GET
def appointment_list(request: HttpRequest) -> HttpResponse:
    rows = Appointment.objects.filter(person_id=request.user.pk).select_related("hold")
    return render(request, "scheduling/appointments.html", {"appointments": rows})


@login_required
@require_GET
def appointment_page(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    row = own(request, appointment_id)
    booked = Booking.objects.filter(appointment=row).select_related("campaign").first()
    can_cancel = row.status != Appointment.Status.CANCELLED and row.start > now()
    context = {"appointment": row, "booking": booked, "can_cancel": can_cancel}
    return render(request, "scheduling/appointment.html", context)


@login_required
@require_GET
def appointment_ics(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The appointment as a file for any calendar program."""
    row = own(request, appointment_id)
    return HttpResponse(
        feeds.file_of(row),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="appointment.ics"'},
    )


@login_required
@require_POST
def write_to_calendar(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Try the person's calendar again."""
    row = own(request, appointment_id)
    appointments.write_again(row)
    words = _("Writing it into your calendar again.")
    if request.htmx:  # type: ignore[attr-defined]
        return trigger_client_event(HttpResponse(status=204), "toast", {"text": words})
    messages.info(request, words)
    there = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        return redirect(there)
    return redirect("appointment", row.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Say what will happen; then let it happen."""
    row = own(request, appointment_id)
    if request.method == "POST":
        try:
            if booking.cancel_appointment(row):
                messages.success(request, _("Cancelled. We call them to say so."))
        except Refused as error:
            messages.error(request, str(error))
        return redirect("appointment", row.pk)
    return render(request, "scheduling/cancel.html", {"appointment": row})


def own(request: HttpRequest, appointment_id: UUID) -> Appointment:
    return get_object_or_404(Appointment, pk=appointment_id, person_id=request.user.pk)
