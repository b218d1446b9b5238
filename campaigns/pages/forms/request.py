"""The plain form of a request; what makes sense is decided by `launch`."""

from typing import Unpack

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from callpilot.json_types import JsonMapping, JsonObject
from callpilot.pages.form_options import FormOptions
from campaigns.intake import fields
from campaigns.models import Draft
from campaigns.offers import weights
from campaigns.pages.forms.places import PlaceTextInput
from campaigns.providers.service_kinds import SERVICES


class WeightsForm(forms.Form):
    """What if something else mattered? What makes sense is decided by `scoring`."""

    earliest_weight = forms.FloatField(label=weights.LABELS["earliest"], min_value=0)
    rating_weight = forms.FloatField(label=weights.LABELS["rating"], min_value=0)
    distance_weight = forms.FloatField(label=weights.LABELS["distance"], min_value=0)
    preference_weight = forms.FloatField(label=weights.LABELS["preference"], min_value=0)


def _pick(*choices: tuple[str, StrPromise | str]) -> list[tuple[str, StrPromise | str]]:
    return [("", _("not said")), *choices]


def _services() -> list[tuple[str, StrPromise | str]]:
    return _pick(*((service.key, service.label) for service in SERVICES.values()))


class DraftForm(forms.Form):
    """The fields of a draft as they are typed; what makes sense is decided by `drafting`.

    `only` names those that are asked for, for one row at a time.
    """

    service = forms.ChoiceField(label=_("Service"), required=False, choices=_services)
    detail = forms.CharField(
        label=_("What exactly"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("check-up")}),
    )
    provider = forms.CharField(label=_("Only the place called"), required=False, max_length=100)
    place = forms.CharField(
        label=_("Near"),
        required=False,
        max_length=200,
        widget=PlaceTextInput(attrs={"placeholder": _("Market St, San Francisco")}),
    )
    date_range_start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    date_range_end = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    day_parts = forms.MultipleChoiceField(
        label=_("Time of day"),
        required=False,
        choices=list(fields.DAY_PARTS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    avoid_weekdays = forms.TypedMultipleChoiceField(
        label=_("Not on"),
        required=False,
        choices=[(str(day), name) for day, name in fields.WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    earliest_time = forms.TimeField(
        label=_("Not before"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    latest_time = forms.TimeField(
        label=_("Done by"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    duration_minutes = forms.IntegerField(label=_("Minutes"), required=False)
    party_size = forms.IntegerField(label=_("People"), required=False)
    contact_name = forms.CharField(
        label=_("In whose name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_phone = forms.CharField(
        label=_("Call-back number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "placeholder": "+1 415 555 0123"}
        ),
    )
    insurance = forms.CharField(label=_("Insurance"), required=False, max_length=100)
    new_patient = forms.TypedChoiceField(
        label=_("Known there?"),
        required=False,
        choices=_pick(("yes", _("new there")), ("no", _("known there"))),
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    notes = forms.CharField(
        label=_("Notes for the call"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    max_providers = forms.IntegerField(
        label=_("How many to call"),
        required=False,
        widget=forms.NumberInput(attrs={"placeholder": "10"}),
    )
    max_parallel = forms.IntegerField(
        label=_("Calls at once"),
        required=False,
        widget=forms.NumberInput(attrs={"placeholder": "5"}),
    )
    budget = forms.DecimalField(label=_("Spend at most (USD)"), required=False, decimal_places=2)
    booking_policy = forms.ChoiceField(
        label=_("When a time fits"),
        required=False,
        choices=_pick(("ask_me", _("ask me first")), ("book_when_it_fits", _("book it"))),
    )
    earliest_weight = forms.FloatField(label=weights.LABELS["earliest"], required=False)
    rating_weight = forms.FloatField(label=weights.LABELS["rating"], required=False)
    distance_weight = forms.FloatField(label=weights.LABELS["distance"], required=False)
    preference_weight = forms.FloatField(label=weights.LABELS["preference"], required=False)
    may_share = forms.MultipleChoiceField(
        label=_("A desk may be told"),
        required=False,
        choices=list(fields.SHARED.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    # The whole form; what may be shared, who comes first and the terms have rows of their own.
    USUAL = (
        "service", "detail", "place", "date_range_start", "date_range_end", "day_parts",
        "avoid_weekdays", "earliest_time", "latest_time", "duration_minutes", "party_size",
        "contact_name", "contact_phone", "insurance", "new_patient", "notes", "max_providers",
        "max_parallel",
    )  # fmt: skip

    def __init__(
        self,
        data: JsonMapping | None = None,
        *,
        only: tuple[str, ...] = USUAL,
        **options: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **options)
        for name in set(self.fields) - set(only):
            del self.fields[name]

    @staticmethod
    def shown(draft: Draft) -> JsonObject:
        """What a draft holds, as the form shows it."""
        values = {name: entry["value"] for name, entry in draft.fields.items()}
        if place := values.get("place"):
            values["place"] = place["name"]
        if values.get("new_patient") is not None:
            values["new_patient"] = "yes" if values["new_patient"] else "no"
        return values

    def fields_given(self) -> JsonObject:
        """Everything that was shown; a field left empty is taken back."""
        return dict(self.cleaned_data)


class ProviderForm(forms.Form):
    """Somebody whom the person wants called, by name and number."""

    name = forms.CharField(label=_("Name"), max_length=200)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
