"""Settings of a person's requests: what matters, and what is told when."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from callpilot.accounts.pages import PageRequest
from callpilot.json_types import JsonObject
from campaigns.models import Preferences
from campaigns.offers import weights
from campaigns.pages.forms.settings import NotificationsForm, PreferencesForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: PageRequest) -> HttpResponse:
    """What matters most when offers are ranked, and how far the person would go."""
    row = Preferences.of(request.user)
    form = PreferencesForm(request.POST or None, initial=PreferencesForm.of(row))
    if request.method == "POST" and form.is_valid():
        form.save(row)
        messages.success(request, _("Saved. Your next requests are ranked like this."))
        return redirect("settings-preferences")
    chosen = form.weights() if form.is_bound and form.is_valid() else row.weights
    context = {"form": form, "weights": form.rows(), "presets": weights.PRESETS}
    context |= {"offers": weights.example(chosen), "total": weights.total(chosen)}
    return _answer(request, "settings/preferences.html", form, context)


@login_required
@require_GET
def example(request: PageRequest) -> HttpResponse:
    """The sample offers, ranked by the weights that are being tried."""
    form = PreferencesForm(request.GET)
    context: JsonObject = {"form": form}
    if form.is_valid():
        context["offers"] = weights.example(form.weights())
    return render(request, "settings/_example.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: PageRequest) -> HttpResponse:
    """By what way each event is told, and when it is quiet."""
    row = Preferences.of(request.user)
    form = NotificationsForm(request.POST or None, initial=NotificationsForm.of(row))
    if request.method == "POST" and form.is_valid():
        form.save(row)
        messages.success(request, _("Saved."))
        return redirect("settings-notifications")
    context = {"form": form, "rows": form.rows(), "email": request.user.email}
    return _answer(request, "settings/notifications.html", form, context)


def _answer(
    request: PageRequest, template: str, form: BaseForm, context: JsonObject
) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)
