"""The page on which a person says who they are and where they live."""

import zoneinfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from callpilot.accounts.pages import PageRequest
from callpilot.errors import BadInput
from callpilot.models import validate_zone
from campaigns.account import profile as profiles
from campaigns.pages.forms.places import PlaceTextInput
from campaigns.views.pages import put_errors

# Those that people mean, not the hundreds of old names for them.
ZONES = sorted(
    zone
    for zone in zoneinfo.available_timezones()
    if zone.split("/")[0]
    in ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
) + ["UTC"]


def _text(autocomplete: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": autocomplete, "dir": "auto"})


class ProfileForm(forms.Form):
    """Everything but the e-mail address, which has a page of its own because it is verified."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        required=False,
        widget=_text("name"),
        help_text=gettext_lazy("In whose name desks are called."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        help_text=gettext_lazy("Told to a desk that asks for it, if you allow it."),
    )
    home_address = forms.CharField(
        label=gettext_lazy("Home address"),
        max_length=200,
        required=False,
        widget=PlaceTextInput(attrs={"autocomplete": "street-address", "dir": "auto"}),
        help_text=gettext_lazy("Street and city. Distances count from here; desks never hear it."),
    )
    insurance = forms.CharField(
        label=gettext_lazy("Insurance"),
        max_length=100,
        required=False,
        widget=_text("off"),
    )
    timezone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        validators=[validate_zone],
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        help_text=gettext_lazy("Type a city, like New_York or London."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Decides how dates are written, too."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile_page(request: PageRequest) -> HttpResponse:
    profile = request.user.profile
    initial = model_to_dict(profile, ProfileForm.base_fields)
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            profiles.save(profile, form.cleaned_data)
        except BadInput as error:
            put_errors(form, error)
        else:
            with translation.override(profile.language):
                messages.success(request, _("Saved."))
            return redirect("settings-profile")
    status = 422 if form.errors else 200
    return render(request, "settings/profile.html", {"form": form, "zones": ZONES}, status=status)
