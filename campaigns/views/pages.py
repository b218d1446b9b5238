"""The pages: fetch, call one verb, answer."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callpilot.errors import BadInput
from campaigns import cancel, fragments, scoring
from campaigns.forms import WeightsForm
from campaigns.models import Campaign


@login_required
@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    campaigns = Campaign.objects.of(request.user)[:100]
    return render(request, "campaigns/list.html", {"campaigns": campaigns})


@login_required
@require_GET
def campaign_page(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    campaign = own(request, campaign_id)
    weights = WeightsForm(initial=model_to_dict(campaign, WeightsForm.base_fields))
    return drawn(request, campaign, weights)


@login_required
@require_POST
def rerank(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Rank the same offers by other weights; rings nobody."""
    campaign = own(request, campaign_id)
    form = WeightsForm(request.POST)
    if form.is_valid():
        try:
            scoring.reweigh(campaign, form.cleaned_data)
        except BadInput as error:
            put_errors(form, error)
        else:
            return redirect("campaign", campaign.pk)
    return drawn(request, campaign, form)


def drawn(request: HttpRequest, campaign: Campaign, weights: WeightsForm) -> HttpResponse:
    context = fragments.page(campaign) | {"weights": weights}
    status = 422 if weights.errors else 200
    return render(request, "campaigns/campaign.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    campaign = own(request, campaign_id)
    if request.method == "POST":
        if cancel.cancel_campaign(campaign):
            messages.success(request, _("Stopped. No further call is made."))
        return redirect("campaign", campaign.pk)
    return render(request, "campaigns/cancel.html", {"campaign": campaign})


def put_errors(form: Form, error: BadInput) -> None:
    """Each sentence at its field, or above the form when it has no such field."""
    for name, sentences in error.errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def own(request: HttpRequest, campaign_id: UUID) -> Campaign:
    return get_object_or_404(Campaign.objects.of(request.user), pk=campaign_id)
