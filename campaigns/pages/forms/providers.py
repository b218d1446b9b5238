"""The forms of the address book; what makes sense is decided by its verbs."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from campaigns.models import Contact
from campaigns.providers.service_kinds import SERVICES


def services() -> list[tuple[str, StrPromise | str]]:
    return [(service.key, service.label) for service in SERVICES.values()]


class EntryForm(forms.Form):
    """A provider of one's own."""

    name = forms.CharField(label=_("Name"), max_length=200)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"type": "tel", "placeholder": "+1 415 555 0123", "autocomplete": "off"}
        ),
    )
    service = forms.ChoiceField(label=_("Service"), choices=services)
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=300,
        help_text=_("Street and city; says how far it is and which clocks they go by."),
    )


class ContactForm(forms.Form):
    """How a provider stands with the person, and a note that nobody else sees."""

    standing = forms.ChoiceField(
        label=_("When a request comes across them"),
        choices=Contact.Standing.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Private note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you see it; it is never told to anybody."),
    )


class ImportForm(forms.Form):
    """A file of contacts, or the same as text."""

    file = forms.FileField(
        label=_("CSV or vCard file"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.vcf,text/csv,text/vcard"}),
    )
    text = forms.CharField(
        label=_("or paste its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    service = forms.ChoiceField(label=_("Service, where the file names none"), choices=services)
