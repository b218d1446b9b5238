"""The settings page of the voice: only what takes effect can be chosen."""

from typing import Unpack

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from callpilot.accounts.pages import PageRequest
from callpilot.json_types import JsonMapping
from callpilot.models import User
from callpilot.pages.form_options import FormOptions
from campaigns.models import Call, Campaign, Preferences
from campaigns.models.preferences import FASTEST, SLOWEST
from voice.agents.base import engines
from voice.briefs import disclosure


class VoiceForm(forms.Form):
    """Voice and pace; a field that would do nothing is disabled."""

    voice = forms.ChoiceField(label=gettext_lazy("Voice"), required=False)
    speaking_speed = forms.FloatField(
        label=gettext_lazy("Speaking speed"),
        min_value=SLOWEST,
        max_value=FASTEST,
        help_text=gettext_lazy("1 is the voice's own pace; from 0.7 (slow) to 1.2 (fast)."),
        widget=forms.NumberInput({"step": "0.05", "inputmode": "decimal"}),
    )

    def __init__(self, data: JsonMapping | None = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        choices = engines.get().choices()
        voice = self.fields["voice"]
        assert isinstance(voice, forms.ChoiceField)
        voice.choices = [("", _("The assistant's own")), *choices.voices.items()]
        voice.disabled = not (choices.voice_followed and choices.voices)
        self.fields["speaking_speed"].disabled = not choices.speed_followed

    def save(self, row: Preferences) -> None:
        changed = [name for name, field in self.fields.items() if not field.disabled]
        for name in changed:
            setattr(row, name, self.cleaned_data[name])
        row.save(update_fields=changed)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: PageRequest) -> HttpResponse:
    row = Preferences.of(request.user)
    usual = {
        "voice": row.voice if row.voice in engines.get().choices().voices else "",
        "speaking_speed": row.speaking_speed,
    }
    form = VoiceForm(request.POST or None, initial=usual)
    free = [field for field in form if not field.field.disabled]
    if request.method == "POST" and form.is_valid():
        form.save(row)
        messages.success(request, _("Saved. Calls from now on sound like this."))
        return redirect("settings-voice")
    context = {"form": form, "free": free, "opening": opening(request.user)}
    return render(request, "settings/voice.html", context, status=422 if form.errors else 200)


def opening(person: User) -> str:
    """The first sentence of an enquiry, word for word as a desk hears it."""
    name = person.profile.name or str(person)
    wish = Campaign(person=person, contact_name=name[:100], service="dentist")
    return disclosure(Call(mandate=wish, campaign=wish, purpose=Call.Purpose.ENQUIRE))
