"""The live page, and what is done on it without a script: fetch, call one verb, answer."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callpilot.accounts.pages import PageRequest
from callpilot.errors import BadInput, Refused
from callpilot.json_types import JsonObject
from campaigns.calls import cancel, control
from campaigns.models import Call, Campaign, Preferences
from campaigns.offers import scoring, weights
from campaigns.pages import fragments
from campaigns.pages.forms.request import WeightsForm

STOPS: dict[str, Callable[[Campaign], object]] = {
    "finish": control.finish_running,
    "end": control.end_all,
    "drop": cancel.cancel_campaign,
}


@login_required
@require_GET
def campaign_page(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    campaign = own(request, campaign_id)
    points = weights.points(
        {f"{n}_weight": getattr(campaign, f"{n}_weight") for n in scoring.CRITERIA}
    )
    return drawn(request, campaign, WeightsForm(initial=points))


def drawn(request: PageRequest, campaign: Campaign, form: WeightsForm) -> HttpResponse:
    preferences = Preferences.of(request.user)
    context = fragments.page(campaign, _selected(request)) | weighing_context(campaign, form)
    context |= {"preferences": preferences}
    status = 422 if form.errors else 200
    return render(request, "campaigns/live/campaign.html", context, status=status)


def weighing_context(campaign: Campaign, form: WeightsForm) -> JsonObject:
    """The four sliders with their values, right or wrong."""
    rows = [
        {
            "name": f"{name}_weight",
            "key": name,
            "label": form[f"{name}_weight"].label,
            "value": form[f"{name}_weight"].value(),
            "errors": form[f"{name}_weight"].errors,
        }
        for name in scoring.CRITERIA
    ]
    return {"campaign": campaign, "form": form, "weights": rows, "presets": weights.PRESETS}


@login_required
@require_POST
def rerank(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """Rank the same offers by other weights; rings nobody. The socket brings the new order."""
    campaign = own(request, campaign_id)
    form = WeightsForm(request.POST)
    if form.is_valid():
        try:
            scoring.reweigh(campaign, form.cleaned_data)
        except BadInput as error:
            for sentence in sum(error.errors.values(), []):
                form.add_error(None, sentence)
    if form.is_valid():
        if "save" in request.POST:
            _save_as_usual(request, form.cleaned_data)
        return HttpResponse(status=204) if request.htmx else redirect("campaign", campaign.pk)
    if request.htmx:
        context = weighing_context(campaign, form)
        return render(request, "campaigns/live/_weights.html", context, status=422)
    return drawn(request, campaign, form)


def _save_as_usual(request: PageRequest, chosen: JsonObject) -> None:
    row = Preferences.of(request.user)
    for name, value in chosen.items():
        setattr(row, name, value / 100 if sum(chosen.values()) > 1.5 else value)
    row.save(update_fields=list(chosen))
    if not request.htmx:
        messages.success(request, _("Saved as your default."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """Ask how; then finish the running calls, end them, or drop the whole request."""
    campaign = own(request, campaign_id)
    if request.method == "POST":
        how = request.POST.get("how", "finish")
        if how in STOPS:
            STOPS[how](campaign)
            return back(request, campaign, _("Stopped. No further call is made."))
    calls = campaign.calls
    context = {"campaign": campaign, "running": calls.live().count(), "open": calls.open().exists()}
    return shown(request, "stop", context, 422 if request.method == "POST" else 200)


@login_required
@require_POST
def whisper(request: PageRequest, campaign_id: UUID, call_id: UUID) -> HttpResponse:
    call = own_call(request, campaign_id, call_id)
    text, key = request.POST.get("text", ""), request.POST.get("key", "")
    return told(request, call, lambda: control.whisper(call, text, key))


@login_required
@require_POST
def answer(request: PageRequest, campaign_id: UUID, call_id: UUID, number: int) -> HttpResponse:
    call = own_call(request, campaign_id, call_id)
    words, choice = request.POST.get("answer", ""), request.POST.get("choice", "")
    key = request.POST.get("key", "")
    return told(request, call, lambda: control.answer(call, number, words, choice, key))


@login_required
@require_POST
def call_again(request: PageRequest, campaign_id: UUID, call_id: UUID) -> HttpResponse:
    call = own_call(request, campaign_id, call_id)
    return told(request, call, lambda: control.call_again(call))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hang_up(request: PageRequest, campaign_id: UUID, call_id: UUID) -> HttpResponse:
    """Ask why, and say what the desk will hear; then end the call."""
    call = own_call(request, campaign_id, call_id)
    assert call.campaign is not None
    status = 200
    if request.method == "POST":
        try:
            ended = control.hang_up(call, request.POST.get("outcome", ""))
        except BadInput:
            status = 422
        else:
            words = _("The call is being ended.") if ended else _("The call had ended before.")
            return back(request, call.campaign, words)
    return shown(request, "hang_up", {"campaign": call.campaign, "call": call}, status)


# --- small things ------------------------------------------------------------------------------


def own(request: PageRequest, campaign_id: UUID) -> Campaign:
    return get_object_or_404(Campaign.objects.of(request.user), pk=campaign_id)


def own_call(request: PageRequest, campaign_id: UUID, call_id: UUID) -> Call:
    calls = Call.objects.filter(campaign_id=campaign_id, campaign__person_id=request.user.pk)
    return get_object_or_404(calls.select_related("campaign", "provider"), pk=call_id)


def _selected(request: PageRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("call", ""))
    except ValueError:
        return None


def told(request: PageRequest, call: Call, verb: Callable[[], object]) -> HttpResponse:
    """Do it, and go back to the call, with the reason when it could not be done."""
    try:
        verb()
    except BadInput as error:
        messages.error(request, " ".join(sum(error.errors.values(), [])))
    except Refused as error:
        messages.error(request, str(error))
    address = reverse("campaign", args=[call.campaign_id])
    return redirect(f"{address}?call={call.pk}#panel")


def back(request: PageRequest, campaign: Campaign, words: str) -> HttpResponse:
    """To the live page; a dialog is only shut, as the page beneath it follows by itself."""
    if request.htmx:
        return HttpResponse()
    messages.success(request, words)
    return redirect("campaign", campaign.pk)


def shown(request: PageRequest, name: str, context: JsonObject, status: int) -> HttpResponse:
    """The question as a page, or for the dialog without the frame."""
    context |= {"key": uuid4()}
    template = f"campaigns/live/_{name}.html" if request.htmx else f"campaigns/live/{name}.html"
    return render(request, template, context, status=status)
