"""A call's own page and its recording; whoever it is not for finds nothing there."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from callpilot.accounts.pages import PageRequest
from callpilot.json_types import JsonObject
from campaigns.models import Call
from campaigns.pages import looks
from telephony.call_page import answers, statistics, timeline
from telephony.models import Recording
from telephony.recording import files, http


@login_required
@require_safe
def call_page(request: PageRequest, call_id: UUID) -> HttpResponse:
    """The call, or while it lasts the lines of its transcript, asked for again and again."""
    call = own(request, call_id)
    if not request.htmx:
        return render(request, "telephony/call.html", told(call))
    if "sound" in request.GET and timeline.is_on_its_way(call, recording_of(call)):
        return HttpResponse(status=204)
    if call.ended:
        return HttpResponseClientRefresh()
    return render(request, "telephony/_lines.html", {"call": call, "rows": lines(call)})


@login_required
@require_safe
def recording(request: PageRequest, call_id: UUID) -> HttpResponseBase:
    kept = recording_of(own(request, call_id))
    if kept is None or not kept.kept or not kept.call.ended:
        raise Http404
    try:
        return http.answer(request, kept)
    except FileNotFoundError:
        raise Http404 from None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_recording(request: PageRequest, call_id: UUID) -> HttpResponse:
    """Ask once, then delete the sound; what was written down stays."""
    call = own(request, call_id)
    kept = recording_of(call)
    if kept is None or not kept.kept or not call.ended:
        raise Http404
    if request.method == "POST":
        files.delete(kept)
        messages.success(request, _("The recording was deleted."))
        page = reverse("call", args=[call.pk])
        return HttpResponseClientRedirect(page) if request.htmx else redirect(page)
    name = "_delete.html" if request.htmx else "delete.html"
    return render(request, f"telephony/{name}", {"call": call})


def own(request: PageRequest, call_id: UUID) -> Call:
    calls = Call.objects.select_related("campaign", "provider", "offer", "recording")
    return get_object_or_404(calls, pk=call_id, mandate__person=request.user)


def recording_of(call: Call) -> Recording | None:
    return getattr(call, "recording", None)


def zone_of(call: Call) -> ZoneInfo:
    if call.provider is not None:
        return call.provider.zone
    return call.campaign.zone if call.campaign is not None else ZoneInfo("UTC")


def lines(call: Call) -> list[timeline.Row]:
    return timeline.rows(call, zone_of(call))


def told(call: Call) -> JsonObject:
    """Everything on the page of a call."""
    kept, rows = recording_of(call), lines(call)
    absent = timeline.absence(call, kept)
    return {
        "call": call,
        "zone": zone_of(call),
        "chip": looks.look_of(call),
        "rows": rows,
        "recording": kept,
        "absent": absent,
        "on_its_way": timeline.is_on_its_way(call, kept),
        "player": timeline.player(kept, rows) if kept is not None and not absent else None,
        "offers": call.offers.order_by("start"),
        "facts": answers.answers(rows),
        "notes": timeline.notes(call),
        "moments": statistics.moments(call),
        "disclosed": timeline.disclosed(rows),
        "waits": statistics.waits(call),
        "quality": statistics.quality(call),
        "bill": statistics.bill(call),
        "simulated": settings.SIMULATED,
    }
