"""Settings of a person's requests: what matters, and what is told when."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.models import Preferences
from campaigns.offers import weights
from campaigns.pages.forms.settings import NotificationsForm, PreferencesForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
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
def example(request: HttpRequest) -> HttpResponse:
    """The sample offers, ranked by the weights that are being tried."""
    form = PreferencesForm(request.GET)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context["offers"] = weights.example(form.weights())
    return render(request, "settings/_example.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """By what way each event is told, and when it is quiet."""
    row = Preferences.of(request.user)
    form = NotificationsForm(request.POST or None, initial=NotificationsForm.of(row))
    if request.method == "POST" and form.is_valid():
        form.save(row)
        messages.success(request, _("Saved."))
        return redirect("settings-notifications")
    context = {"form": form, "rows": form.rows(), "email": request.user.email}  # type: ignore[union-attr]
    return _answer(request, "settings/notifications.html", form, context)


def _answer(
    request: HttpRequest, template: str, form: Any, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)
