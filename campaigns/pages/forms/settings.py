"""The forms of a person's settings."""

from collections.abc import Mapping
from typing import Unpack

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callpilot.json_types import JsonMapping, JsonObject
from callpilot.pages.form_options import FormOptions
from campaigns.models import Preferences
from campaigns.models.preferences import EVENTS, WEIGHTS
from campaigns.offers import weights

EVENT_WORDS = {
    "offer": (gettext_lazy("An offer has arrived"), gettext_lazy("A desk has named a time.")),
    "offers_ready": (
        gettext_lazy("Times to choose from"),
        gettext_lazy("The calls are done, and you decide."),
    ),
    "needs_you": (
        gettext_lazy("The assistant needs you"),
        gettext_lazy("A question during a call, which cannot wait long."),
    ),
    "booked": (
        gettext_lazy("Booked"),
        gettext_lazy("The desk has agreed; the e-mail carries a calendar file."),
    ),
    "not_booked": (
        gettext_lazy("Not booked after all"),
        gettext_lazy("The desk has not agreed, or could not be reached; you choose again."),
    ),
    "failed": (gettext_lazy("Nothing found"), gettext_lazy("All calls ended without an offer.")),
}


class PreferencesForm(forms.Form):
    """Four weights in points, and how far is too far."""

    earliest_weight = forms.FloatField(label=weights.LABELS["earliest"], min_value=0, max_value=100)
    rating_weight = forms.FloatField(label=weights.LABELS["rating"], min_value=0, max_value=100)
    distance_weight = forms.FloatField(label=weights.LABELS["distance"], min_value=0, max_value=100)
    preference_weight = forms.FloatField(
        label=weights.LABELS["preference"], min_value=0, max_value=100
    )
    max_distance_km = forms.FloatField(
        label=gettext_lazy("Farthest, in km"),
        required=False,
        min_value=0.5,
        max_value=200,
        help_text=gettext_lazy(
            "Nobody farther away is called, except from your address book. Empty: any distance."
        ),
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )

    @classmethod
    def of(cls, row: Preferences) -> JsonObject:
        return {**weights.points(row.weights), "max_distance_km": row.max_distance_km}

    def clean(self) -> JsonObject | None:
        values = super().clean() or self.cleaned_data
        given = [values.get(name) for name in WEIGHTS]
        if None not in given and not any(given):
            raise forms.ValidationError(_("At least one of the four must be above zero."))
        return values

    def weights(self) -> dict[str, float]:
        """As parts of one."""
        given: Mapping[str, float] = {name: self.cleaned_data[name] for name in WEIGHTS}
        whole = sum(given.values())
        return {name: round(value / whole, 4) for name, value in given.items()}

    def rows(self) -> list[JsonObject]:
        return weights.rows({name: self[name].value() for name in WEIGHTS})

    def save(self, row: Preferences) -> None:
        for name, value in self.weights().items():
            setattr(row, name, value)
        row.max_distance_km = self.cleaned_data["max_distance_km"]
        row.save(update_fields=[*WEIGHTS, "max_distance_km"])


class NotificationsForm(forms.Form):
    """A box for each event and way; quiet hours; what is read out and typed on the live page."""

    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("until"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
    )
    announcements = forms.ChoiceField(
        label=gettext_lazy("Read out to screen readers"),
        choices=Preferences.Announcements.choices,
        widget=forms.RadioSelect,
    )
    shortcuts = forms.BooleanField(
        label=gettext_lazy("Single keys work as shortcuts (? shows them)"), required=False
    )

    def __init__(self, data: JsonMapping | None = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        for event, ways in EVENTS.items():
            for way in ways:
                words = f"{EVENT_WORDS[event][0]}: {Preferences.Way(way).label}"
                self.fields[f"{event}_{way}"] = forms.BooleanField(label=words, required=False)

    @classmethod
    def of(cls, row: Preferences) -> JsonObject:
        ways = {
            f"{event}_{way}": row.tells(event, way)
            for event, there in EVENTS.items()
            for way in there
        }
        names = ("quiet_from", "quiet_until", "announcements", "shortcuts")
        return ways | {name: getattr(row, name) for name in names}

    def clean(self) -> JsonObject | None:
        values = super().clean() or self.cleaned_data
        first, last = values.get("quiet_from"), values.get("quiet_until")
        if first is not None and last is None and "quiet_until" not in self.errors:
            self.add_error("quiet_until", _("Say until when, or leave both empty."))
        if last is not None and first is None and "quiet_from" not in self.errors:
            self.add_error("quiet_from", _("Say from when, or leave both empty."))
        if first is not None and first == last:
            self.add_error("quiet_until", _("This must differ from the beginning."))
        return values

    def rows(self) -> list[JsonObject]:
        """The table: an event, what it is, and a box for each way (None: there is no such way)."""
        return [
            {
                "label": words,
                "what": what,
                "boxes": [
                    self[f"{event}_{way}"] if f"{event}_{way}" in self.fields else None
                    for way in ("email", "browser")
                ],
            }
            for event, (words, what) in EVENT_WORDS.items()
        ]

    def save(self, row: Preferences) -> None:
        values = self.cleaned_data
        row.notify = {
            event: [way for way in row.Way.values if values.get(f"{event}_{way}")]
            for event in EVENTS
        }
        for name in ("quiet_from", "quiet_until", "announcements", "shortcuts"):
            setattr(row, name, values[name])
        row.save(
            update_fields=["notify", "quiet_from", "quiet_until", "announcements", "shortcuts"]
        )
