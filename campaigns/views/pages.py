"""The list of requests, and what several pages share."""

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callpilot.errors import BadInput
from campaigns.models import Campaign
from campaigns.pages.forms.places import PlaceTextInput


@login_required
@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    campaigns = Campaign.objects.of(request.user)[:100]
    return render(request, "campaigns/list.html", {"campaigns": campaigns})


def put_errors(form: Form, error: BadInput) -> None:
    """Each sentence at its field, or above the form when it has no such field.

    A place's field also offers what may be meant.
    """
    for name, sentences in error.errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
        widget = form.fields[name].widget if name in form.fields else None
        if isinstance(widget, PlaceTextInput):
            widget.suggestions = tuple(error.suggestions.get(name, ()))
