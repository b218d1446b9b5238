"""The settings page of privacy: what is shared, kept, taken along and deleted."""

import time
from collections.abc import AsyncIterator, Iterator
from typing import Unpack

from allauth.account.authentication import get_authentication_records
from asgiref.sync import sync_to_async
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from callpilot.accounts.pages import PageRequest
from callpilot.errors import NotPermitted
from callpilot.json_types import JsonMapping, JsonObject
from callpilot.pages.form_options import FormOptions
from campaigns.account import data_export
from campaigns.models import Preferences

KINDS = {
    "phone": (gettext_lazy("Phone number"), gettext_lazy("So that a desk can call you back.")),
    "insurance": (gettext_lazy("Insurance"), gettext_lazy("Only for dentists and doctors.")),
    "date_of_birth": (
        gettext_lazy("Date of birth"),
        gettext_lazy("We do not keep it: you say it when you are asked."),
    ),
    "notes": (gettext_lazy("Notes of a request"), gettext_lazy("What you wrote for the call.")),
}
WORD = gettext_lazy("DELETE")
JUST_NOW = 300.0  # seconds since somebody without a password proved who they are


class PrivacyForm(forms.Form):
    """A choice for each kind; recording and how long it is kept."""

    record_calls = forms.BooleanField(
        label=gettext_lazy("Record my calls, where that is allowed"), required=False
    )
    retention_days = forms.TypedChoiceField(
        label=gettext_lazy("Recordings are deleted after"),
        coerce=int,
        choices=Preferences.Retention.choices,
    )

    def __init__(self, data: JsonMapping | None = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        for kind, (label, _hint) in KINDS.items():
            choices = [
                (key, words)
                for key, words in Preferences.Share.choices
                if not (kind == "date_of_birth" and key == "always")
            ]
            self.fields[f"share_{kind}"] = forms.ChoiceField(
                label=label, choices=choices, widget=forms.RadioSelect
            )

    @classmethod
    def of(cls, row: Preferences) -> JsonObject:
        shared = {f"share_{kind}": row.sharing(kind) for kind in KINDS}
        return shared | {"record_calls": row.record_calls, "retention_days": row.retention_days}

    def kinds(self) -> list[JsonObject]:
        return [
            {"field": self[f"share_{kind}"], "label": label, "hint": hint}
            for kind, (label, hint) in KINDS.items()
        ]

    def save(self, row: Preferences) -> None:
        values = self.cleaned_data
        row.share = row.share | {kind: values[f"share_{kind}"] for kind in KINDS}
        row.record_calls = values["record_calls"]
        row.retention_days = values["retention_days"]
        row.save(update_fields=["share", "record_calls", "retention_days"])


class FarewellForm(forms.Form):
    """Who deletes an account proves who they are, and that it is no slip."""

    word = forms.CharField(
        label=gettext_lazy("Type DELETE to make sure"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(
        self, request: PageRequest, data: JsonMapping | None = None, **options: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **options)
        self.request = request
        person = request.user
        if not person.has_usable_password():
            del self.fields["password"]

    def clean_word(self) -> str:
        word = str(self.cleaned_data["word"]).strip()
        if word.upper() != str(WORD).upper():
            raise forms.ValidationError(_("This is not the word."))
        return word

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        person = self.request.user
        if not person.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean(self) -> JsonObject | None:
        if "password" not in self.fields and not signed_in_just_now(self.request):
            raise forms.ValidationError(_("Please sign out, sign in again, and then come back."))
        return super().clean()


def signed_in_just_now(request: PageRequest) -> bool:
    """By passkey or by somebody else's sign-in, for who has no password to ask for."""
    proofs = get_authentication_records(request, request.user)
    return any(time.time() - proof["at"] < JUST_NOW for proof in proofs)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: PageRequest) -> HttpResponse:
    row = Preferences.of(request.user)
    form = PrivacyForm(request.POST or None, initial=PrivacyForm.of(row))
    if request.method == "POST" and form.is_valid():
        form.save(row)
        messages.success(request, _("Saved. Calls from now on keep to it."))
        return redirect("settings-privacy")
    context = {"form": form, "kinds": form.kinds(), "recording": settings.RECORD_CALLS}
    status = 422 if form.errors else 200
    return render(request, "settings/privacy.html", context, status=status)


@login_required
@require_GET
def download(request: PageRequest) -> StreamingHttpResponse:
    """All rows of the person's own, as JSON."""
    pieces = data_export.written_out(request.user)
    # A plain iterator would be read to its end before anything is sent by an ASGI server.
    content = _later(pieces) if isinstance(request, ASGIRequest) else pieces
    return StreamingHttpResponse(
        content,
        content_type="application/json",
        headers={
            "Content-Disposition": 'attachment; filename="callpilot.json"',
            "Cache-Control": "private, no-store",
        },
    )


async def _later(pieces: Iterator[str]) -> AsyncIterator[str]:
    def following() -> str | None:
        return next(pieces, None)

    while (piece := await sync_to_async(following)()) is not None:
        yield piece


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_recordings(request: PageRequest) -> HttpResponse:
    """Ask once; what was written down of the calls stays."""
    if request.method == "POST":
        count = data_export.drop_recordings(request.user)
        messages.success(request, _("%(count)d recordings were deleted.") % {"count": count})
        return redirect("settings-privacy")
    return render(request, "settings/delete_recordings.html")


@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: PageRequest) -> HttpResponse:
    """Say what will happen; then, with the password and the word, let it happen."""
    person = request.user
    shared = settings.SIMULATED and person.username == "demo"
    form = FarewellForm(request, request.POST or None)
    if request.method == "POST" and not shared and form.is_valid():
        try:
            data_export.erase(person)
        except NotPermitted as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(request, _("Your account and all its data are deleted."))
            return redirect("home")
    context = {"form": form, "shared": shared, "appointments": data_export.upcoming(person)[:20]}
    context["live"] = data_export.live_calls(person)
    refused = form.errors or (shared and request.method == "POST")
    return render(request, "settings/delete_account.html", context, status=422 if refused else 200)
