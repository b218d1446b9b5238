"""The plain form of a request; what makes sense is decided by `launch`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.services import SERVICES

DAY_PARTS = [("morning", _("mornings")), ("afternoon", _("afternoons")), ("evening", _("evenings"))]
WEEKDAYS = [
    ("0", _("Mon")), ("1", _("Tue")), ("2", _("Wed")), ("3", _("Thu")), ("4", _("Fri")),
    ("5", _("Sat")), ("6", _("Sun")),
]  # fmt: skip


class WeightsForm(forms.Form):
    """What if something else mattered? What makes sense is decided by `scoring`."""

    earliest_weight = forms.FloatField(label=_("Soon"), min_value=0)
    rating_weight = forms.FloatField(label=_("Well rated"), min_value=0)
    distance_weight = forms.FloatField(label=_("Near"), min_value=0)
    preference_weight = forms.FloatField(label=_("In my address book"), min_value=0)


class RequestForm(forms.Form):
    """A sentence, or fields, or both; a field left empty is taken from the sentence."""

    request = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": _("Dentist next week, mornings, not Thursday")}
        ),
    )
    service = forms.ChoiceField(label=_("What"), required=False)
    place = forms.CharField(label=_("Near"), required=False, max_length=200)
    date_range_start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    date_range_end = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    day_parts = forms.MultipleChoiceField(
        label=_("Time of day"),
        required=False,
        choices=DAY_PARTS,
        widget=forms.CheckboxSelectMultiple,
    )
    avoid_weekdays = forms.MultipleChoiceField(
        label=_("Not on"), required=False, choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    duration_minutes = forms.IntegerField(label=_("Minutes"), required=False)
    contact_name = forms.CharField(label=_("For"), required=False, max_length=100)
    insurance = forms.CharField(label=_("Insurance"), required=False, max_length=100)
    max_providers = forms.IntegerField(label=_("Desks to call"), required=False)
    max_parallel = forms.IntegerField(label=_("At once"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(service.key, service.label) for service in SERVICES.values()]
        self.fields["service"].choices = [("", _("as said above")), *choices]  # type: ignore[attr-defined]

    def fields_given(self) -> dict[str, Any]:
        """Only what was filled in, in the campaign's names."""
        given = {
            key: value for key, value in self.cleaned_data.items() if value not in ("", None, [])
        }
        if days := given.get("avoid_weekdays"):
            given["avoid_weekdays"] = [int(day) for day in days]
        return given
