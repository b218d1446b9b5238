"""From an offer to its booking: look at it again, say yes, and watch it come about."""

from uuid import UUID, uuid4

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from callpilot.accounts.pages import PageRequest
from callpilot.errors import BadInput, Refused, VendorError
from callpilot.json_types import JsonObject
from campaigns.bookings import booking, permits
from campaigns.models import Campaign, Offer
from campaigns.pages import booking_progress


class ConfirmForm(forms.Form):
    """Whom it is booked for; what makes a number is decided by `booking`."""

    name = forms.CharField(
        label=gettext_lazy("Name for the booking"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note for them"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The assistant may tell them this when they ask."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    others = forms.ChoiceField(
        label=gettext_lazy("The other calls"),
        required=False,
        choices=[
            ("end", gettext_lazy("are thanked and ended now")),
            ("continue", gettext_lazy("go on until this is booked")),
        ],
        widget=forms.RadioSelect,
    )
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_offer(request: PageRequest, campaign_id: UUID, offer_id: UUID) -> HttpResponse:
    """Say what will happen; then let it happen."""
    campaign = get_object_or_404(Campaign.objects.of(request.user), pk=campaign_id)
    offer = get_object_or_404(campaign.offers.select_related("provider", "campaign"), pk=offer_id)
    if request.method == "POST":
        return _book(request, campaign, offer)
    known = permits.of_campaign(campaign)
    if known is not None and known.offer_id == offer.pk:
        return _to_campaign(request, campaign)
    return _asked(request, campaign, offer, ConfirmForm(initial=_prefilled(campaign)))


def _book(request: PageRequest, campaign: Campaign, offer: Offer) -> HttpResponse:
    # A button elsewhere may send no fields at all: then it is booked as the request has it.
    given = request.POST if "name" in request.POST else _prefilled(campaign)
    form = ConfirmForm(given)
    if not form.is_valid():
        return _asked(request, campaign, offer, form, status=422)
    try:
        booking.confirm(
            campaign,
            offer,
            contact_name=form.cleaned_data["name"],
            contact_phone=form.cleaned_data["phone"],
            note=form.cleaned_data["note"],
            end_others=form.cleaned_data["others"] == "end",
            key=form.cleaned_data["key"],
        )
    except BadInput as error:
        for sentences in error.errors.values():
            form.add_error("phone", sentences)
        return _asked(request, campaign, offer, form, status=422)
    except Refused as refusal:
        return _asked(request, campaign, offer, form, problem=str(refusal), status=409)
    except VendorError:
        words = _("Your calendar could not be read just now. Nothing was booked; try again.")
        return _asked(request, campaign, offer, form, problem=words, status=409)
    return _to_campaign(request, campaign)


def _prefilled(campaign: Campaign) -> dict[str, str]:
    phone = campaign.contact_phone or campaign.person.profile.phone
    return {
        "name": campaign.contact_name,
        "phone": phone,
        "note": "",
        "others": "end",
        "key": str(uuid4()),
    }


def _asked(
    request: PageRequest,
    campaign: Campaign,
    offer: Offer,
    form: ConfirmForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The question, with what is in the way said first."""
    review = booking_progress.review(campaign, offer)
    if problem and not (review.clashes or review.problem):
        review.problem = problem  # only the attempt itself has met it
    context: JsonObject = {
        "campaign": campaign,
        "offer": offer,
        "review": review,
        "form": form,
        "again": status == 409,
    }
    if request.htmx:
        # htmx swaps 422; other refusals it would drop.
        status = 422 if status >= 400 else status
        return render(request, "campaigns/booking/_confirm.html", context, status=status)
    return render(request, "campaigns/booking/confirm.html", context, status=status)


def _to_campaign(request: PageRequest, campaign: Campaign) -> HttpResponse:
    """Back to the live page, whose shortlist shows how the booking goes."""
    if request.htmx:
        return HttpResponseClientRedirect(reverse("campaign", args=[campaign.pk]))
    return redirect("campaign", campaign.pk)
